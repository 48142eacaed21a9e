import { describe, expect, test } from 'vitest';
import { ledgerFigures } from './ledger-figures.ts';
import { PROTOCOLS } from './prompt-protocols.ts';
import { runProtocol } from './prompt-run.ts';
import { runShared } from './prompt-shared-run.ts';

describe.each([
  ['as much of the talk as fits', {}],
  ['an extracted note on the older half', { historyTokens: 1500 }],
  ['a note that was made in good time', { historyTokens: 1500, isNoted: true }],
])('prompts with %s', (_, folding) => {
  test.each(PROTOCOLS)(
    '$name: each prompt begins as the one before it, and holds nothing that is refused',
    (protocol) => {
      const { turns, faults, breaks, unchanged, markedAgain, shortTails } = runProtocol(protocol, folding);
      expect(faults).toEqual([]);
      expect(turns).toBe(200);
      expect(breaks.filter((reason) => reason !== 'edit' && reason !== 'compaction')).toEqual([]);
      expect(unchanged.long ?? 1).toBeGreaterThanOrEqual(0.95);
      expect(markedAgain ?? 1).toBeGreaterThanOrEqual(0.9);
      expect(shortTails).toBeGreaterThanOrEqual(0.7);
    },
  );
});

describe.each(PROTOCOLS.filter(({ kind }) => kind === 'ollama' || kind === 'lmstudio'))(
  'all seats on one model of $name',
  (protocol) => {
    test.each([
      ['as much of the talk as fits', {}],
      ['a note that was made in good time', { isNoted: true }],
      ['room for all of the talk', { contextTokens: 16_384 }],
    ])('read the same script with %s', (_, sharing) => {
      const shared = runShared(protocol, { ...sharing, isShared: true });
      const apart = runShared(protocol, { ...sharing, isShared: false });
      expect(shared.faults).toEqual([]);
      expect(shared.requests).toBe(200);
      // A seat is away once, and a guest comes once: until all have heard the same again they read apart.
      expect(shared.breaks.filter((reason) => reason === 'absence').length).toBeLessThanOrEqual(16);
      expect(shared.breaks.filter((reason) => reason !== 'absence').length).toBeLessThanOrEqual(4);
      expect(shared.unchanged.all).toBeGreaterThanOrEqual(0.75);
      expect(shared.unread * 5).toBeLessThan(apart.unread);
      expect(shared.unchanged.long ?? 1).toBeGreaterThanOrEqual(0.9);
    });
  },
);

test('records made without a model keep promises and open questions, and give nobody another’s words', () => {
  const { development, questions, misattributed, longestTokens } = ledgerFigures();
  expect(development.kept).toBeGreaterThanOrEqual(0.9);
  expect(questions).toBeGreaterThanOrEqual(0.8);
  expect(misattributed).toBe(0);
  expect(longestTokens).toBeLessThanOrEqual(250);
});
