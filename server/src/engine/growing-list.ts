/** A list that grows at its end. What was handed out stays as it was, and is a beginning of what comes later. */
export class GrowingList<T> {
  #items: T[] = [];
  #lineage: object = {};
  #list: readonly T[] | null = null;

  /** As it stands now: the same list until it changes. */
  get list(): readonly T[] {
    if (this.#list) return this.#list;
    const list = [...this.#items];
    lineages.set(list, this.#lineage);
    this.#list = list;
    return list;
  }

  get last(): T | undefined {
    return this.#items.at(-1);
  }

  push(item: T): void {
    this.#items.push(item);
    this.#list = null;
  }

  /** Another list from here on, of which the former ones are no beginnings. */
  replace(items: readonly T[]): void {
    this.#items = [...items];
    this.#lineage = {};
    this.#list = null;
  }
}

/**
 * A pass over a growing list that goes on where it stopped: what it costs depends on what is new, not on the length
 * of the list. What it returns grows with the list, so it is read at once and not kept. `begin` and `take` must
 * depend on nothing but what they are given.
 */
export function tally<T, S>(
  begin: () => S,
  take: (state: S, item: T, at: number) => void,
): (list: readonly T[]) => S {
  const of = tallyBy<T, null, S>(() => '', begin, take);
  return (list) => of(list, null);
}

/** The same for each of several purposes, told apart by their keys. */
export function tallyBy<T, P, S>(
  keyOf: (purpose: P) => string,
  begin: (purpose: P) => S,
  take: (state: S, item: T, at: number, purpose: P) => void,
): (list: readonly T[], purpose: P) => S {
  const tallies = new WeakMap<object, Map<string, Count<S>>>();
  return (list, purpose) => {
    const lineage = lineages.get(list) ?? list;
    const byKey = tallies.get(lineage) ?? new Map<string, Count<S>>();
    tallies.set(lineage, byKey);
    const key = keyOf(purpose);
    const known = byKey.get(key);
    const isOlder = known !== undefined && known.taken > list.length;
    const count = known && !isOlder ? known : { state: begin(purpose), taken: 0 };
    for (const item of count.taken === 0 ? list : list.slice(count.taken)) {
      take(count.state, item, count.taken, purpose);
      count.taken += 1;
    }
    // A list of earlier is counted from its beginning, and that is not kept.
    if (!isOlder) keepNewest(byKey, key, count);
    return count.state;
  };
}

interface Count<S> {
  readonly state: S;
  taken: number;
}

/** Of lists that came from a growing one; any other list is on its own. */
const lineages = new WeakMap<readonly unknown[], object>();

/** More than a cast and its brains need at a time. */
const COUNTS_KEPT = 64;

function keepNewest<S>(byKey: Map<string, Count<S>>, key: string, count: Count<S>): void {
  byKey.delete(key);
  byKey.set(key, count);
  const [oldest] = byKey.keys();
  if (byKey.size > COUNTS_KEPT && oldest !== undefined) byKey.delete(oldest);
}
