import type { Event } from '@chimera/protocol/event';
import { isHuman } from '../conversations/seats.ts';
import type { Stage } from './stage.ts';

/** A seat whose turns keep failing is taken off the stage, when others can go on without it. */
export function parkedSeat(stage: Stage, seatId: string, at: string): Event[] {
  const { conversation, transcript } = stage;
  const turns = transcript.filter(
    (entry) =>
      entry.seatId === seatId && (entry.kind === 'seat' || entry.kind === 'pass' || entry.kind === 'failed'),
  );
  const failed = turns.slice(-TURNS_LOOKED_AT).filter(({ kind }) => kind === 'failed').length;
  const others = conversation.seats.filter(
    (seat) => seat.id !== seatId && seat.presence === 'stage' && !isHuman(seat),
  );
  const seat = conversation.seats.find(({ id }) => id === seatId);
  if (failed < FAILURES_LIMIT || others.length < OTHERS_NEEDED || seat?.presence !== 'stage') return [];
  const reason = {
    code: 'hopeless',
    text: `${failed} of its last turns failed. Give it another brain, and bring it back on stage.`,
  };
  return [{ type: 'seat-changed', at, seatId, presence: 'listening', reason }];
}

const FAILURES_LIMIT = 3;
const TURNS_LOOKED_AT = 10;
/** One alone would talk to nobody. */
const OTHERS_NEEDED = 2;
