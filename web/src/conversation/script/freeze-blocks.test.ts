import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeBlocks, noBlocks, wholeBlocks } from './freeze-blocks.ts';
import { lexBlocks } from './markdown-lexer.ts';

const piece = fc.constantFrom(
  'A line of talk',
  'another',
  ' *so it is* ',
  '**bold**',
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  '- item',
  '* item',
  '1. first',
  '2',
  '.',
  ' ',
  '    ',
  '> quoted',
  '# Heading',
  '#',
  '---',
  '===',
  '```',
  '```ts\nconst a = 1;\n```\n',
  '`code`',
  '| a | b |',
  '\n| a | b |\n| - | - |\n| 1 | 2 |\n',
  '|-|-|',
  '<div>',
  '</div>',
  '<!-- note',
  '-->',
  '[ref]: https://example.org',
  '[ref]',
  '~~~',
  '\t',
  '𝔘😀é',
);

test('any cutting of a text gives the same blocks as the text at once', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 24 }),
      fc.array(fc.nat({ max: 200 }), { maxLength: 12 }),
      (pieces, cuts) => {
        const text = pieces.join('');
        const places = [...new Set([...cuts.filter((cut) => cut < text.length), text.length])].sort(
          (a, b) => a - b,
        );
        const grown = places.reduce((blocks, end) => freezeBlocks(blocks, text.slice(0, end)), noBlocks);
        expect([...grown.frozen, ...grown.open]).toEqual(wholeBlocks(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test('the blocks of a text are those of the text read in one go', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      const text = pieces.join('').replace(/\r\n?/g, '\n');
      const direct = lexBlocks(text).filter(({ type }) => type !== 'space');
      expect(wholeBlocks(text).map(({ source }) => source)).toEqual(
        direct.map(({ raw }) => raw.replace(/\n+$/, '')),
      );
    }),
    { numRuns: 2000 },
  );
});

test('a frozen block is the same object for the rest of the stream', () => {
  const text = 'One.\n\n- two\n- three\n\nFour\nfive.\n\n```js\nsix\n\nseven\n```\n\nEight\nnine.';
  let blocks = noBlocks;
  for (let end = 1; end <= text.length; end += 1) {
    const next = freezeBlocks(blocks, text.slice(0, end));
    for (const [index, block] of blocks.frozen.entries()) expect(next.frozen[index]).toBe(block);
    blocks = next;
  }
  expect(blocks.frozen.map(({ source }) => source)).toEqual([
    'One.',
    '- two\n- three',
    'Four\nfive.',
    '```js\nsix\n\nseven\n```',
  ]);
  expect(blocks.open.map(({ source }) => source)).toEqual(['Eight\nnine.']);
});

test('a text that changes otherwise than by growing is read anew', () => {
  const before = freezeBlocks(noBlocks, 'One.\n\nTwo.\n\nThree.');
  expect(freezeBlocks(before, 'Other.\n\nText.').frozen).toEqual([]);
  expect([...freezeBlocks(before, 'One!\n\nTwo.\n').open].map(({ source }) => source)).toContain('Two.');
});

test('a list goes on over a blank line even when the next number comes in pieces', () => {
  let blocks = noBlocks;
  for (const text of ['1. one\n\n', '1. one\n\n2', '1. one\n\n2.', '1. one\n\n2. two'])
    blocks = freezeBlocks(blocks, text);
  expect([...blocks.frozen, ...blocks.open]).toHaveLength(1);
});
