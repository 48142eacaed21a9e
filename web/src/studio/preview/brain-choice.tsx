import type { Brain } from '@chimera/protocol/provider';
import { BY_SERVER, modelBrainOf, type ModelChoice } from '../../brains/brain-draft.ts';
import { ModelChoiceFields } from '../../brains/model-choice.tsx';
import { useBrainLabel, useConnections } from '../../brains/use-connections.ts';
import { useChosenBrain } from '../../queries/use-providers.ts';
import { Fold } from '../../ui/fold.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';

/** Which model speaks while it is tried out; folded, with the name of it outside. */
export function BrainChoice({
  choice,
  ownBrain,
  onlyModels = false,
  onChange,
}: {
  readonly choice: ModelChoice;
  /** That of the sheet. */
  readonly ownBrain: Brain | null;
  /** What is asked for cannot be improvised by rules. */
  readonly onlyModels?: boolean;
  readonly onChange: (choice: ModelChoice) => void;
}) {
  const words = useStudioWords();
  const labelOf = useBrainLabel();
  const { connections } = useConnections();
  const chosen = useChosenBrain();
  const own = modelBrainOf(ownBrain);
  const isPicked = choice.connectionId !== BY_SERVER && choice.model.trim() !== '';
  const now = isPicked ? choice : (own ?? chosen);
  const isDemo = connections.some(({ id, kind }) => id === now?.connectionId && kind === 'demo');
  const isOpen = now === null || (isDemo && onlyModels);
  const label = isOpen ? words.withServer : isDemo ? words.demo : isolate(labelOf(now));
  return (
    <Fold label={words.withNow(label)}>
      <ModelChoiceFields
        choice={choice}
        byServer={own === null ? words.withServer : words.withOwn}
        onChange={onChange}
      />
    </Fold>
  );
}
