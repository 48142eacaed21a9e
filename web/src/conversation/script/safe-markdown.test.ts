import { expect, test } from 'vitest';
import { safeMarkdown } from './safe-markdown.ts';

const words = {
  table: 'Table',
  code: 'Code',
  image: (alt: string, host: string) => `[Image: ${alt} · ${host}]`,
};

test.each([
  ['emphasis', 'It is *so*.', '<p>It is <em>so</em>.</p>'],
  ['a line break', 'One\ntwo', '<p>One<br>two</p>'],
  ['HTML as text', '<b onclick="x()">hi</b>', '<p>&lt;b onclick="x()"&gt;hi&lt;/b&gt;</p>'],
  ['a block of HTML as text', '<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
  ['a link that could run something as its text', '[go](javascript:alert(1))', '<p>go</p>'],
  ['a link to data as its text', '[go](data:text/html,x)', '<p>go</p>'],
  [
    'an image as words with its host',
    '![a cat](https://example.org/c.png)',
    '<p><span class="said-image">[Image: a cat · example.org]</span></p>',
  ],
  ['a heading below the name of the speaker', '# Big', '<h4>Big</h4>'],
  ['a definition as text', '[a]: https://example.org', '<p>[a]: '],
])('%s', (_, source, html) => {
  expect(safeMarkdown(source, words).trim()).toContain(html);
});

test('a link shows its host when the text says something else', () => {
  const html = safeMarkdown('[your bank](https://evil.example/login)', words);
  expect(html).toContain('<span class="said-host">evil.example</span>');
  expect(html).toContain('rel="noopener noreferrer nofollow ugc"');
});

test.each([
  ['the address itself', 'https://example.org/a'],
  ['the host alone', '[https://example.org](https://example.org/a)'],
])('a link whose text is %s does not repeat it', (_, source) => {
  expect(safeMarkdown(source, words)).not.toContain('said-host');
});

test('a host inside a longer one is not the same host', () => {
  const html = safeMarkdown('[https://bank.example.evil.test](https://evil.test/)', words);
  expect(html).toContain('<span class="said-host">evil.test</span>');
});

test('a table scrolls by itself and can be reached by key', () => {
  const html = safeMarkdown('| a | b |\n|:-|-:|\n| 1 | <i>2</i> |', words);
  expect(html).toContain('tabindex="0"');
  expect(html).toContain('<td align="right">&lt;i&gt;2&lt;/i&gt;</td>');
});

test('code keeps its signs', () => {
  expect(safeMarkdown('`<a & b>`', words)).toContain('<code>&lt;a &amp; b&gt;</code>');
});
