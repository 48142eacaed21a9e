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
    '<a class="said-image" href="https://example.org/c.png" target="_blank" rel="noopener noreferrer nofollow ugc">[Image: a cat · example.org]</a>',
  ],
  [
    'an image that is nowhere as words alone',
    '![a cat](data:image/png;base64,AA)',
    '<p><span class="said-image">[Image: a cat · ]</span></p>',
  ],
  [
    'an image in a link as words in it',
    '[![a cat](https://a.example/c.png)](https://b.example/)',
    '<span class="said-image">[Image: a cat · a.example]</span> <span class="said-host">b.example</span></a>',
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

test.each([
  [
    'a name in letters of another script that look the same',
    '[https://аpple.com](https://аpple.com/)',
    'xn--pple-43d.com',
  ],
  ['the same behind a text', '[apple.com](https://аpple.com/)', 'xn--pple-43d.com'],
  ['a host before an @', 'https://bank.example@evil.test/', 'evil.test'],
  ['a password', '[https://bank.example:x@evil.test](https://bank.example:x@evil.test/)', 'evil.test'],
  ['a text that turns its letters around', '[\u202ehttps://evil.test](https://evil.test/)', 'evil.test'],
  ['a number', '[https://1.1.1.1/](http://2130706433/)', '127.0.0.1'],
  ['another address to write to', '[a@bank.example](mailto:b@evil.test)', 'b@evil.test'],
  ['an address with a name in front', '[bank.example](mailto:b@evil.test?bcc=c@evil.test)', 'b@evil.test'],
])('a link shows its host behind %s', (_, source, host) => {
  expect(safeMarkdown(source, words)).toContain(`<span class="said-host">${host}</span>`);
});

test('a table scrolls by itself and can be reached by key', () => {
  const html = safeMarkdown('| a | b |\n|:-|-:|\n| 1 | <i>2</i> |', words);
  expect(html).toContain('tabindex="0"');
  expect(html).toContain('<td align="right">&lt;i&gt;2&lt;/i&gt;</td>');
});

test('code keeps its signs', () => {
  expect(safeMarkdown('`<a & b>`', words)).toContain('<code>&lt;a &amp; b&gt;</code>');
});
