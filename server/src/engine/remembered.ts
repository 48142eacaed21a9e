/**
 * The same function, which makes its answer once for each thing and keeps it as long as the thing is kept. It must be
 * pure, and the thing must never change: a talk of 10,000 lines is read again for every turn.
 */
export function remembered<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const there = known.get(key);
    if (there) return there.value;
    const value = make(key);
    known.set(key, { value });
    return value;
  };
}
