/**
 * The same function, which keeps what it made of things that it was asked about lately: a talk of 10,000 lines is
 * read again for every turn, but only its newest part. It must be pure, and the things must never change.
 */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  let recent = new WeakMap<K, { readonly value: V }>();
  let older = recent;
  let since = performance.now();
  return (key) => {
    const there = recent.get(key);
    if (there) return there.value;
    const now = performance.now();
    if (now - since > KEPT_MS) {
      [older, recent, since] = [recent, new WeakMap(), now];
    }
    const known = older.get(key) ?? { value: make(key) };
    recent.set(key, known);
    return known.value;
  };
}

/** What was not asked for during this time, or twice as long at most, is made again. */
const KEPT_MS = 60_000;
