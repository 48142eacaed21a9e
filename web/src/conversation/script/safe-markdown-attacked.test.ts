import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeBlocks, noBlocks } from './freeze-blocks.ts';
import { safeMarkdown } from './safe-markdown.ts';

const words = { table: 'Table', code: 'Code', image: (alt: string, host: string) => `${alt} ${host}` };

/** Pieces of hostile HTML and markdown, to be put together in every order. */
const pieces = [
  '<script>pwned()</script>',
  '<img src=x onerror=pwned()>',
  '<svg onload=pwned()>',
  '<a href="javascript:pwned()">',
  '<style>@import "//evil.invalid"',
  '<math><mtext><table><mglyph>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '</div>',
  '<template>',
  '<noscript>',
  '[x](javascript:pwned())',
  '[x](https://evil.invalid/"onclick="pwned())',
  '![x](https://evil.invalid/p.png "t")',
  '[![x](https://evil.invalid/p)](data:text/html,x)',
  '[x][1]',
  '[1]: javascript:pwned()',
  '<javascript:pwned()>',
  '<https://evil.invalid>',
  '```html"onclick="',
  '`',
  '|a|b|\n|-|-|\n|',
  '> ',
  '- [x] ',
  '1. ',
  '# ',
  '**',
  '~~',
  '&#60;',
  '&lt;',
  '\\',
  '"',
  "'",
  '\n',
  '\n\n',
  '\u0000',
  '\u202e',
  '\ud83d',
];

const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })), {
    minLength: 1,
    maxLength: 14,
  })
  .map((parts) => parts.join(''));

const tags = new Set(
  'P BR EM STRONG DEL CODE PRE BLOCKQUOTE UL OL LI H4 HR A SPAN DIV TABLE THEAD TBODY TR TH TD'.split(' '),
);
const attributes: Readonly<Record<string, RegExp>> = {
  href: /^(?:https?:\/\/|mailto:)/,
  rel: /^noopener noreferrer nofollow ugc$/,
  target: /^_blank$/,
  class: /^said-(?:scroll|image|host)$/,
  start: /^\d+$/,
  align: /^(?:left|right|center)$/,
  tabindex: /^0$/,
  role: /^group$/,
  'aria-label': /^(?:Table|Code)$/,
  dir: /^ltr$/,
};

/** Whatever is in the HTML that never should be. */
function strangersIn(html: string): string[] {
  const body = new DOMParser().parseFromString(html, 'text/html');
  const all = [...body.head.children, ...body.body.querySelectorAll('*')];
  return all.flatMap((element) => [
    ...(tags.has(element.tagName) ? [] : [element.outerHTML]),
    ...[...element.attributes]
      .filter(({ name, value }) => attributes[name]?.test(value) !== true)
      .map(({ name, value }) => `${element.tagName} ${name}=${value}`),
    ...(element.tagName === 'A' && element.getAttribute('rel') === null ? ['a link without rel'] : []),
  ]);
}

test('every beginning of every text becomes only what may be there', () => {
  fc.assert(
    fc.property(hostile, fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
      for (const source of [text, text.slice(0, Math.floor(text.length * share))])
        expect(strangersIn(safeMarkdown(source, words))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('read by a browser and written again, it is the same: it means one thing', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const once = safeMarkdown(text, words);
      const read = new DOMParser().parseFromString(once, 'text/html').body.innerHTML;
      expect(read).toBe(once);
    }),
    { numRuns: 300 },
  );
});

test('the blocks of a text that grows are, at its end, those of the whole text, sign by sign', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      let blocks = noBlocks;
      for (let end = 1; end <= text.length; end += 1) {
        blocks = freezeBlocks(blocks, text.slice(0, end));
        const html = blocks.open.map(({ source }) => safeMarkdown(source, words)).join('');
        expect(strangersIn(html)).toEqual([]);
      }
      const whole = freezeBlocks(noBlocks, text);
      const sources = (of: typeof whole) => [...of.frozen, ...of.open].map(({ source }) => source);
      expect(sources(blocks)).toEqual(sources(whole));
    }),
    { numRuns: 40 },
  );
});

test.each([
  ['a line of 50 kB', 'word '.repeat(10_000)],
  ['a word of 50 kB', 'x'.repeat(50_000)],
  [
    'a table of 10,000 cells',
    `|${'a|'.repeat(10)}\n|${'-|'.repeat(10)}\n${`|${'b|'.repeat(10)}\n`.repeat(1000)}`,
  ],
  ['code of 50 kB', `\`\`\`\n${'x = 1\n'.repeat(8000)}`],
  ['brackets', '['.repeat(20_000)],
  ['images', '!['.repeat(10_000)],
  ['stars', '*a '.repeat(15_000)],
  ['underscores', '_a __b '.repeat(5000)],
  ['tildes', '~~a '.repeat(10_000)],
  ['backticks', Array.from({ length: 300 }, (_, length) => '`'.repeat(length)).join('x')],
  ['links', '[a](b'.repeat(8000)],
  ['tags', '<a '.repeat(15_000)],
  ['comments', '<!--'.repeat(10_000)],
  ['quotations', '>'.repeat(19_000)],
  ['lists', '- '.repeat(9000)],
  ['a staircase', Array.from({ length: 300 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
  ['spaces', `a${' '.repeat(50_000)}b`],
  ['addresses', 'www.'.repeat(12_000)],
  ['at signs', 'a@'.repeat(20_000)],
  ['entities', '&'.repeat(50_000)],
])('%s is read at once', (_, text) => {
  const startMs = performance.now();
  const { open, frozen } = freezeBlocks(noBlocks, text);
  for (const { source } of [...frozen, ...open]) safeMarkdown(source, words);
  expect(performance.now() - startMs).toBeLessThan(2000);
});
