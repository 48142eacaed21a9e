import type { ModelBrain } from '@chimera/protocol/provider';
import type { ModelChoice } from '../../brains/brain-draft.ts';
import { StandInList } from '../../brains/stand-in-list.tsx';
import { useBrainLabel } from '../../brains/use-connections.ts';
import { isolate } from '../../ui/isolate.ts';
import { Switch } from '../../ui/switch.tsx';
import { useWords } from '../../words/use-words.ts';

export interface StandInsProps {
  /** Null: those of the persona. */
  readonly value: readonly ModelBrain[] | null;
  /** Null: not loaded. */
  readonly ofPersona: readonly ModelBrain[] | null;
  /** The one that is being chosen; null: none. */
  readonly adding: ModelChoice | null;
  readonly onChange: (value: readonly ModelBrain[] | null) => void;
  readonly onAdding: (choice: ModelChoice | null) => void;
}

/** Who speaks in a brain's place, in order. */
export function StandIns({ value, ofPersona, adding, onChange, onAdding }: StandInsProps) {
  const { brainSheet: words } = useWords();
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <h3 className="text-body font-medium">{words.standIns}</h3>
      <p className="text-note text-muted">{words.standInsHint}</p>
      <Switch
        label={words.standInsOwn}
        checked={value !== null}
        disabled={value === null && ofPersona === null}
        onCheckedChange={(isOwn) => onChange(isOwn ? ofPersona : null)}
      />
      {value === null ? (
        <PersonaStandIns brains={ofPersona} />
      ) : (
        <StandInList value={value} adding={adding} onChange={onChange} onAdding={onAdding} />
      )}
    </section>
  );
}

function PersonaStandIns({ brains }: { readonly brains: readonly ModelBrain[] | null }) {
  const { brainSheet: words, common } = useWords();
  const labelOf = useBrainLabel();
  const text = () => {
    if (brains === null) return words.standInsPersonaUnknown;
    if (brains.length === 0) return words.standInsPersonaNone;
    return words.standInsPersona(common.names(brains.map((brain) => isolate(labelOf(brain)))));
  };
  return <p className="text-body text-muted wrap-anywhere">{text()}</p>;
}
