import type { Conversation } from '@chimera/protocol/conversation';
import type { Format, Phase } from '@chimera/protocol/format';
import { rolesOf } from '@chimera/protocol/format-cast';
import { END, phaseAfter } from '@chimera/protocol/format-path';
import type { Message } from '@chimera/protocol/message';

/** What of a talk must be known to say how long it goes on. */
export interface Talk {
  readonly conversation: Conversation;
  readonly format: Format;
  /** Its newest messages, oldest first. */
  readonly recent: readonly Message[];
}

/** Turns until something ends the talk for certain: the limits of the conversation, or its format. */
export function turnsLeft(talk: Talk, turnsPerHour: number): number {
  const { settings, run, turns, state } = talk.conversation;
  // Limits count from a fresh start.
  const isFresh = state === 'draft' || state === 'stopped';
  const taken = isFresh ? 0 : turns - run.turnsBefore;
  const playedMinutes = isFresh ? 0 : run.playedMs / 60_000;
  const byTime =
    settings.maxMinutes === undefined
      ? Number.POSITIVE_INFINITY
      : Math.ceil((Math.max(0, settings.maxMinutes - playedMinutes) * turnsPerHour) / 60);
  return Math.min(Math.max(0, settings.maxTurns - taken), byTime, formatTurnsLeft(talk));
}

/** Turns of the phases that are still to come; without an end when one of them has no number of turns. */
function formatTurnsLeft({ conversation, format, recent }: Talk): number {
  const { phase } = conversation;
  // What was over and is played on is a free talk.
  if (phase?.id === END) return Number.POSITIVE_INFINITY;
  const begun = format.phases.findIndex(({ id }) => id === phase?.id);
  const first = Math.max(0, begun);
  const taken = recent.filter(({ seq, author }) => author.kind === 'seat' && seq > (phase?.sinceSeq ?? 0));
  let left = 0;
  const seen = new Set<number>();
  for (let at: number | null = first; at !== null; at = phaseAfter(format, at)) {
    const each = format.phases[at];
    // A format that goes around has no end.
    if (!each || seen.has(at)) return Number.POSITIVE_INFINITY;
    seen.add(at);
    left += Math.max(0, phaseTurns(conversation, format, each) - (at === first ? taken.length : 0));
  }
  return left;
}

function phaseTurns(
  { seats }: Conversation,
  format: Format,
  { maxTurns, turnsEach, speakers, endWhen }: Phase,
) {
  const roles = rolesOf(format, seats);
  const onStage = seats.filter(({ presence }) => presence === 'stage');
  const speaking = speakers ? onStage.filter(({ id }) => speakers.includes(roles.get(id) ?? '')) : onStage;
  const each = turnsEach ?? (endWhen?.includes('everyone-spoke') ? 1 : Number.POSITIVE_INFINITY);
  const limit = maxTurns ?? Number.POSITIVE_INFINITY;
  // Nobody has the role: the phase is left out.
  if (speaking.length === 0) return 0;
  if (endWhen?.includes('verdict')) return 1;
  return Math.min(limit, each * speaking.length);
}
