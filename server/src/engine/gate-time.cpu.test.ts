import { describe, expect, test } from 'vitest';
import { leastMs, processorTimeOf } from '../../test/processor-time.ts';
import { NO_HISTORY } from './gate-history.ts';
import { type GateOptions, openGate } from './gate.ts';

const options: GateOptions = {
  self: ['Ada', 'Ada Lovelace'],
  others: ['Bo', 'Cy'],
  humans: ['Mia'],
  capWords: 60,
  mayPass: false,
  selfId: 'ada',
  absent: ['Zed'],
  history: NO_HISTORY,
  language: 'en',
  isAi: false,
  mayAct: false,
  mayClose: true,
  usesEmoji: false,
  guardsOff: new Set(),
};

const WORDS = 5_000;
const LIMIT_MS = 50;
const words = Array.from({ length: WORDS }, (_, index) => `w${index}`).join(' ');

/** Answers made to be slow to read: each opens again and again what it never closes. */
const answers: Readonly<Record<string, string>> = {
  'bold that never ends': '**a '.repeat(WORDS),
  'stars alone': '*'.repeat(30_000),
  'underscores that never end': '_a '.repeat(WORDS),
  'links that never end': '[a]('.repeat(WORDS),
  'pictures that never end': '![a](http://x/ '.repeat(WORDS),
  'brackets alone': '['.repeat(30_000),
  'one bracket before all': `(${words}`,
  'one star before all': `*${words}`,
  'one quote before all': `"${words}`,
  'quotes alone': '" '.repeat(WORDS),
  'backticks alone': '`'.repeat(30_000),
  'fences that never end': '```\n'.repeat(WORDS),
  'a thousand lists': '- a\n'.repeat(WORDS),
  'a thousand headings': '# a\n'.repeat(WORDS),
  'a thousand tables': '|a|b\n'.repeat(WORDS),
  'blank lines': `a${'\n'.repeat(30_000)}b`,
  'blank lines with spaces': `a${' \n'.repeat(15_000)}b`,
  spaces: `a${' '.repeat(30_000)}b`,
  'tags that never end': '<a '.repeat(WORDS),
  'thoughts within thoughts': '<think>'.repeat(WORDS),
  'templates that never end': '<|im_start|>'.repeat(WORDS),
  'its own name': '**Ada (x):** '.repeat(WORDS),
  'the name of another': 'Bo (a, '.repeat(WORDS),
  'JSON without an end': '{"text":'.repeat(WORDS),
  'questions alone': 'What? '.repeat(WORDS),
  'dots alone': '.'.repeat(30_000),
  'accents upon accents': 'a\u0301'.repeat(15_000),
  'emoji alone': '👩‍👩‍👧 '.repeat(WORDS),
  'a word without an end': 'a'.repeat(50_000),
  'all of it': '**[a](b "c` <d> _e_ (f) \n> - # '.repeat(1_000),
};

/** The longest that one call keeps the processor busy; the best of three, for the first ones also compile. */
function longestCallMs(text: string, size: number, capWords: number): number {
  return Math.min(...Array.from({ length: 3 }, () => longestOfOne(text, size, capWords)));
}

function longestOfOne(text: string, size: number, capWords: number): number {
  const gate = openGate({ ...options, capWords });
  let longest = 0;
  const timed = (call: () => unknown) => {
    longest = Math.max(longest, processorTimeOf(call));
  };
  for (let at = 0; at < text.length && gate.stopped === null; at += size) {
    timed(() => gate.push(text.slice(at, at + size)));
  }
  timed(() => gate.end('stop'));
  return longest;
}

// The loop of the server is one: what keeps the gate busy keeps everybody waiting.
describe.each([60, 2 * WORDS])('an answer that may have %i words', (capWords) => {
  test.each(Object.entries(answers))('does not hold up the others by %s', (_, text) => {
    for (const size of [text.length, 200, 7]) {
      const longest = leastMs(LIMIT_MS, () => longestCallMs(text, size, capWords));
      expect(longest, `in pieces of ${size}`).toBeLessThanOrEqual(LIMIT_MS);
    }
  });
});
