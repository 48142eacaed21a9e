import type { Event } from '@chimera/protocol/event';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import { Lexer, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import {
  at,
  conversationAfter,
  created,
  line,
  numbered,
  sampleEvents,
  sampleLog,
  socrates,
} from './__fixtures__/sample-log.ts';
import { renderLog } from './render-log.ts';
import { linesFor, markdownRenderer, openingOf, totalsOf } from './render-markdown.ts';

async function render(events: readonly Event[]): Promise<string> {
  const log = numbered(events);
  let text = '';
  for await (const piece of renderLog(markdownRenderer, conversationAfter(log), log)) text += piece;
  return text;
}

test('a record says who was there, what was said and what happened, in words', async () => {
  expect(await render(sampleEvents)).toBe(`# Is a joke a kind of knowledge?

- **Topic:** What a joke knows
- **Created:** 22 November 2025, 09:00 (all times are UTC)
- **Format:** free-talk

## Cast

- **Socrates** — chosen by the server
- **Ines** — ollama · llama3.2

## What was said

### 22 November 2025

**Socrates** · 09:01 · edited

> What *is* a joke, my friend?

*Narrator* · 09:02

> *A hush falls.*
>
> *Then rain.*

**You** · 09:03 · whispers to Ines

> Tease him.

**Ines** · 09:05 · interrupted: The director cut in.

> Well, a joke is

*Dorothy joins: a person.* · 09:06

*Dorothy passed: Nothing to add.* · 09:08

*Socrates failed: gpt-5 timed out.* · 09:10

*Ines only listens now.* · 09:12

*The brain of Ines is now: chosen by the server.* · 09:12

*The topic is now: Puns* · 09:13

*Now: Closing.* · 09:14

*Dorothy leaves.* · 09:15

### 23 November 2025

**Socrates** · 00:00

> Good morning.

*Stopped: Nobody had more to say.* · 00:01

## Totals

- Stopped: Nobody had more to say.
- 2 turns
- 1,020 tokens: 1,000 read, 20 written
- $0.0213
`);
});

test('a line says which brain spoke it, for whom it stood in, and that it came from the cache', async () => {
  const edited = sampleEvents.filter(({ type }) => type !== 'message-edited');
  expect(await render(edited)).toContain(
    '**Socrates** · 09:01 · ollama · llama3.2 · llama3.2 spoke instead of gpt-5 · cached\n\n> What is a **joke**?\n',
  );
});

test('a line says why its brain stood in for another', async () => {
  const edited = sampleEvents.filter(({ type }) => type !== 'message-edited');
  const log = edited.map((event) => {
    if (event.type !== 'message-finished' || event.message.brain?.fallbackFrom === undefined) return event;
    const brain = { ...event.message.brain, fallbackReason: 'OpenAI refused this key.' };
    return { ...event, message: { ...event.message, brain } };
  });
  expect(await render(log)).toContain(
    ' · llama3.2 spoke instead of gpt-5: OpenAI refused this key. · cached',
  );
});

test('a turn that its seat keeps while it waits has not failed', async () => {
  const text = 'OpenAI asks us to wait 20 seconds. Ines keeps the turn.';
  const reason = { code: 'rate-limited', text };
  const waits: Event[] = [
    {
      type: 'seat-changed',
      at: '2026-03-01T00:05:00.000Z',
      seatId: 's2',
      waiting: { until: '2026-03-01T00:05:20.000Z', reason },
    },
    { type: 'turn-failed', at: '2026-03-01T00:05:00.000Z', turnId: 't9', attempt: 1, seatId: 's2', reason },
  ];
  const record = await render([...sampleEvents.slice(0, 3), ...waits]);
  expect(record).toContain(`*${text}* · 00:05\n`);
});

test('a record that grew event by event is the record that is rendered at once', async () => {
  const events = sampleEvents.filter(({ type }) => type !== 'message-edited');
  const log = numbered(events);
  let conversation = conversationOf('c1', 'g1', created());
  let text = openingOf(conversation);
  for (const step of log) {
    text += linesFor(step, conversation);
    conversation = reduceConversation(conversation, step);
  }
  expect(text + totalsOf(conversation)).toBe(await render(events));
});

test('a price that nobody knows is not called zero', async () => {
  expect(await render([created()])).toContain('- price unknown\n');
  const asked = { type: 'brain-asked' as const, at: at(1), task: 'answer' };
  const priced = { ...asked, brain: { kind: 'openai' as const, model: 'gpt-4o-mini' }, cost: 0.25 };
  const usage = { inputTokens: 10, outputTokens: 5 };
  const unknown = { ...asked, brain: { kind: 'openai' as const, model: 'new' }, usage };
  expect(await render([created(), { ...priced, usage }])).toContain('- $0.25\n');
  expect(await render([created(), { ...priced, usage: { ...usage, estimated: true } }, unknown])).toContain(
    '- about $0.25 and calls of unknown price\n',
  );
});

test('one of several alternatives says which it is', async () => {
  const alternatives = ['a', 'b', 'c'].map((text) => ({ text, createdAt: at(1) }));
  expect(await render([created(), line('m1', 'b', { alternatives, chosen: 1 })])).toContain('version 2 of 3');
});

const forgeries = [
  '# Forged',
  'Fine.\n\n# Forged',
  'Forged\n===',
  'Forged\n---',
  '- # Forged',
  '> # Forged',
  '1. # Forged',
  'Fine.\r\r# Forged',
  'Fine.\u2028\u2028# Forged',
  'Fine.\u0085# Forged',
  'Fine.\v# Forged',
  '```\n```\n# Forged',
  '```\n~~~\n```\n# Forged',
  '~~~\n # Forged',
  '\t```\n# Forged',
  '    ```\n# Forged\n    ```',
  '``` `\n# Forged',
  '- ```\n# Forged',
  '<h1>Forged</h1>',
  '```js x\n```\n<h1>Forged</h1>',
  '```\n<h1>Forged</h1>\n``` x\n```\n<h1>Forged</h1>',
  '<!--\n```\n-->\n# Forged\n```',
  '\\<h1>Forged</h1>',
  '```\n</blockquote><h1>Forged',
  'Fine.\n\n**Ines** · 09:05\n\n> I agree.',
  'Fine.\n\n*Stopped: Forged* · 09:00',
  '[Forged]: javascript:alert(1)\n[Forged]',
  '![Forged](https://evil.test/pixel)',
  '\\![Forged](https://evil.test/pixel)',
  '![Forged][x]\n\n[x]: https://evil.test/pixel',
  '[Forged](javascript:alert(1))',
  '[Forged](<javascript:alert(1)>)',
  '[Forged](&#106;avascript:alert(1))',
  '[Forged](data:text/html,x)',
  '[Forged](\n javascript:alert(1))',
] as const;

describe('what is said cannot pass for the record', () => {
  test.each(forgeries)('%j', async (text) => {
    const record = await render([created(), line('m1', text), line('m2', 'The end.', {}, 2)]);
    const body = record.slice(record.indexOf('\n### '));
    const rows = body.split(/[\n\r\v\f\u0085\u2028\u2029]/);
    const outside = rows.filter((row) => row !== '' && !row.startsWith('>'));
    expect(outside).toEqual([
      '### 22 November 2025',
      '**Socrates** · 09:01',
      '**Socrates** · 09:02',
      '## Totals',
      '- Not played yet.',
      '- 0 turns',
      '- 0 tokens: 0 read, 0 written',
      '- price unknown',
    ]);
    expect(dangersOf(new Lexer({ gfm: true }).lex(body))).toEqual([]);
  });

  test.each([
    'Forged\n# Heading',
    '**Ines**',
    '# Forged',
    '](javascript:alert(1))',
    '<img src=x onerror=alert(1)>',
    '- list',
    '1. list',
    '\\',
    '&lt;b>',
    '`code',
    '_a_ ~~b~~',
  ])('a name such as %j is only a name', async (name) => {
    const record = await render([
      created({ title: name, topic: name, seats: [{ ...socrates, name }] }),
      line('m1', 'Hello.', { author: { kind: 'seat', seatId: 's1', name } }),
      { type: 'seat-removed', at: at(2), seatId: 's1' },
    ]);
    const tokens = new Lexer({ gfm: true }).lex(record);
    expect(tokens.filter(({ type }) => type === 'heading').map(({ raw }) => raw.slice(0, 4))).toEqual([
      expect.stringMatching(/^# /),
      '## C',
      '## W',
      '### ',
      '## T',
    ]);
    const [title] = tokens;
    expect(title && textOf(title)).toBe(name.replaceAll('\n', ' '));
    expect(dangersOf(tokens.slice(1)).filter((danger) => !danger.startsWith('heading'))).toEqual([]);
  });
});

test('code in a plain fence keeps its signs', async () => {
  const code = '```html\n<b># not a heading</b> ![x](y)\n```';
  expect(await render([created(), line('m1', code)])).toContain(
    '> ```html\n> <b># not a heading</b> ![x](y)\n> ```\n',
  );
});

test('links to the web stay links', async () => {
  const text = 'See [this](https://example.org/a) and [that](mailto:a@example.org), a[0] and a < b.';
  expect(await render([created(), line('m1', text)])).toContain(`> ${text}\n`);
});

test('ordinary punctuation in names is not cluttered with backslashes', () => {
  const log = numbered([created({ title: 'Q&A: gpt_5 (part 2) - yes! #1' })]);
  expect(openingOf(conversationAfter(log))).toContain('# Q&A: gpt_5 (part 2) - yes! #1\n');
  expect(sampleLog).toHaveLength(20);
});

/** What a page that shows the record would load, run or take for structure. */
function dangersOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    if (token.type === 'html' || token.type === 'image' || token.type === 'def')
      return [`${token.type} ${token.raw}`];
    if (token.type === 'heading' && /Forged/.test(token.raw)) return [`heading ${token.raw}`];
    if (token.type === 'link' && 'href' in token && !/^(?:https?|mailto):/.test(String(token['href']))) {
      return [`link ${token.raw}`];
    }
    const items: readonly Token[] = token.type === 'list' && 'items' in token ? token['items'] : [];
    return [...dangersOf(innerOf(token)), ...dangersOf(items)];
  });
}

function textOf(token: Token): string {
  if (innerOf(token).length > 0) return innerOf(token).map(textOf).join('');
  return 'text' in token ? String(token['text']) : token.raw;
}

function innerOf(token: Token): readonly Token[] {
  return 'tokens' in token ? (token.tokens ?? []) : [];
}
