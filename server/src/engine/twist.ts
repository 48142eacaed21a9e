import type { Queued } from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import { isHuman } from '../conversations/seats.ts';
import { saidAloud } from './heard.ts';
import type { Chance, Entry, Stage } from './stage.ts';
import { directionsIn } from './steering.ts';
import { isSaidAloud } from './transcript.ts';

/** The loops that a twist can break. */
export type Circle = 'praise-loop' | 'goodbye-loop' | 'agreement' | 'stall';

/**
 * Turns a talk that runs in circles, in the log and so in the script: a question from a side that nobody
 * has taken, or, when all agree, somebody who sees it differently and speaks next.
 */
export function twistEvents(stage: Stage, circle: Circle, chance: Chance, at: string): Event[] {
  const reason = { code: circle, text: SAID[circle] };
  const dissenter = circle === 'agreement' ? dissenterOf(stage, chance) : null;
  if (!dissenter) return [{ type: 'direction-given', at, reason, text: angleOf(stage, chance) }];
  const text = `${dissenter.name} sees it differently from here on, and says why.`;
  const next: Queued = {
    seatId: dissenter.id,
    reason: { code: 'dissent', text: 'takes the other side' },
  };
  return [
    { type: 'direction-given', at, reason, text, seatId: dissenter.id },
    { type: 'queue-changed', at, queue: [next, ...stage.conversation.queue] },
  ];
}

/** Why a talk that a twist did not break is stopped. */
export function circleStop(circle: Circle): Reason {
  return { code: circle === 'goodbye-loop' ? 'said-goodbye' : 'loop', text: STOPPED[circle] };
}

/** The twist under which a seat still speaks: what it asks of this turn; null when there is none. */
export function twistDirection({ transcript }: Stage, seatId: string): string | null {
  const at = newestTwist(transcript);
  const twist = transcript[at];
  if (!twist) return null;
  const since = saidAloud(transcript)
    .slice(-DISSENT_LINES)
    .filter(({ seq }) => seq > twist.seq);
  if (since.length === DISSENT_LINES || isAnsweredByAPerson(transcript.slice(at))) return null;
  if (twist.seatId === seatId) return DISSENT;
  if (twist.seatId !== null || since.length >= ANSWERED_LINES) return null;
  return `turn the talk to something new: ${twist.text}`;
}

/** Its place; -1 when there was none. */
function newestTwist(transcript: readonly Entry[]): number {
  const { last } = directionsIn(transcript);
  return Math.max(-1, ...[...last].filter(([code]) => isCircle(code)).map(([, { at }]) => at));
}

/** So long somebody who was told to disagree does. */
const DISSENT_LINES = 10;
/** So many lines take up the question of a twist. */
const ANSWERED_LINES = 2;
const DISSENT = 'object to what the others agree on, and say what speaks against it.';

const SAID: Readonly<Record<Circle, string>> = {
  'praise-loop': 'They have begun to thank and praise each other.',
  'goodbye-loop': 'They have begun to say goodbye.',
  agreement: 'They have begun to agree on everything.',
  stall: 'Nothing new has been said for a while.',
};

const STOPPED: Readonly<Record<Circle, string>> = {
  'praise-loop': 'They went on thanking and praising each other.',
  'goodbye-loop': 'They had said goodbye.',
  agreement: 'They agreed on everything and had no more to say.',
  stall: 'Nothing new was said for a long while.',
};

/** Sides from which anything can be looked at. */
const ANGLES = [
  'What does it cost, and who pays?',
  'How would a child of nine put it?',
  'What went wrong the last time somebody tried?',
  'Who loses by it?',
  'What will it look like in fifty years?',
  'What does nobody here dare to say about it?',
  'Who has seen it with their own eyes?',
  'What would change somebody’s mind about it?',
  'What is the smallest thing to be done about it tomorrow?',
  'What does the other side get right?',
  'Which part of it is money, and which is pride?',
  'What would it be called if nobody were listening?',
] as const;

/** A question that this talk has not been asked, as long as there are any left. */
function angleOf({ transcript }: Stage, chance: Chance): string {
  const asked = new Set(transcript.filter(isTwist).map(({ text }) => text));
  const fresh = ANGLES.filter((angle) => !asked.has(angle));
  return drawn(fresh, chance) ?? drawn(ANGLES, chance) ?? ANGLES[0];
}

/** Somebody who did not speak last; who said least is no better than chance, so chance it is. */
function dissenterOf({ conversation, transcript }: Stage, chance: Chance): Seat | null {
  const last = transcript.findLast(isSaidAloud)?.seatId;
  const models = conversation.seats.filter((seat) => seat.presence === 'stage' && !isHuman(seat));
  return drawn(
    models.filter(({ id }) => id !== last),
    chance,
  );
}

/** The house turned the talk; what the director asks for is no twist. */
export function isTwist({ kind, name }: Entry): boolean {
  return kind === 'direction' && isCircle(name);
}

function isCircle(code: string): boolean {
  return Object.hasOwn(SAID, code);
}

function isAnsweredByAPerson(since: readonly Entry[]): boolean {
  return since.some(({ kind }) => kind === 'human');
}

function drawn<T>(items: readonly T[], chance: Chance): T | null {
  return items[Math.floor(chance() * items.length)] ?? null;
}
