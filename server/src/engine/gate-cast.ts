import { isHuman } from '../conversations/seats.ts';
import { castNames, folded } from './addressing.ts';
import type { GateOptions } from './gate.ts';
import type { Stage } from './stage.ts';

/** Whose names the gate must know while a seat speaks: the cast, and everybody who ever spoke up. */
export function gateCast(stage: Stage, seatId: string): Pick<GateOptions, 'self' | 'others' | 'humans'> {
  const humanSeats = new Set(stage.conversation.seats.filter(isHuman).map(({ id }) => id));
  const people = castNames(stage);
  const self = people.filter(({ id }) => id === seatId).flatMap(({ names }) => names);
  const rest = people.filter(({ id }) => id !== seatId);
  const others = rest.filter(({ id }) => !humanSeats.has(id)).flatMap(({ names }) => names);
  const seated = rest.filter(({ id }) => humanSeats.has(id)).flatMap(({ names }) => names);
  const audience = stage.transcript
    .filter((entry) => entry.kind === 'human' && entry.seatId === null)
    .map(({ name }) => name);
  const taken = new Set([...self, ...others].map(folded));
  const humans = [...new Set([...seated, ...audience])].filter((name) => !taken.has(folded(name)));
  return { self, others, humans };
}
