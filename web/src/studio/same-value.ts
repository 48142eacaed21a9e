/** Whether two values say the same, whatever the order of their keys. What is absent and what is undefined are one. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const [here, there] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...here.keys(), ...there.keys()])].every((key) =>
    isSameValue(here.get(key), there.get(key)),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
