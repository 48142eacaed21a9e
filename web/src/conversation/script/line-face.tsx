import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { useState } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Face } from '../../ui/face.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useWords, type Words } from '../../words/use-words.ts';
import { reasonSentence } from '../reason-sentence.ts';
import { useSeatBrain } from '../use-seat-brain.ts';
import { useSeatPersona } from '../use-seat-persona.ts';
import { brainMark } from './marks.tsx';
import { useReason } from './use-reason.ts';
import type { Speaker } from './use-speaker.ts';

/** The face beside a line: why this seat speaks or spoke, and with which brain, when it is pointed at or pressed. */
export function LineFace({
  speaker,
  message,
  turn,
  reachable,
}: {
  readonly speaker: Speaker;
  readonly message: Message | null;
  readonly turn: OpenTurn | null;
  /** The tab key stops here: the line has the focus. */
  readonly reachable: boolean;
}) {
  const words = useWords();
  const { status } = useAnnouncer();
  const [asked, setAsked] = useState(false);
  const reason = useReason(message, turn, asked);
  const brain = useBrainWords(message, turn);
  const about = [reason && reasonSentence(speaker.name, reason), brain && `${brain}.`]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
  const avatar = useSeatPersona(speaker.facts?.seat)?.avatar;
  const look = { name: speaker.name, seatNumber: speaker.seatNumber ?? 1, size: 28, avatar } as const;
  if (speaker.seatNumber === null) return <Face {...look} state="away" />;
  return (
    <Tooltip text={about === '' ? undefined : about} side="top" onPress>
      <button
        type="button"
        tabIndex={reachable ? 0 : -1}
        onPointerEnter={() => setAsked(true)}
        onFocus={() => setAsked(true)}
        onClick={() => {
          setAsked(true);
          status(about);
        }}
        className="relative grid rounded-full touch:after:absolute touch:after:-inset-2"
      >
        <Face {...look} />
        {/* Not an `aria-label`, which would have to contain the initials that are seen. */}
        <span className="sr-only">{words.conversation.whyThey(speaker.name)}</span>
      </button>
    </Tooltip>
  );
}

function useBrainWords(message: Message | null, turn: OpenTurn | null): string | undefined {
  const words = useWords();
  const now = useSeatBrain(turn?.seatId ?? '');
  if (turn) return now.kind === 'model' ? brainSentence(now.provider, now.model, words) : undefined;
  return message?.brain && brainSentence(message.brain.kind, message.brain.model, words);
}

function brainSentence(kind: Parameters<typeof brainMark>[0]['kind'], model: string, words: Words): string {
  return words.conversation.brain(brainMark({ kind, model }, words));
}
