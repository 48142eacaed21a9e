import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { useReading } from '../../live/use-reading.ts';
import { classNames } from '../../ui/class-names.ts';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useSeatBrain } from '../use-seat-brain.ts';
import { LineFace } from './line-face.tsx';
import { colourOf, LineHead } from './line-head.tsx';
import { brainMark, Dotted, Marks } from './marks.tsx';
import { MessageEditor } from './message-editor.tsx';
import { Said } from './said.tsx';
import { useSpeaker } from './use-speaker.ts';
import { useSpoken } from './use-spoken.ts';
import { VersionSwitch } from './version-switch.tsx';

/**
 * A line from its first moment to its end: thinking, spoken word by word, finished. All in one component, so that
 * nothing is put up anew when a turn becomes a message.
 */
export function SpokenLine({
  id,
  message,
  turn,
  joined,
  active,
}: {
  readonly id: string;
  readonly message: Message | null;
  /** Set while it is spoken, or spoken again. */
  readonly turn: OpenTurn | null;
  readonly joined: boolean;
  /** The line is pointed at or has the focus. */
  readonly active: boolean;
}) {
  const { editing } = useStage();
  const live = useSpoken(message, turn);
  const speaker = useSpeaker(message?.author ?? null, turn);
  const isNarrator = message?.author.kind === 'narrator';
  const isEditing = useReading(editing) === id;
  const head = {
    id,
    speaker,
    at: message?.createdAt ?? turn?.startedAt ?? '',
    joined,
    nameHidden: isNarrator,
    face: <LineFace speaker={speaker} message={message} turn={turn} reachable={active} />,
  };
  return (
    <div
      data-seat={colourOf(speaker)}
      className={classNames(
        'relative',
        message?.to !== undefined &&
          'pl-4.5 before:absolute before:inset-y-0 before:left-0 before:border-l-2 before:border-dashed before:border-line-strong',
        isNarrator && 'touch:pr-11',
      )}
    >
      <LineHead {...head}>
        {turn ? <LiveMarks turn={turn} /> : message && <HeadMarks message={message} joined={joined} />}
      </LineHead>
      {message && isEditing ? (
        <MessageEditor message={message} />
      ) : (
        <Said text={message?.text ?? ''} live={live} look={isNarrator ? 'stage' : 'said'} />
      )}
      {turn && <BeforeWords turn={turn} />}
      {message && !turn && <VersionSwitch message={message} />}
    </div>
  );
}

/** A joined line repeats the brain only when something about it differs from the plain case. */
function HeadMarks({ message, joined }: { readonly message: Message; readonly joined: boolean }) {
  if (!joined) return <Marks message={message} />;
  const { brain: _, to: __, ...rest } = message;
  const told =
    rest.status !== 'complete' ||
    rest.editedAt !== undefined ||
    rest.cached === true ||
    message.brain?.fallbackFrom !== undefined;
  return told ? <Marks message={message.brain?.fallbackFrom === undefined ? rest : message} /> : null;
}

/** The same as will stand there when the line is finished: a head that changes its height would move the words. */
function LiveMarks({ turn }: { readonly turn: OpenTurn }) {
  const words = useWords();
  const brain = useSeatBrain(turn.seatId);
  if (brain.kind !== 'model') return null;
  return <Dotted marks={[brainMark({ kind: brain.provider, model: brain.model }, words)]} />;
}

/** Stands on the line of the first word until it comes, and takes no room. */
function BeforeWords({ turn }: { readonly turn: OpenTurn }) {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const speaking = useReading(store.live(turn.turnId)) !== '';
  const brain = useSeatBrain(turn.seatId);
  const heldUp = useReading(store.heldUp);
  if (speaking) return null;
  const why = heldUp?.seatId === turn.seatId ? heldUp.why : words.thinking;
  return (
    <p className="absolute bottom-0 left-6 flex h-(--said-line) items-center text-note text-muted">
      {brain.kind === 'human' ? words.waitingForYou : why}
    </p>
  );
}
