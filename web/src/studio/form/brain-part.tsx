import { useState } from 'react';
import { type BrainDraft, BY_SERVER, changeOf, draftOf, problemsOf } from '../../brains/brain-draft.ts';
import { BrainParams } from '../../brains/brain-params.tsx';
import { ModelChoiceFields } from '../../brains/model-choice.tsx';
import { StandInList } from '../../brains/stand-in-list.tsx';
import { useBrainLabel, useConnections } from '../../brains/use-connections.ts';
import { reasonOf } from '../../queries/reason-of.ts';
import { useChosenBrain } from '../../queries/use-providers.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { useSheet } from '../sheet-context.tsx';

/** Which model plays it and who stands in. What is chosen by half stays here and goes into no draft. */
export function BrainPart() {
  const { sheet, edit, errorAt, setUnfinished, unfinished } = useSheet();
  const { brainSheet, common } = useWords();
  const words = useStudioWords();
  const { connections, isLoaded, error, retry } = useConnections();
  const seat = { brain: sheet.brain, fallbacks: sheet.fallbacks };
  const [draft, setDraft] = useState(() => draftOf(seat));
  const isGone = (connectionId: string) => isLoaded && !connections.some(({ id }) => id === connectionId);
  const problems = problemsOf(draft, seat, isGone);
  const isHuman = sheet.brain !== null && 'human' in sheet.brain;

  function change(next: BrainDraft): void {
    setDraft(next);
    const isWhole = problemsOf(next, seat, isGone).length === 0;
    setUnfinished(isWhole ? null : words.brainUnfinished);
    if (!isWhole) return;
    const { brain, fallbacks } = changeOf({ ...next, adding: null }, seat);
    if (brain === undefined && fallbacks === undefined) return;
    edit({ ...(brain !== undefined && { brain }), ...(fallbacks && { fallbacks }) });
  }

  return (
    <div data-field="brain" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-note text-muted">{isHuman ? words.brainHuman : words.brainHint}</p>
      {error !== null && (
        <ErrorBlock
          title={brainSheet.providersFailed}
          actions={<Button onClick={retry}>{common.retry}</Button>}
        >
          {reasonOf(error)}
        </ErrorBlock>
      )}
      <ModelChoiceFields
        choice={draft.choice}
        byServer={words.brainByServer}
        problem={problems.includes('model') ? unfinished : undefined}
        connectionProblem={
          errorAt('brain') ?? (problems.includes('connection') ? brainSheet.connectionMissing : undefined)
        }
        onChange={(choice) => change({ ...draft, choice })}
      />
      {draft.choice.connectionId === BY_SERVER ? (
        <ServerChoice />
      ) : (
        <BrainParams
          params={draft.params}
          problems={problems}
          onChange={(params) => change({ ...draft, params })}
        />
      )}
      <section data-field="fallbacks" className="grid gap-2 border-t border-line pt-4">
        <h3 className="text-body font-medium">{brainSheet.standIns}</h3>
        <p className="text-note text-muted">{brainSheet.standInsHint}</p>
        <StandInList
          value={draft.standIns ?? []}
          adding={draft.adding}
          onChange={(standIns) => change({ ...draft, standIns, adding: null })}
          onAdding={(adding) => setDraft({ ...draft, adding })}
        />
      </section>
    </div>
  );
}

/** Who would speak for it at this moment. */
function ServerChoice() {
  const { brainSheet } = useWords();
  const labelOf = useBrainLabel();
  const chosen = useChosenBrain();
  if (chosen === null) return null;
  return (
    <p className="-mt-2 text-note text-muted">{brainSheet.chosenByServerNow(isolate(labelOf(chosen)))}</p>
  );
}
