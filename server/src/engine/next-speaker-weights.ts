import type { Reason, Seat } from '@chimera/protocol/conversation';
import { addressIn, namedIn } from './addressing.ts';
import { type Floor, quietTurns } from './next-speaker-floor.ts';
import type { Chance, Entry } from './stage.ts';

/**
 * What makes a seat want to speak, in units of log-odds. The sums are drawn from by softmax:
 * always taking the greatest makes two seats talk for ever.
 */
export const WEIGHTS = {
  /** Spoke just before the last speaker: talk goes to and fro. */
  partner: 1.5,
  /** More of it when the last line asks something of nobody by name. */
  partnerAfterQuestion: 0.4,
  /** Was spoken to, in a talk that a few have had to themselves for long: else it simply answers. */
  named: 1.5,
  /** Was named in the last line without being spoken to. */
  mentioned: 0.8,
  /** Everybody was asked, and this seat has not answered yet. */
  askedWithAll: 1.6,
  /** From the shyest to the most talkative persona. */
  talkativeness: 1.2,
  /** For each turn since its last word. */
  quiet: 0.06,
  /** On top, for each turn after the first so many: nobody is forgotten. */
  starving: 0.25,
} as const;

const STARVING_AFTER_TURNS = 12;
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
  const context = contextOf(floor);
  const scored = candidates.map((seat) => {
    const features = featuresOf(seat, floor, context);
    return { seat, features, odds: Math.exp(scoreOf(features)) };
  });
  let left = chance() * scored.reduce((sum, { odds }) => sum + odds, 0);
  const drawn = scored.find(({ odds }) => (left -= odds) < 0) ?? scored.at(-1);
  return drawn ? { seat: drawn.seat, reason: reasonOf(drawn.features, floor) } : null;
}

interface Context {
  readonly partnerSeatId: string | null;
  readonly asks: boolean;
  readonly named: ReadonlySet<string>;
  readonly mentioned: ReadonlySet<string>;
  readonly owesAnswer: ReadonlySet<string>;
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
  };
}

/** Who has not spoken since everybody was asked, as long as that is not long ago. */
function owingAnswer({ lines, onStage }: Floor): ReadonlySet<string> {
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
    quiet: Math.min(quiet, STARVING_AFTER_TURNS),
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
  'quiet',
  'starving',
];

function reasonOf(features: Features, { last, lines }: Floor): Reason {
  // What the narrator says sets the stage; it is nobody's line to answer.
  if (last === null || lines.every(({ kind }) => kind === 'narrator'))
    return { code: 'opens', text: 'opens the conversation' };
  if (features.askedWithAll > 0) return { code: 'asked-with-all', text: 'was asked with the others' };
  if (features.named > 0) return { code: 'addressed', text: `was addressed by ${last.name}` };
  if (features.mentioned > 0) return { code: 'mentioned', text: `was mentioned by ${last.name}` };
  if (features.partner > 0) return { code: 'replies', text: `wants to answer ${last.name}` };
  const quiet = features.quiet + features.starving;
  if (quiet >= QUIET_IS_TOLD_FROM) {
    return { code: 'quiet', text: `has been quiet for ${quiet} turns` };
  }
  const to = last.kind === 'narrator' ? 'all' : last.name;
  return { code: 'wants-to-speak', text: `wants to say something to ${to}` };
}

function isSameSpeaker(line: Entry, last: Entry | null): boolean {
  return line.seatId === (last?.seatId ?? null) && line.name === last?.name;
}
