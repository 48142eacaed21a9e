import { expect, test } from 'vitest';
import { nextByOrder } from './rehearsal-order.ts';

const speakers = ['Pell', 'Ada', 'Bo', 'Cy'].map((name, index) => ({
  name,
  aliases: [],
  isFirst: index === 0,
}));

/** Who speaks, when each says what is written for them, or nothing of note. */
function played(order: Parameters<typeof nextByOrder>[0], turns: number, said: Record<number, string> = {}) {
  const lines: { name: string; text: string }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const name = nextByOrder(order, speakers, lines)?.name ?? '';
    lines.push({ name, text: said[turn] ?? 'Slowly.' });
  }
  return lines.map(({ name }) => name).join(' ');
}

test('a round goes around', () => {
  expect(played('round-robin', 6)).toBe('Pell Ada Bo Cy Pell Ada');
});

test('who asks is answered by the one who was named, or by who spoke least, and asks again', () => {
  expect(played('asked-then-asker', 6, { 0: 'And you, Cy?' })).toBe('Pell Cy Pell Ada Pell Bo');
});

test('a host names one, others take it up, and the host goes on', () => {
  expect(played('host-picks', 8, { 0: 'And you, Bo?' })).toBe('Pell Bo Ada Cy Pell Ada Bo Pell');
});
