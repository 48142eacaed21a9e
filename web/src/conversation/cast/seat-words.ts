import { unreachable } from '@chimera/protocol/unreachable';
import type { SeatFacts } from '../../live/seat-state.ts';
import type { FaceState } from '../../ui/face.tsx';
import type { Words } from '../../words/use-words.ts';
import { numbersIn } from '../../words/numbers.ts';

export interface SeatWords {
  /** How the face looks. */
  readonly face: FaceState;
  readonly notch: string | undefined;
  /** What stands under the name. */
  readonly state: string;
  /** Why, as a sentence; absent when there is nothing to say. */
  readonly why: string | undefined;
}

/** A seat's state as form and words. Never colour alone. */
export function seatWords({ state, human }: SeatFacts, { conversation: words, language }: Words): SeatWords {
  const you = (text: string) => (human ? words.youSpeak(text) : text);
  switch (state.kind) {
    case 'listening':
      return human ? plain('human', words.state.human) : plain('listening', words.state.listening);
    case 'thinking':
      return { ...plain('thinking', human ? words.state.human : words.state.thinking), why: state.why };
    case 'speaking':
      return { ...plain('speaking', you(words.state.speaking)), why: state.why };
    case 'waiting': {
      const time = numbersIn(language).clock(state.until);
      return { ...plain('waiting', words.waitsUntil(time)), why: state.why };
    }
    case 'queued':
      return {
        face: state.place === 1 ? 'next' : 'listening',
        notch: String(state.place),
        state: state.place === 1 ? words.nextBecause(words.wasAsked) : words.inLine(state.place),
        why: state.why,
      };
    case 'passed':
      return plain('passed', words.state.passed);
    case 'silent':
      return plain('muted', words.state.silent);
    case 'away':
      return plain('away', words.state.away);
    case 'failed':
      return { ...plain('failed', words.state.failed), why: state.why };
    default:
      return unreachable(state);
  }
}

function plain(face: FaceState, state: string): SeatWords {
  return { face, notch: undefined, state, why: undefined };
}
