import { strToU8, Zip, ZipDeflate, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { fixture } from './__fixtures__/fixture.ts';
import { tinyPng } from './__fixtures__/tiny-png.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { readCard } from './read-card.ts';

const card = fixture('risuai-v3');
const text = strToU8(JSON.stringify(card));
const icon = 'assets/icon/image/main.png';

function charx(more: Zippable = {}): Uint8Array {
  return zipSync({ 'card.json': text, [icon]: [tinyPng(), { level: 0 }], ...more });
}

/** The same bytes in a zip under a name of the same length: libraries do not write unsafe ones. */
function renamed(zip: Uint8Array, from: string, to: string): Uint8Array {
  return Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1');
}

/** Changes a field of the last entry in the table of contents, and of nothing else. */
function withContents(zip: Uint8Array, change: (entry: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(zip);
  change(bytes.subarray(bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))));
  return bytes;
}

test('a CharX gives its card and its icon', async () => {
  const read = await readCard(charx({ 'assets/emotion/image/stern.png': tinyPng() }), 'isolde.charx');
  expect(read).toMatchObject({
    format: 'card-v3',
    container: 'charx',
    sheet: { name: 'Commander Isolde Varga' },
  });
  expect(read.card).toEqual(card);
  expect(Buffer.from(read.picture ?? [])).toEqual(Buffer.from(tinyPng()));
  expect(read.notes).toContainEqual(
    expect.objectContaining({ kind: 'left-out', message: expect.stringContaining('1 more files') }),
  );
});

test('RisuAI also writes one behind a JPEG', async () => {
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    Buffer.from('PK\u0003\u0004 by chance'),
    charx(),
  ]);
  expect((await readCard(jpeg, 'isolde.jpeg')).card).toEqual(card);
});

test('one that was written as a stream is read as well', async () => {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_, part) => parts.push(part));
  const file = new ZipDeflate('card.json');
  zip.add(file);
  file.push(text, true);
  zip.end();
  expect((await readCard(Buffer.concat(parts), 'a.charx')).card).toEqual(card);
});

test('what the file is called does not matter', async () => {
  expect((await readCard(charx(), 'isolde.png')).container).toBe('charx');
});

test('an icon that is missing is noted', async () => {
  const read = await readCard(zipSync({ 'card.json': text }), 'a.charx');
  expect(read).not.toHaveProperty('picture');
  expect(read.notes).toContainEqual(expect.objectContaining({ path: 'data.assets', kind: 'left-out' }));
});

test('a picture that is too large is left out', async () => {
  const noise = new Uint8Array(CARD_LIMITS.pictureBytes + 1);
  const read = await readCard(charx({ [icon]: [noise, { level: 0 }] }), 'a.charx');
  expect(read).not.toHaveProperty('picture');
});

test('all files together may not be too large when unpacked', async () => {
  const [name, size] = ['more', CARD_LIMITS.unzippedBytes - text.length];
  const noise = crypto.getRandomValues(new Uint8Array(60_000));
  const parts = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`${name}${index}`, noise]));
  const zip = withContents(charx(parts), (entry) => entry.writeUInt32LE(size, 24));
  await expect(readCard(zip, 'a.charx')).rejects.toThrow('Unpacked the archive has more than 64 MB.');
});

test('nothing is unpacked beyond the size that was promised', async () => {
  const bomb = zipSync({ 'card.json': new Uint8Array(4 * 1024 * 1024) });
  const zip = withContents(bomb, (entry) => entry.writeUInt32LE(1000, 24));
  await expect(readCard(zip, 'a.charx')).rejects.toMatchObject({
    code: 'broken-zip',
    cause: { code: 'ERR_BUFFER_TOO_LARGE' },
  });
});

describe('refused:', () => {
  const zeros = new Uint8Array(4 * 1024 * 1024);
  const many = Object.fromEntries(
    Array.from({ length: CARD_LIMITS.zipEntries + 1 }, (_, index) => [`a/${index}`, new Uint8Array()]),
  );
  test.each([
    ['no card.json', zipSync({ 'other.json': text }), 'no-card'],
    ['card.json in a folder only', zipSync({ 'x/card.json': text }), 'no-card'],
    [
      'a way out of the folder',
      renamed(charx({ 'xxx/evil.png': text }), 'xxx/evil', '../../ev'),
      'unsafe-name',
    ],
    ['an absolute path', renamed(charx({ 'x/evil.png': text }), 'x/evil', '//evil'), 'unsafe-name'],
    ['a backslash', renamed(charx({ 'x/evil.png': text }), 'x/evil', 'x\\evil'), 'unsafe-name'],
    ['too many files', charx(many), 'too-many'],
    ['a file that grows a thousand times', charx({ bomb: zeros }), 'zip-bomb'],
    [
      'too much when unpacked',
      withContents(charx({ more: text }), (entry) => entry.writeUInt32LE(CARD_LIMITS.unzippedBytes, 24)),
      'zip-bomb',
    ],
    [
      'a card.json that is too large',
      zipSync({ 'card.json': [new Uint8Array(CARD_LIMITS.jsonBytes + 1), { level: 0 }] }),
      'too-large',
    ],
    [
      'an encrypted file',
      withContents(zipSync({ 'card.json': text }), (entry) => entry.writeUInt16LE(1, 8)),
      'encrypted',
    ],
    ['strong encryption', withContents(charx(), (entry) => entry.writeUInt16LE(0x41, 8)), 'encrypted'],
    [
      'an unknown way of packing',
      withContents(zipSync({ 'card.json': text }), (entry) => entry.writeUInt16LE(12, 10)),
      'broken-zip',
    ],
    [
      'a wrong checksum',
      withContents(zipSync({ 'card.json': text }), (entry) => entry.writeUInt32LE(1, 16)),
      'broken-zip',
    ],
    [
      'more than its table of contents says',
      withContents(zipSync({ 'card.json': text }), (entry) => entry.writeUInt32LE(100, 24)),
      'broken-zip',
    ],
    ['a truncated archive', charx().subarray(0, -30), 'broken-zip'],
    ['only the beginning of one', strToU8('PK\u0003\u0004'), 'broken-zip'],
    ['no JSON in card.json', zipSync({ 'card.json': strToU8('hello') }), 'not-json'],
  ])('%s', async (_, bytes, code) => {
    const began = performance.now();
    await expect(readCard(bytes, 'a.charx')).rejects.toMatchObject({ name: 'CardProblem', code });
    expect(performance.now() - began).toBeLessThan(8000);
  });
});
