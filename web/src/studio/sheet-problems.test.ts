import { draftSheetSchema } from '@chimera/protocol/persona-draft';
import { expect, test } from 'vitest';
import { draftSheetOf, type EditedSheet, editedFrom } from './edited-sheet.ts';
import { SheetInspector } from './sheet-problems.ts';

const blank = editedFrom({ name: 'Ada' });
const entry = {
  keys: ['engine'],
  secondaryKeys: [],
  content: 'It counts.',
  enabled: true,
  constant: false,
  caseSensitive: false,
  order: 0,
  priority: 0,
};
const book = { scanDepth: 4, tokenBudget: 300, entries: [entry] };

const wrong: readonly [string, Partial<EditedSheet>][] = [
  ['name', { name: 'a'.repeat(81) }],
  ['tagline', { tagline: 'a'.repeat(201) }],
  ['description', { description: 'a'.repeat(40_001) }],
  ['systemPrompt', { systemPrompt: 'a\u0000' }],
  ['systemPrompt', { systemPrompt: 'half \ud83d' }],
  ['greeting', { greeting: 'a'.repeat(20_001) }],
  ['alternateGreetings.1', { alternateGreetings: ['', 'a'.repeat(20_001)] }],
  ['exampleMessages.0', { exampleMessages: ['a'.repeat(8001)] }],
  ['exampleMessages', { exampleMessages: Array.from({ length: 101 }, () => 'a') }],
  ['traits.0', { traits: ['a'.repeat(81)] }],
  ['tags', { tags: Array.from({ length: 61 }, (_, index) => `t${index}`) }],
  ['avatar.emoji', { avatar: { color: 'red', emoji: '👩‍👩‍👧‍👧👩‍👩‍👧‍👧👩‍👩‍👧‍👧' } }],
  ['pacing', { pacing: { minMs: 2, maxMs: 1 } }],
  ['lore.scanDepth', { lore: { ...book, scanDepth: 1001 } }],
  ['lore.tokenBudget', { lore: { ...book, tokenBudget: 1.5 } }],
  ['lore.entries.0.content', { lore: { ...book, entries: [{ ...entry, content: 'a'.repeat(20_001) }] } }],
  ['lore.entries.0.keys.0', { lore: { ...book, entries: [{ ...entry, keys: ['a'.repeat(301)] }] } }],
  ['lore.entries', { lore: { ...book, entries: Array.from({ length: 1001 }, () => entry) } }],
];

test.each(wrong)('%s is refused here as on the server, at the same place', (path, edit) => {
  const edited = { ...blank, ...edit };
  expect([...new SheetInspector().inspect(edited).keys()]).toEqual([path]);
  const parsed = draftSheetSchema.safeParse(draftSheetOf(edited));
  expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});

test('at its limits a sheet is as good here as on the server', () => {
  const edited: EditedSheet = {
    ...blank,
    // Characters, not the halves of which some are made.
    tagline: '🧮'.repeat(200),
    name: ` ${'a'.repeat(80)} `,
    systemPrompt: 'a'.repeat(40_000),
    traits: Array.from({ length: 60 }, (_, index) => `${'b'.repeat(78)}${index}`.slice(0, 80)),
    pacing: { minMs: 60_000, maxMs: 60_000 },
    lore: book,
  };
  expect(new SheetInspector().inspect(edited).size).toBe(0);
  expect(draftSheetSchema.safeParse({ ...draftSheetOf(edited), name: edited.name.trim() }).success).toBe(
    true,
  );
});

test('a field that did not change is not looked at again', () => {
  const inspector = new SheetInspector();
  const systemPrompt = 'a'.repeat(40_001);
  const first = inspector.inspect({ ...blank, systemPrompt }).get('systemPrompt');
  expect(inspector.inspect({ ...blank, tagline: 'Counts.', systemPrompt }).get('systemPrompt')).toBe(first);
});
