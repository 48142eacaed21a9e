/**
 * The same function, which keeps what it made of things that it was asked about lately: a talk of 10,000 lines is
 * read again for every turn, but only its newest part. It must be pure, and the things must never change.
 */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  return keptLately(() => new WeakMap<K, Kept<V>>(), make);
}

/** The same for texts. */
export function rememberedText<V>(make: (text: string) => V): (text: string) => V {
  return keptLately(() => new Map<string, Kept<V>>(), make);
}

interface Kept<V> {
  readonly value: V;
}

interface Shelf<K, V> {
  get(key: K): Kept<V> | undefined;
  set(key: K, kept: Kept<V>): unknown;
}

function keptLately<K, V>(newShelf: () => Shelf<K, V>, make: (key: K) => V): (key: K) => V {
  let [recent, older] = [newShelf(), newShelf()];
  let since = performance.now();
  return (key) => {
    const there = recent.get(key);
    if (there) return there.value;
    const now = performance.now();
    if (now - since > KEPT_MS) {
      [older, recent, since] = [recent, newShelf(), now];
    }
    const kept = older.get(key) ?? { value: make(key) };
    recent.set(key, kept);
    return kept.value;
  };
}

/** What was not asked for during this time, or twice as long at most, is made again. */
const KEPT_MS = 10_000;
