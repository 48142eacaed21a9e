import type { Conversation, OpenTurn } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Reason } from '@chimera/protocol/seat';
import { ATTEMPTS_LIMIT } from './turn.ts';
import { nextAttempt } from './turn-end.ts';
import { interrupted } from './turn-events.ts';

const RESTARTED: Reason = { code: 'restart', text: 'Interrupted: the server was restarted here.' };

/** The end of a turn whose owner died with these words said, and its next attempt while there is one. */
export function takenUpAgain(conversation: Conversation, turn: OpenTurn, text: string, at: string): Event[] {
  if (conversation.turn?.turnId !== turn.turnId) return [];
  const again = conversation.state === 'running' && turn.attempt < ATTEMPTS_LIMIT;
  const end = interrupted(conversation, turn, { text }, { reason: RESTARTED, at });
  return again ? [...end, nextAttempt(turn, RESTARTED, at)] : end;
}
