import type { Reason, Seat } from '@chimera/protocol/seat';
import { addressIn, namedIn } from './addressing.ts';
import { type Floor, quietTurns } from './next-speaker-floor.ts';
import { type Habits, habitsOf } from './next-speaker-habits.ts';
import type { Chance, Entry } from './stage.ts';

/**
 * What makes a seat likely to speak, in units of log-odds. Fitted on meetings of people, then rounded and
 * sharpened for talks of five; talkativeness and starving are ours, for a talk that is watched. The sums are
 * drawn from by softmax: always taking the greatest makes two seats talk for ever.
 */
export const WEIGHTS = {
  /** Spoke just before the last speaker: talk goes to and fro. */
  partner: 1.2,
  /** More of it when the last line asks something of nobody by name. */
  partnerAfterQuestion: 0.2,
  /** Was spoken to, in a talk that a few have had to themselves for long: else it simply answers. */
  named: 1.5,
  /** Was named in the last line without being spoken to. */
  mentioned: 0.4,
  /** Everybody was asked, and this seat has not answered yet. */
  askedWithAll: 1.6,
  /** From the shyest to the most talkative persona. */
  talkativeness: 1.2,
  /** How much of this talk was its, as a logarithm. */
  share: 0.5,
  /** How often it followed the last speaker, and the last two, as logarithms. */
  habit: 0.45,
  habitOfTwo: 0.3,
  /** For each turn since its last word: who was silent stays silent for a while. */
  quiet: -0.1,
  /** But not for ever: for each turn after so many. */
  starving: 0.4,
} as const;

/**
 * A draw feeds on what was drawn before, which people's talk does not: drawn as sharply as people are
 * predicted, two seats would soon have the talk to themselves.
 */
const SOFTNESS = 0.6;
/** With fewer to choose from a draw is softer still: of three, one is left out too easily. */
const SHARP_FROM = 4;
/** Silence for longer says no more about who speaks next. */
const QUIET_TURNS = 12;
const STARVING_AFTER_TURNS = 18;
/** From here on a seat's silence is worth telling as the reason. */
const QUIET_IS_TOLD_FROM = 5;

type Feature = keyof typeof WEIGHTS;
type Features = Readonly<Record<Feature, number>>;

/** Draws one of the candidates by how much each wants to speak. */
export function drawSpeaker(
  candidates: readonly Seat[],
  floor: Floor,
  chance: Chance,
): { seat: Seat; reason: Reason } | null {
  const scored = weighSpeakers(candidates, floor);
  let left = chance() * scored.reduce((sum, { odds }) => sum + odds, 0);
  const drawn = scored.find(({ odds }) => (left -= odds) < 0) ?? scored.at(-1);
  return drawn ? { seat: drawn.seat, reason: reasonOf(drawn.seat, drawn.features, floor) } : null;
}

interface Weighed {
  readonly seat: Seat;
  readonly features: Features;
  /** In proportion to how likely the seat is to speak. */
  readonly odds: number;
  /** The log-odds without what we do for those who are left out: how people would go on. */
  readonly likeness: number;
}

/** How much each of the candidates wants to speak. */
export function weighSpeakers(candidates: readonly Seat[], floor: Floor): readonly Weighed[] {
  const context = contextOf(floor);
  const softness = SOFTNESS * Math.min(1, Math.log(candidates.length) / Math.log(SHARP_FROM));
  return candidates.map((seat) => {
    const features = featuresOf(seat, floor, context);
    const likeness = scoreOf(features) - WEIGHTS.starving * features.starving;
    const odds = Math.exp(softness * likeness + WEIGHTS.starving * features.starving);
    return { seat, features, likeness, odds };
  });
}

interface Context {
  readonly partnerSeatId: string | null;
  readonly asks: boolean;
  readonly named: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string>;
  readonly owesAnswer: ReadonlySet<string>;
  readonly habits: Habits;
}

function contextOf(floor: Floor): Context {
  const { last, lines, people } = floor;
  const others = people.filter(({ id }) => id !== last?.seatId);
  const address = addressIn(last?.text ?? '', others);
  return {
    partnerSeatId: lines.findLast((line) => !isSameSpeaker(line, last))?.seatId ?? null,
    asks: address.isQuestion,
    named: new Set(address.ids),
    mentioned: namedIn(last?.text ?? '', others),
    owesAnswer: owingAnswer(floor),
    habits: habitsOf(floor),
  };
}

/** Who has not spoken since everybody was asked, as long as that is not long ago. */
export function owingAnswer({ lines, onStage }: Floor): ReadonlySet<string> {
  const recent = lines.slice(-onStage.length);
  const asked = recent.findLastIndex(({ text }) => addressIn(text, []).everybody);
  if (asked < 0) return new Set();
  const spoke = new Set(recent.slice(asked).map(({ seatId }) => seatId));
  return new Set(onStage.map(({ id }) => id).filter((id) => !spoke.has(id)));
}

function featuresOf(seat: Seat, floor: Floor, context: Context): Features {
  const isPartner = seat.id === context.partnerSeatId;
  const quiet = quietTurns(floor, seat.id);
  return {
    partner: Number(isPartner),
    partnerAfterQuestion: Number(isPartner && context.asks),
    named: Number(context.named.has(seat.id)),
    mentioned: Number(context.mentioned.has(seat.id) && !context.named.has(seat.id)),
    askedWithAll: Number(context.owesAnswer.has(seat.id)),
    talkativeness: floor.stage.personas.get(seat.id)?.talkativeness ?? 0.5,
    share: context.habits.share(seat.id),
    habit: context.habits.afterLast(seat.id),
    habitOfTwo: context.habits.afterLastTwo(seat.id),
    quiet: Math.min(quiet, QUIET_TURNS),
    starving: Math.max(0, quiet - STARVING_AFTER_TURNS),
  };
}

function scoreOf(features: Features): number {
  return FEATURES.reduce((sum, feature) => sum + WEIGHTS[feature] * features[feature], 0);
}

const FEATURES: readonly Feature[] = [
  'partner',
  'partnerAfterQuestion',
  'named',
  'mentioned',
  'askedWithAll',
  'talkativeness',
  'share',
  'habit',
  'habitOfTwo',
  'quiet',
  'starving',
];

function reasonOf(seat: Seat, features: Features, floor: Floor): Reason {
  const { last, lines } = floor;
  // What the narrator says sets the stage; it is nobody's line to answer.
  if (last === null || lines.every(({ kind }) => kind === 'narrator'))
    return { code: 'opens', text: 'opens the conversation' };
  if (features.askedWithAll > 0) return { code: 'asked-with-all', text: 'was asked with the others' };
  if (features.named > 0) return { code: 'addressed', text: `was addressed by ${last.name}` };
  if (features.mentioned > 0) return { code: 'mentioned', text: `was mentioned by ${last.name}` };
  if (features.partner > 0) return { code: 'replies', text: `wants to answer ${last.name}` };
  const quiet = quietTurns(floor, seat.id);
  if (quiet >= QUIET_IS_TOLD_FROM) {
    return { code: 'quiet', text: `has been quiet for ${quiet} turns` };
  }
  const to = last.kind === 'narrator' ? 'all' : last.name;
  return { code: 'wants-to-speak', text: `wants to say something to ${to}` };
}

function isSameSpeaker(line: Entry, last: Entry | null): boolean {
  return line.seatId === (last?.seatId ?? null) && line.name === last?.name;
}
