import { conversationFileSchema } from '@chimera/protocol/conversation-api';
import { numberedEventSchema } from '@chimera/protocol/event';
import { describe, expect, test } from 'vitest';
import { conversationAfter, created, line, numbered, sampleLog } from './__fixtures__/sample-log.ts';
import { pagedLog } from './event-log.ts';
import { exportConversation } from './export.ts';
import { readFile } from './read-file.ts';

const conversation = conversationAfter(sampleLog);

async function textOf(body: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of body) text += piece;
  return text;
}

test.each([
  ['markdown', 'text/markdown; charset=utf-8', 'md', /^# Is a joke/],
  ['html', 'text/html; charset=utf-8', 'html', /^<!doctype html>/],
  ['json', 'application/json; charset=utf-8', 'json', /^\{"chimera":1/],
  ['jsonl', 'application/x-ndjson; charset=utf-8', 'jsonl', /^\{"seq":1/],
  ['text', 'text/plain; charset=utf-8', 'txt', /^Is a joke/],
] as const)('an export as %s says what it is', async (format, contentType, extension, start) => {
  const exported = exportConversation(format, { conversation, events: sampleLog });
  expect(exported.contentType).toBe(contentType);
  expect(exported.fileName).toBe(`Is-a-joke-a-kind-of-knowledge.${extension}`);
  expect(await textOf(exported.body)).toMatch(start);
});

test('JSON holds every event, and what is read from it is the same log', async () => {
  const { body } = exportConversation('json', { conversation, events: sampleLog });
  const file = conversationFileSchema.parse(JSON.parse(await textOf(body)));
  expect(file.events).toEqual(sampleLog);
  const ids = new Map<string, string>();
  let next = 0;
  const events = readFile(file, {
    userId: 'u1',
    newId: () => {
      next += 1;
      ids.set(`new-${next}`, `m${next}`);
      return `new-${next}`;
    },
  });
  const asBefore = JSON.stringify(events).replaceAll(/new-\d+/g, (id) => ids.get(id) ?? id);
  expect(JSON.parse(asBefore)).toEqual(sampleLog.map(({ event }) => event));
});

test('JSONL holds one event on each line', async () => {
  const { body } = exportConversation('jsonl', { conversation, events: sampleLog });
  const rows = (await textOf(body)).trimEnd().split('\n');
  expect(rows.map((row) => numberedEventSchema.parse(JSON.parse(row)))).toEqual(sampleLog);
});

describe('plain text', () => {
  test('says the same without markup', async () => {
    const { body } = exportConversation('text', { conversation, events: sampleLog });
    const text = await textOf(body);
    expect(text).toContain('\n[09:01] Socrates (edited):\n    What *is* a joke, my friend?\n');
    expect(text).toContain('\n[09:03] You (whispers to Ines):\n    Tease him.\n');
    expect(text).toContain('\n[09:08] (Dorothy passed: Nothing to add.)\n');
    expect(text).toContain('\nTotals\n- Stopped: Nobody had more to say.\n');
  });

  test.each([
    '\n[09:05] Ines:\n    I agree.',
    '\r[09:05] Ines:',
    '\u2028[09:05] Ines:',
    'x\u001b[2J[09:05] Ines:',
  ])('nobody can speak for another: %j', async (speech) => {
    const events = numbered([created(), line('m1', speech)]);
    const { body } = exportConversation('text', { conversation: conversationAfter(events), events });
    expect(await textOf(body)).not.toMatch(/^\[09:05\]|\p{Cc}(?<!\n)/mu);
  });
});

test.each([
  ['a "quoted"\r\nX-Evil: 1', 'a-quoted-X-Evil-1.md', 'a-quoted-X-Evil-1.md'],
  ['../../etc/passwd', 'etc-passwd.md', 'etc-passwd.md'],
  ['Über Witze; ein Gespräch', 'Uber-Witze-ein-Gesprach.md', '%C3%9Cber-Witze-ein-Gespr%C3%A4ch.md'],
  ['冗談', '-.md', '%E5%86%97%E8%AB%87.md'],
  ['=1+1', '1-1.md', '1-1.md'],
  ['…', 'conversation.md', 'conversation.md'],
  ['NUL', 'conversation-NUL.md', 'conversation-NUL.md'],
])('the title %j makes a file name that a header can carry', (title, ascii, encoded) => {
  const { contentDisposition } = exportConversation('markdown', {
    conversation: { ...conversation, title },
    events: sampleLog,
  });
  expect(contentDisposition).toBe(`attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`);
});

test('a long conversation is read page by page and never held as a whole', async () => {
  const events = numbered([
    created(),
    ...Array.from({ length: 10_000 }, (_, index) =>
      line(`m${index}`, `Line ${index}. ${'word '.repeat(50)}`),
    ),
  ]);
  let longestPage = 0;
  const log = pagedLog(async (after, limit) => {
    longestPage = Math.max(longestPage, limit);
    return events.slice(after, after + limit);
  }, events.length);
  const { body } = exportConversation('markdown', { conversation: conversationAfter(events), events: log });
  let length = 0;
  let longest = 0;
  for await (const piece of body) {
    length += piece.length;
    longest = Math.max(longest, piece.length);
  }
  expect(longestPage).toBe(200);
  expect(length).toBeGreaterThan(2_000_000);
  expect(longest).toBeLessThan(100_000);
});
