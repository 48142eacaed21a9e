import { expect, test } from 'vitest';
import { searchAddressOf } from './search-address.ts';

test.each([
  [
    { q: 'bell', speaker: 'ada', from: '2026-01-01', to: '2026-01-31' },
    { q: 'bell', speaker: 'ada', from: '2026-01-01', to: '2026-01-31' },
  ],
  [{ q: 1984 }, { q: '1984' }],
  [{ q: '  ', speaker: '' }, {}],
  [{ q: ['a'], speaker: { b: 1 }, from: 'yesterday', to: 7, other: 'x' }, {}],
  [{ q: 'x'.repeat(500) }, { q: 'x'.repeat(200) }],
])('of the address %j is looked for %j', (address, wanted) => {
  expect(searchAddressOf(address)).toEqual(wanted);
});
