import type { Seat } from '@chimera/protocol/seat';
import type { Persona } from '@chimera/protocol/persona';
import type { SpokenBy } from '@chimera/protocol/provider';
import { isHuman } from '../conversations/seats.ts';
import type { AskedBrain } from '../providers/provider.ts';
import { vendors } from '../providers/vendors.ts';
import { modelBrainOf } from './ask-aside.ts';
import type { SharedBrains, Stage } from './stage.ts';

/** What is known of the seats of a conversation and of who speaks for them. */
interface Cast {
  readonly seats: readonly Seat[];
  readonly personas: ReadonlyMap<string, Persona>;
  readonly spokenBy: ReadonlyMap<string, SpokenBy>;
}

/**
 * The shared brains after a change of the cast, or after a seat spoke by another brain. A brain that two seats
 * had at the same time stays shared, and its seats stay its seats: each change of a prompt's layout throws
 * away what the model has read.
 */
export function sharedBrainsAfter(before: SharedBrains, { seats, personas, spokenBy }: Cast): SharedBrains {
  const pairs = seats
    .filter((seat) => seat.presence === 'stage' && !isHuman(seat))
    .flatMap((seat) => keysOf(seat, { personas, spokenBy }).map((key) => ({ key, seatId: seat.id })));
  const after = new Map(before);
  for (const [key, sharers] of Map.groupBy(pairs, (pair) => pair.key)) {
    const known = before.get(key);
    if (known === undefined && sharers.length < 2) continue;
    after.set(key, new Set([...(known ?? []), ...sharers.map(({ seatId }) => seatId)]));
  }
  return after;
}

/**
 * The seats for which a local brain speaks, this one among them; null when it speaks for one only, or keeps a
 * cache for each prompt, as vendors do.
 */
export function seatsSharing(stage: Stage, seatId: string, brain: AskedBrain): ReadonlySet<string> | null {
  const { kind } = brain;
  if (kind === 'demo' || !vendors[kind].local) return null;
  const seat = stage.conversation.seats.find(({ id }) => id === seatId);
  const isChosen = seat !== undefined && modelBrainOf(stage, seat) === null;
  const keys = isChosen ? [keyOf(brain), CHOSEN] : [keyOf(brain)];
  const sharers = keys.flatMap((key) => [...(stage.sharedBrains.get(key) ?? [])]);
  return sharers.length === 0 ? null : new Set([...sharers, seatId]);
}

/** The brain of whoever has none of its own: the same for all of them, whichever the server chooses. */
const CHOSEN = '';

function keysOf(seat: Seat, { personas, spokenBy }: Omit<Cast, 'seats'>): readonly string[] {
  const named = modelBrainOf({ personas }, seat);
  const last = spokenBy.get(seat.id);
  return [
    ...new Set([named ? `${named.connectionId} ${named.model}` : CHOSEN, ...(last ? [keyOf(last)] : [])]),
  ];
}

function keyOf({ connectionId, kind, model }: Pick<SpokenBy, 'connectionId' | 'kind' | 'model'>): string {
  return `${connectionId ?? kind} ${model}`;
}
