import { blankSheet } from '@chimera/protocol/blank-sheet';
import { type Sheet, sheetSchema } from '@chimera/protocol/persona';
import { avatarShapes } from '@chimera/protocol/sheet-limits';
import fc from 'fast-check';

/** Words that mean something in cards. */
const nasty = [
  '',
  ' ',
  ' padded ',
  '<START>',
  'a\r\nb',
  '{{user}}: hello',
  '{{char}}: hello\nYou: hi',
  '<USER> and <bot>',
  '@@depth 4\n@@role user\ntold',
  '\n\n',
  'one, two',
  '/pattern/i',
];

const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('Ink', 'ink', 'tea, cake', '/x/', '__proto__', 'constructor'),
);
const line = word
  .map((text) => text.trim())
  .filter((text) => sheetSchema.shape.aliases.safeParse([text]).success);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(...nasty),
  fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('\n')),
);
const unit = fc.double({ min: 0, max: 1, noNaN: true }).map((number) => number + 0);
const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });

const entry = fc.record(
  {
    keys: fc.array(text, { maxLength: 4 }),
    secondaryKeys: fc.array(text, { maxLength: 3 }),
    content: text,
    name: text,
    enabled: fc.boolean(),
    constant: fc.boolean(),
    caseSensitive: fc.boolean(),
    order: whole,
    priority: whole,
  },
  {
    requiredKeys: ['keys', 'secondaryKeys', 'content', 'enabled', 'constant', 'caseSensitive', 'order', 'priority'],
  },
);

const lore = fc.record(
  {
    name: text,
    description: text,
    scanDepth: fc.integer({ min: 0, max: 1000 }),
    tokenBudget: fc.integer({ min: 0, max: 8000 }),
    entries: fc.array(entry, { maxLength: 4 }),
  },
  { requiredKeys: ['scanDepth', 'tokenBudget', 'entries'] },
);

/** Any persona that could be written here, as far as it travels in a card. */
export const anySheet: fc.Arbitrary<Sheet> = fc
  .record(
    {
      name: line,
      aliases: fc.array(line, { maxLength: 4 }),
      tagline: fc.oneof(line, fc.constant('')),
      description: text,
      systemPrompt: text,
      greeting: text,
      alternateGreetings: fc.array(text, { maxLength: 4 }),
      exampleMessages: fc.array(text, { maxLength: 4 }),
      traits: fc.array(line, { maxLength: 4 }),
      tags: fc.array(line, { maxLength: 4 }),
      style: fc.record({ creativity: unit, verbosity: unit, formality: unit, humor: unit, warmth: unit }),
      talkativeness: unit,
      pacing: fc
        .tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 60_000 }))
        .map(([one, other]) => ({ minMs: Math.min(one, other), maxMs: Math.max(one, other) })),
      avatar: fc.record(
        { emoji: fc.constantFrom('🦊', '🕯️', ''), color: line, shape: fc.constantFrom(...avatarShapes) },
        { requiredKeys: ['color'] },
      ),
      voice: line,
      lore,
      credits: fc.record({ creator: text, notes: text, version: text }, { requiredKeys: [] }),
    },
    {
      requiredKeys: [
        'name',
        'aliases',
        'tagline',
        'description',
        'systemPrompt',
        'alternateGreetings',
        'exampleMessages',
        'traits',
        'tags',
        'style',
        'talkativeness',
        'pacing',
        'avatar',
      ],
    },
  )
  .map((sheet) => ({ ...blankSheet, ...sheet }));

/** Anything that JSON can hold and a card may. */
export const anyJson = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)))
  .filter((value) => !JSON.stringify(value).includes('"__proto__":'));
