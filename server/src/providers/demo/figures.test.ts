import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';

test.each([
  ['No, that is wrong.', 1],
  ['But who carries it home?', 1],
  ['No one came to the door.', 0],
  ['No man came to the door.', 0],
  ['A lamp stood on the table.', 0],
])('%s disagrees: %d', (text, share) => {
  expect(figuresOf([{ name: 'Ada', text, move: 'object' }], 'Doors').disagreementShare).toBe(share);
});
