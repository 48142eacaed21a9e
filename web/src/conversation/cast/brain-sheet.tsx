import type { ModelBrain } from '@chimera/protocol/provider';
import type { Seat, SeatChange } from '@chimera/protocol/seat';
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
import { BY_SERVER, changeOf, draftOf, modelBrainOf, problemsOf } from '../../brains/brain-draft.ts';
import { BrainParams } from '../../brains/brain-params.tsx';
import { ModelChoiceFields } from '../../brains/model-choice.tsx';
import { StandIns } from './stand-ins.tsx';
import { useBrainLabel, useConnections } from '../../brains/use-connections.ts';

/** Gives a seat another brain, and says who stands in for it; open while one is being chosen. */
export function BrainSheet() {
  const { rebraining, store } = useStage();
  const { brainSheet: words } = useWords();
  const formId = useId();
  const seatId = useReading(rebraining);
  const [busy, setBusy] = useState(false);
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
        <Button variant="primary" type="submit" form={formId} busy={busy} className="w-full">
          {words.useBrain}
        </Button>
      }
    >
      <BrainForm id={formId} seat={seat} busy={busy} onBusy={setBusy} />
    </Sheet>
  );
}

interface BrainFormProps {
  readonly id: string;
  readonly seat: Seat;
  readonly busy: boolean;
  readonly onBusy: (busy: boolean) => void;
}

function BrainForm({ id, seat, busy, onBusy }: BrainFormProps) {
  const { brainSheet: words } = useWords();
  const { connections, isLoaded } = useConnections();
  const persona = usePersonaBrains(seat.personaId);
  const { send, failure } = useSending(seat, onBusy);
  const [draft, setDraft] = useState(() => draftOf(seat));
  const [tries, setTries] = useState(0);
  const isGone = (connectionId: string) => isLoaded && !connections.some((each) => each.id === connectionId);
  const found = problemsOf(draft, seat, isGone);
  const problems = tries > 0 ? found : [];
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // What has to be mended comes into view.
    if (tries === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], [role=alert][tabindex]')?.focus();
  }, [tries]);

  return (
    <form
      ref={form}
      id={id}
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        if (found.length > 0) setTries(tries + 1);
        else void send(changeOf(draft, seat));
      }}
    >
      {failure !== null && <ErrorBlock title={words.notChanged}>{failure}</ErrorBlock>}
      <ConnectionsFailed />
      <ModelChoiceFields
        choice={draft.choice}
        byServer={persona.brain === null ? words.chosenByServer : words.ofPersona}
        problem={problems.includes('model') ? words.modelMissing : undefined}
        connectionProblem={problems.includes('connection') ? words.connectionMissing : undefined}
        onChange={(choice) => setDraft({ ...draft, choice })}
      />
      {draft.choice.connectionId === BY_SERVER ? (
        <ServerChoice ofPersona={persona.brain} />
      ) : (
        <BrainParams
          params={draft.params}
          problems={problems}
          onChange={(params) => setDraft({ ...draft, params })}
        />
      )}
      <StandIns
        value={draft.standIns}
        ofPersona={persona.standIns}
        adding={draft.adding}
        onChange={(standIns) => setDraft({ ...draft, standIns, adding: null })}
        onAdding={(adding) => setDraft({ ...draft, adding })}
      />
    </form>
  );
}

/** Sends a change and closes the sheet once it is done; what was chosen stays when it is not. */
function useSending({ id, name }: Seat, onBusy: (busy: boolean) => void) {
  const { direction, act, rebraining } = useStage();
  const { brainSheet: words } = useWords();
  const [failure, setFailure] = useState<string | null>(null);

  async function send(change: SeatChange): Promise<void> {
    if (Object.keys(change).length === 0) return rebraining.set(null);
    onBusy(true);
    setFailure(null);
    const work = direction.changeSeat(id, change);
    const isDone = await act(
      work,
      change.brain === undefined ? words.standInsChanged(name) : words.brainChanged(name),
    );
    onBusy(false);
    // Whoever closed it meanwhile may have opened that of another seat.
    if (isDone && rebraining.get() === id) rebraining.set(null);
    if (!isDone) await work.catch((cause: unknown) => setFailure(reasonOf(cause)));
  }
  return { send, failure };
}

function ConnectionsFailed() {
  const { brainSheet: words, common } = useWords();
  const { error, retry } = useConnections();
  if (error === null) return null;
  return (
    <ErrorBlock title={words.providersFailed} actions={<Button onClick={retry}>{common.retry}</Button>}>
      {reasonOf(error)}
    </ErrorBlock>
  );
}

/** Who speaks at this moment for a seat without a brain of its own: the persona's, or whom the server would choose. */
function ServerChoice({ ofPersona }: { readonly ofPersona: ModelBrain | null }) {
  const { brainSheet: words } = useWords();
  const labelOf = useBrainLabel();
  const chosen = useChosenBrain();
  const now = ofPersona ?? chosen;
  if (now === null) return null;
  return <p className="-mt-4 text-note text-muted">{words.chosenByServerNow(isolate(labelOf(now)))}</p>;
}

/** What a seat has from its persona; stand-ins are null while they are not loaded. */
function usePersonaBrains(personaId: string) {
  const { data } = usePersonas();
  const persona = data?.find(({ id }) => id === personaId);
  return {
    brain: modelBrainOf(persona?.brain ?? null),
    standIns:
      data === undefined ? null : (persona?.fallbacks ?? []).flatMap((brain) => modelBrainOf(brain) ?? []),
  };
}
