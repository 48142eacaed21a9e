import { Clock } from 'lucide-react';
import type { PendingLine } from '../../live/pending-line.ts';
import { useProfile } from '../../queries/use-profile.ts';
import { Button } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { useWords } from '../../words/use-words.ts';
import { isolate } from '../../ui/isolate.ts';
import { useStage } from '../stage.tsx';
import { useSeatPersona } from '../use-seat-persona.ts';
import { LineHead } from './line-head.tsx';
import { Dotted } from './marks.tsx';
import { Said } from './said.tsx';
import { useSpeaker } from './use-speaker.ts';

/** A line of one's own on its way: in the script at once, and still there when it could not be sent. */
export function PendingView({
  id,
  line,
  joined,
}: {
  readonly id: string;
  readonly line: PendingLine;
  readonly joined: boolean;
}) {
  const { store, act } = useStage();
  const words = useWords();
  const { conversation, common } = words;
  const you = useProfile().data?.name ?? conversation.you;
  const { as, to, text } = line.body;
  const isSeat = as !== undefined && as !== 'narrator';
  const author = isSeat
    ? { kind: 'seat' as const, seatId: as, name: store.seat(as).get()?.seat.name ?? '' }
    : { kind: as === 'narrator' ? ('narrator' as const) : ('human' as const), name: you };
  const speaker = useSpeaker(author, null);
  const persona = useSeatPersona(speaker.facts?.seat);
  const whisper = to?.map((seatId) => store.seat(seatId).get()?.seat.name ?? '');
  const { state } = line;
  return (
    <div className="relative">
      <LineHead
        id={id}
        speaker={speaker}
        at={line.sentAt}
        joined={joined}
        face={
          <Face
            name={speaker.name}
            seatNumber={speaker.seatNumber ?? 1}
            size={28}
            avatar={persona?.avatar}
            {...(speaker.seatNumber === null && { state: 'away' as const })}
          />
        }
        nameHidden={as === 'narrator'}
      >
        <Dotted
          marks={[
            ...(whisper ? [conversation.whisperTo(common.names(whisper.map(isolate)))] : []),
            ...(state.kind === 'sending' ? [<SendingMark key="sending" text={conversation.sending} />] : []),
            ...(state.kind === 'waiting' ? [conversation.waitsBehind] : []),
          ]}
        />
      </LineHead>
      <div className="opacity-70">
        <Said text={text} look={as === 'narrator' ? 'stage' : 'said'} />
      </div>
      {state.kind === 'failed' && (
        <div className="mt-2 text-body">
          <p className="text-danger">
            {conversation.notSent}: {state.detail} {conversation.keptWords}
          </p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={() => void store.retry(id)}>{common.retry}</Button>
            <Button onClick={() => void act(navigator.clipboard.writeText(text), conversation.copied)}>
              {common.copy}
            </Button>
            <Button variant="quiet" onClick={() => void store.discard(id)}>
              {conversation.discard}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

function SendingMark({ text }: { readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <Clock size={12} strokeWidth={1.5} aria-hidden="true" />
      {text}
    </span>
  );
}
