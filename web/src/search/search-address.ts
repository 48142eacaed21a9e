/** What is looked for, as the address of the screen has it. */
export interface SearchAddress {
  readonly q?: string;
  /** Of the name of whoever said it. */
  readonly speaker?: string;
  /** The first and the last day, as `2026-01-31`. */
  readonly from?: string;
  readonly to?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads it from an address that anybody may have typed. */
export function searchAddressOf({ q, speaker, from, to }: Record<string, unknown>): SearchAddress {
  return {
    ...textAs('q', q),
    ...textAs('speaker', speaker),
    ...(typeof from === 'string' && DAY.test(from) && { from }),
    ...(typeof to === 'string' && DAY.test(to) && { to }),
  };
}

function textAs(name: 'q' | 'speaker', value: unknown): SearchAddress {
  // A router takes what looks like a number for one.
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? { [name]: text.slice(0, 200) } : {};
}
