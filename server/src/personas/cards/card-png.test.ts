import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fixture } from './__fixtures__/fixture.ts';
import { tinyPng } from './__fixtures__/tiny-png.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { readPng, writePng } from './card-png.ts';
import { type PngChunk, readChunks, writeChunks } from './png-chunks.ts';
import { textChunk } from './png-texts.ts';

const v2 = fixture('chub-v2');
const v3 = fixture('risuai-v3');

function base64(document: unknown): string {
  return Buffer.from(JSON.stringify(document)).toString('base64');
}

function withChunks(...chunks: PngChunk[]): Uint8Array {
  const all = readChunks(tinyPng());
  return writeChunks([...all.slice(0, -1), ...chunks, ...all.slice(-1)]);
}

function named(type: string, ...parts: (string | Uint8Array)[]): PngChunk {
  return {
    type,
    data: Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))),
  };
}

test('a picture carries a card in both versions before its end, and gives it back', () => {
  const png = writePng(tinyPng(), { v3, v2 });
  expect(readChunks(png).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'tEXt', 'tEXt', 'IEND']);
  const { document, picture, notes } = readPng(png);
  expect(document).toEqual(v3);
  expect(Buffer.from(picture)).toEqual(Buffer.from(tinyPng()));
  expect(notes).toEqual([expect.objectContaining({ path: 'chara', kind: 'left-out' })]);
});

test('a new card replaces the old one', () => {
  const other = { ...v3, note: 'newer' };
  const png = writePng(writePng(tinyPng(), { v3, v2 }), { v3: other, v2 });
  expect(readChunks(png)).toHaveLength(5);
  expect(readPng(png).document).toEqual(other);
});

test.each([
  ['in V2 only', textChunk('chara', base64(v2))],
  ['under a name in capitals', textChunk('Chara', base64(v2))],
  ['packed', named('zTXt', 'chara\0\0', deflateSync(Buffer.from(base64(v2))))],
  ['as international text', named('iTXt', 'chara\0\0\0en\0card\0', base64(v2))],
  [
    'as packed international text',
    named('iTXt', 'chara\0\u0001\0\0\0', deflateSync(Buffer.from(base64(v2)))),
  ],
])('finds a card %s', (_, chunk) => {
  expect(readPng(withChunks(chunk)).document).toEqual(v2);
});

test('of two cards the first of the newer kind counts, and the others are noted', () => {
  const png = withChunks(
    textChunk('chara', base64(v2)),
    textChunk('ccv3', base64(v3)),
    textChunk('ccv3', base64({ ...v3, second: true })),
    textChunk('chara-ext-asset_:1', 'AAAA'),
    textChunk('Comment', 'stays'),
  );
  const { document, picture, notes } = readPng(png);
  expect(document).toEqual(v3);
  expect(notes.map(({ path }) => path)).toEqual(['ccv3', 'chara', 'chara-ext-asset_']);
  expect(readChunks(picture).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'tEXt', 'IEND']);
});

test.each([
  ['no card', tinyPng(), 'no-card'],
  ['no Base64', withChunks(textChunk('chara', 'not base64!')), 'bad-base64'],
  ['an empty card', withChunks(textChunk('chara', '')), 'bad-base64'],
  ['no JSON in it', withChunks(textChunk('chara', 'aGVsbG8=')), 'not-json'],
  ['no UTF-8 in it', withChunks(textChunk('chara', '//79')), 'not-utf8'],
  ['broken packing', withChunks(named('zTXt', 'chara\0\0', 'xxxx')), 'broken-png'],
  ['broken international text', withChunks(named('iTXt', 'chara\0\0\0en')), 'broken-png'],
  ['no end', tinyPng().subarray(0, -12), 'broken-png'],
  ['half a chunk', tinyPng().subarray(0, -20), 'broken-png'],
  ['only a signature', tinyPng().subarray(0, 8), 'broken-png'],
  ['no header', writeChunks(readChunks(tinyPng()).slice(1)), 'broken-png'],
])('refuses a picture with %s', (_, png, code) => {
  expect(() => readPng(png)).toThrow(expect.objectContaining({ name: 'CardProblem', code }));
});

test('a wrong checksum is refused', () => {
  const png = Buffer.from(writePng(tinyPng(), { v3, v2 }));
  png[png.length - 30] = (png[png.length - 30] ?? 0) ^ 1;
  expect(() => readPng(png)).toThrow('The checksum of its part tEXt is wrong.');
});

test('a length that the file does not have is refused at once', () => {
  const png = Buffer.from(tinyPng());
  png.writeUInt32BE(0x7ffffff0, 8 + 25);
  const began = performance.now();
  expect(() => readPng(png)).toThrow(expect.objectContaining({ code: 'broken-png' }));
  expect(performance.now() - began).toBeLessThan(8000);
});

test('text that grows without end when unpacked is refused', () => {
  const bomb = deflateSync(Buffer.alloc(CARD_LIMITS.jsonBytes * 3));
  expect(bomb.length).toBeLessThan(100_000);
  expect(() => readPng(withChunks(named('zTXt', 'chara\0\0', bomb)))).toThrow(
    expect.objectContaining({ code: 'broken-png' }),
  );
});

test('a picture of ever more parts is refused', () => {
  const many = Array.from({ length: CARD_LIMITS.pngChunks }, () => named('teSt'));
  expect(() => readPng(withChunks(...many))).toThrow('too many parts');
});
