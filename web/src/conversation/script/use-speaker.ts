import type { Author } from '@chimera/protocol/message';
import type { OpenTurn } from '@chimera/protocol/conversation';
import { Cell } from '../../live/cell.ts';
import type { SeatFacts } from '../../live/seat-state.ts';
import { useReading } from '../../live/use-reading.ts';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

export interface Speaker {
  readonly name: string;
  /** From 1; null for a person, the narrator, and a seat that left. */
  readonly seatNumber: number | null;
  readonly facts: SeatFacts | undefined;
}

/** Who says a line. The name is the one that was said under; the colour is the seat's. */
export function useSpeaker(author: Author | null, turn: OpenTurn | null): Speaker {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const seatId = author?.seatId ?? turn?.seatId;
  const facts = useReading(seatId === undefined ? nobody : store.seat(seatId));
  return {
    name: author?.kind === 'narrator' ? words.narrator : (author?.name ?? facts?.seat.name ?? ''),
    seatNumber: facts?.number ?? null,
    facts,
  };
}

const nobody = new Cell<SeatFacts | undefined>(undefined);
