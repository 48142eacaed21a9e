import { hashOf } from '../text-hash.ts';

/** A source of chance in 0…1 (1 excluded). */
export type Chance = () => number;

/** The same seed gives the same sequence, so that a line can be improvised again word by word. */
export function seededChance(seed: string): Chance {
  let state = hashOf(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(items: readonly T[], chance: Chance): T | undefined {
  return items[Math.floor(chance() * items.length)];
}

/** Draws by weight; an item without a positive weight is never drawn. */
export function pickWeighted<T>(
  items: readonly { readonly item: T; readonly weight: number }[],
  chance: Chance,
): T | undefined {
  const positive = items.filter(({ weight }) => weight > 0);
  const total = positive.reduce((sum, { weight }) => sum + weight, 0);
  let rest = chance() * total;
  for (const { item, weight } of positive) {
    rest -= weight;
    if (rest < 0) return item;
  }
  return positive.at(-1)?.item;
}
