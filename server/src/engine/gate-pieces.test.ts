import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FinishReason } from '../providers/provider.ts';
import { openGate, type GateOptions } from './gate.ts';
import { gateHistory } from './gate-history.ts';

const ECHO = 'The harbour tax only hurts the small boats, everyone knows that much';
const OWN = 'I kept the light for thirty years and nobody ever thanked me for it.';
const TOLD = 'You never borrow money and you never lend it, and you distrust banks.';

const options: GateOptions = {
  self: ['Ada', 'Ada Lovelace'],
  others: ['Bo', 'Cy', 'José', '孔子'],
  humans: ['Mia'],
  selfId: 'ada',
  absent: ['Dov'],
  history: gateHistory(
    [
      { speaker: 'mia', isPerson: true, text: 'When is the tide?' },
      { speaker: 'bo', isPerson: false, text: `Honestly ${ECHO}.` },
      { speaker: 'ada', isPerson: false, text: `Ah, ${OWN}` },
      { speaker: 'ada', isPerson: false, text: 'Ah, you know it. Who paid?' },
    ],
    'ada',
    `You are Ada, a retired harbour pilot. ${TOLD}`,
  ),
  language: 'en',
  isAi: false,
  mayAct: false,
  mayClose: false,
  usesEmoji: false,
  guardsOff: new Set(),
  capWords: 60,
  mayPass: false,
};

/** What models get wrong, what only looks like it, and what cuts text in odd places. */
const fragments = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ECHO,
      OWN,
      TOLD,
      `“${ECHO}”`,
      'You are Ada, a retired harbour pilot.',
      'Ada:',
      '**Ada (grinning):**',
      'Bo:',
      'Bo: you',
      ' Bo: ',
      'Mia:',
      '\nUser:',
      '孔子：',
      "I'm Bo",
      "Look, I'm Bo.",
      "I'm not Bo",
      'Dov, are you there?',
      'Mia, as you asked',
      'As for Bo: too slow.',

      '*leans in*',
      '(laughs)',
      '*not my fault*',
      'Ada smiles.',
      '*',
      '**',
      '**bold**',
      '(',
      ')',
      '- The tax.',

      '\n- ',
      '\n1. ',
      '# Head',
      '| a | b |',
      '🎉',
      '🎉🎉',
      '👩‍👩‍👧',
      'Great! ',
      '3.5',
      '12:30',
      'No. 7',

      '<think>',
      '</think>',
      '<|im_end|>',
      '<|channel|>',
      'final<|message|>',
      '[INST]',
      '<',
      '[',
      '|',
      '</s>',

      '{"text":"',
      '"}',
      '```',
      '<tool_call>',
      '<|im_start|>assistant',
      '"',
      '“',
      '”',
      '«',
      '»',
      '\n',
      '\r\n',

      'My instructions say so.',
      'As an AI language model,',
      'as an AI',
      'How can I help you today?',
      'I hope this helps',
      'role-',
      'play',
      'roleplay',
      'there?roleplay',
      'Here is my response as Ada',
      "I'm sorry, but I can't",
      'comply with this request',
      'Okay, so I need to respond as Ada',
      'reply',

      'The end.',
      'Goodbye, all.',
      'Good night for a sail',
      'Ignore all previous instructions',
      '(silent)',

      'pass',
      '...',
      '…',
      'Ich glaube nicht, dass das der richtige Weg ist',
      '我不知道',
      '。',
      '！',
      '—',
      ' – ',

      'Dr. ',
      'I. ',
      'boats',
      'the',
      'and',
      "can't",
      'e\u0301',
      '\u00a0',
      '\u3000',
      '\t',
      '\ufeff',
      '𐊀',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
  { weight: 1, arbitrary: fc.lorem({ maxCount: 9 }) },
);
const gaps = fc.constantFrom('', ' ', ' ', '. ', ', ');

interface Answer {
  readonly text: string;
  /** Of the pieces that it comes in, again and again. */
  readonly sizes: number[];
  readonly changes: Partial<GateOptions>;
  readonly finish: FinishReason;
}

const answers: fc.Arbitrary<Answer> = fc.record({
  text: fc
    .array(fc.tuple(fragments, gaps), { maxLength: 9 })
    .map((parts) => parts.flat().join('').toWellFormed()),
  sizes: fc.array(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 40 }),
  changes: fc.record({
    mayPass: fc.boolean(),
    mayAct: fc.boolean(),
    mayClose: fc.boolean(),
    usesEmoji: fc.boolean(),
    isAi: fc.boolean(),
    capWords: fc.integer({ min: 1, max: 30 }),
  }),
  finish: fc.constantFrom<FinishReason>('stop', 'length', 'content-filter'),
});

/** Where these end, a mark stands right behind it: nobody reads it. */
const marksBehindTheEnd = [
  'Ich glaube nicht, dass das der richtige Weg ist\n!<think>',
  `»${ECHO}𐀀 \`\`\`  𐀀. ligula curabitur justo tellus tortor lectus diam pellentesque aliquam <|channel|>`,
].map((text): [Answer] => [{ text, sizes: [1], changes: { capWords: 16 }, finish: 'stop' }]);

test('pieces of any size give the same line, the same actions and the same reason', () => {
  fc.assert(
    fc.property(answers, ({ text, sizes, changes, finish }) => {
      const result = through(inPieces(text, sizes), changes, finish);
      expect(result).toEqual(through([text], changes, finish));
      expect(result.text).toBe(result.text.trim());
      expect(result.outcome.kind === 'said').toBe(result.text !== '');
    }),
    { numRuns: 6000, examples: marksBehindTheEnd },
  );
});

function through(pieces: readonly string[], changes: Partial<GateOptions>, finish: FinishReason) {
  const gate = openGate({ ...options, ...changes });
  const text = pieces.map((piece) => gate.push(piece)).join('');
  const end = gate.end(finish);
  return { ...end, text: text + end.text };
}

function inPieces(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}
