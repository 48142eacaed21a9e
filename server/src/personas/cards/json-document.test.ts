import { expect, test } from 'vitest';
import { CARD_LIMITS } from './card-limits.ts';
import { parseDocument, readDocument } from './json-document.ts';

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
}

test('objects lie 64 deep in each other, and not deeper', () => {
  expect(parseDocument(nested(64))).toHaveProperty('a');
  expect(() => parseDocument(nested(65))).toThrow(expect.objectContaining({ code: 'too-deep' }));
  expect(() => parseDocument('['.repeat(1_000_000))).toThrow(expect.objectContaining({ code: 'too-deep' }));
});

test('brackets in texts are no nesting', () => {
  const document = { text: `${'['.repeat(500)}\\"${'{,'.repeat(500)}` };
  expect(parseDocument(JSON.stringify(document))).toEqual(document);
});

test.each([
  ['not JSON', '{"a": 1', 'not-json'],
  ['no object', '[1, 2]', 'unknown-format'],
  ['null', 'null', 'unknown-format'],
  ['a name that is no data', '{"a": {"__proto__": {"admin": true}}}', 'unsafe-name'],
  ['a number that JSON would lose', '{"a": 1e999}', 'wrong-type'],
  ['too many values', `{"a": [${'0,'.repeat(CARD_LIMITS.values)}0]}`, 'too-many'],
  ['too much text', `{"a": "${'x'.repeat(CARD_LIMITS.jsonBytes)}"}`, 'too-large'],
])('refuses %s', (_, text, code) => {
  expect(() => parseDocument(text)).toThrow(expect.objectContaining({ name: 'CardProblem', code }));
});

test('a problem says where it is', () => {
  expect(() => parseDocument('{"a": [{"b": {"__proto__": 1}}]}')).toThrow('a[0].b: ');
});

test('text is UTF-8, with or without a mark at its beginning', () => {
  expect(readDocument(Buffer.from('\uFEFF{"name":"Zoë"}', 'utf8'))).toEqual({ name: 'Zoë' });
  for (const bytes of [Buffer.from('{"name":"Zo\xeb"}', 'latin1'), Buffer.from('\uFEFF{"a":1}', 'utf16le')]) {
    expect(() => readDocument(bytes)).toThrow(expect.objectContaining({ code: 'not-utf8' }));
  }
});
