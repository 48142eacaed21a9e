import type { TurnOrder } from '@chimera/protocol/format';
import { wordsOf } from '../words.ts';

/** Somebody who speaks in a phase. */
export interface Speaker {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Of the first role of the phase: who asks in it. */
  readonly isFirst: boolean;
}

export interface Turn {
  readonly name: string;
  readonly text: string;
}

/** Who is next in a phase, roughly as the engine has it; where the order is free or a ring, one after the other. */
export function nextByOrder<One extends Speaker>(
  order: TurnOrder | undefined,
  speakers: readonly One[],
  said: readonly Turn[],
): One | undefined {
  if (order === 'asked-then-asker') return askedThenAsker(speakers, said);
  if (order === 'host-picks') return hostPicks(speakers, said);
  const last = said.at(-1);
  const at = speakers.findIndex(({ name }) => name === last?.name);
  return speakers[(at + 1) % speakers.length];
}

function askedThenAsker<One extends Speaker>(
  speakers: readonly One[],
  said: readonly Turn[],
): One | undefined {
  const [asker, others] = divided(speakers, said);
  const last = said.at(-1);
  return last?.name === asker?.name ? (calledIn(last, others) ?? leastHeard(others, said)) : asker;
}

/** The host, whom the host named, one or two more, the host. */
function hostPicks<One extends Speaker>(speakers: readonly One[], said: readonly Turn[]): One | undefined {
  const [host, others] = divided(speakers, said);
  const asked = said.findLastIndex(({ name }) => name === host?.name);
  const since = new Set(said.slice(asked + 1).map(({ name }) => name));
  const waiting = others.filter(({ name }) => !since.has(name));
  const reactions = 1 + (said.filter(({ name }) => name === host?.name).length % 2);
  if (asked < 0 || since.size > reactions || waiting.length === 0) return host;
  return calledIn(said.at(-1), waiting) ?? leastHeard(waiting, said);
}

/** Who asks in the phase, and all who are not of that role. */
function divided<One extends Speaker>(
  speakers: readonly One[],
  said: readonly Turn[],
): readonly [One | undefined, readonly One[]] {
  const askers = speakers.filter(({ isFirst }) => isFirst);
  return [leastHeard(askers, said), speakers.filter(({ isFirst }) => !isFirst)];
}

/** Whom a line names, by the words of it. */
export function calledIn<One extends Pick<Speaker, 'name' | 'aliases'>>(
  line: Turn | undefined,
  among: readonly One[],
): One | undefined {
  const words = new Set(wordsOf(line?.text ?? ''));
  return among.find(({ name, aliases }) =>
    [name, ...aliases].some((called) => words.has(called.toLowerCase())),
  );
}

/** Who has spoken least, the first in the cast among equals. */
export function leastHeard<One extends Pick<Speaker, 'name'>>(
  among: readonly One[],
  said: readonly Turn[],
): One | undefined {
  const turns = ({ name }: One) => said.filter((turn) => turn.name === name).length;
  return among.toSorted((a, b) => turns(a) - turns(b))[0];
}
