import type { Seat } from '@chimera/protocol/seat';
import { useEffect, useId, useRef, useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { usePersonas } from '../../queries/use-personas.ts';
import { reasonOf } from '../../queries/reason-of.ts';
import { useChosenBrain } from '../../queries/use-providers.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { BY_SERVER, changeOf, draftOf, modelBrainOf, problemsOf } from './brain-draft.ts';
import { BrainParams } from './brain-params.tsx';
import { ModelChoiceFields } from './model-choice.tsx';
import { StandIns } from './stand-ins.tsx';
import { useBrainLabel, useConnections } from './use-connections.ts';

/** Gives a seat another brain, and says who stands in for it; open while one is being chosen. */
export function BrainSheet() {
  const { rebraining, store } = useStage();
  const { brainSheet: words } = useWords();
  const formId = useId();
  const seatId = useReading(rebraining);
  const seat = seatId === null ? undefined : store.seat(seatId).get()?.seat;
  if (seat === undefined) return null;
  return (
    <Sheet
      title={words.brainOf(isolate(seat.name))}
      description={words.brainHint}
      wide
      open
      onOpenChange={(open) => !open && rebraining.set(null)}
      footer={
        <Button variant="primary" type="submit" form={formId} className="w-full">
          {words.useBrain}
        </Button>
      }
    >
      <BrainForm id={formId} seat={seat} />
    </Sheet>
  );
}

function BrainForm({ id, seat }: { readonly id: string; readonly seat: Seat }) {
  const { direction, act, rebraining } = useStage();
  const { brainSheet: words, common } = useWords();
  const { error, retry } = useConnections();
  const ofPersona = usePersonaStandIns(seat.personaId);
  const [draft, setDraft] = useState(() => draftOf(seat));
  const [tries, setTries] = useState(0);
  const problems = tries > 0 ? problemsOf(draft) : [];
  const byServer = draft.choice.connectionId === BY_SERVER;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What has to be mended comes into view.
    if (tries === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], [role=alert][tabindex]')?.focus();
  }, [tries]);

  function save(): void {
    if (problemsOf(draft).length > 0) return setTries(tries + 1);
    rebraining.set(null);
    void act(direction.changeSeat(seat.id, changeOf(draft, seat)), words.brainChanged(seat.name));
  }

  return (
    <form
      ref={form}
      id={id}
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {error !== null && (
        <ErrorBlock title={words.providersFailed} actions={<Button onClick={retry}>{common.retry}</Button>}>
          {reasonOf(error)}
        </ErrorBlock>
      )}
      <ModelChoiceFields
        choice={draft.choice}
        mayBeServer
        problem={problems.includes('model') ? words.modelMissing : undefined}
        onChange={(choice) => setDraft({ ...draft, choice })}
      />
      {byServer ? (
        <ServerChoice />
      ) : (
        <BrainParams
          params={draft.params}
          problems={problems}
          onChange={(params) => setDraft({ ...draft, params })}
        />
      )}
      <StandIns
        value={draft.standIns}
        ofPersona={ofPersona}
        onChange={(standIns) => setDraft({ ...draft, standIns })}
      />
    </form>
  );
}

/** Whom the server would choose at this moment. */
function ServerChoice() {
  const { brainSheet: words } = useWords();
  const labelOf = useBrainLabel();
  const chosen = useChosenBrain();
  if (chosen === null) return null;
  return <p className="-mt-4 text-note text-muted">{words.chosenByServerNow(isolate(labelOf(chosen)))}</p>;
}

function usePersonaStandIns(personaId: string) {
  const { data } = usePersonas();
  const persona = data?.find(({ id }) => id === personaId);
  return (persona?.fallbacks ?? []).flatMap((brain) => modelBrainOf(brain) ?? []);
}
