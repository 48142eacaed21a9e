import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { expect, test } from 'vitest';
import {
  conversationAfter,
  created,
  line,
  numbered,
  sampleEvents,
  socrates,
} from './__fixtures__/sample-log.ts';
import { htmlRenderer } from './render-html.ts';
import { renderLog } from './render-log.ts';

async function render(events: readonly Event[]): Promise<string> {
  const log = numbered(events);
  let text = '';
  for await (const piece of renderLog(htmlRenderer(), conversationAfter(log), log)) text += piece;
  return text;
}

test('the page holds the talk with its speakers, its events and its totals', async () => {
  const page = await render(sampleEvents);
  expect(page).toContain('<title>Is a joke a kind of knowledge?</title>');
  expect(page).toContain('<li><bdi>Ines</bdi> <span class="note">ollama · llama3.2</span></li>');
  expect(page).toContain('<p>What <em>is</em> a joke, my friend?</p>');
  expect(page).toContain('<article class="narrated">');
  expect(page).toContain('whispers to <bdi>Ines</bdi>');
  expect(page).toContain('Dorothy leaves.');
  expect(page).toContain('<li>$0.0213</li>');
});

test('the page needs nothing else: no script, nothing loaded', async () => {
  const page = await render(sampleEvents);
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|url\(|@import/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
});

test('every seat keeps one colour, also when an earlier seat has left', async () => {
  const by = (seatId: string) => ({ author: { kind: 'seat' as const, seatId, name: seatId } });
  const page = await render([
    created({ seats: ['s1', 's2', 's3'].map((id) => ({ ...socrates, id })) }),
    line('m1', 'a', by('s3')),
    { type: 'seat-removed', at: '2025-11-22T09:02:00.000Z', seatId: 's1' },
    line('m2', 'b', by('s3')),
  ]);
  expect(page.match(/<article class="seat-3">/g)).toHaveLength(2);
});

test('names, titles and reasons are text', async () => {
  const said = '"><script>alert(1)</script>';
  const evil = `${said}\u202e`;
  const page = await render([
    created({ title: evil, topic: evil, format: evil, seats: [{ ...socrates, name: evil }] }),
    line('m1', said, {
      author: { kind: 'seat', seatId: evil, name: evil },
      to: ['s1'],
      reason: evil,
      brain: { kind: 'ollama', model: evil, fallbackFrom: evil },
    }),
    { type: 'phase-changed', at: '2025-11-22T09:02:00.000Z', name: evil },
    { type: 'conversation-stopped', at: '2025-11-22T09:02:00.000Z', reason: { code: 'x', text: evil } },
  ]);
  expect(page).not.toContain('<script');
  expect(page).not.toContain('\u202e');
});

test.each([
  ['pt-BR', ' lang="pt-BR"'],
  ['"><script>', ''],
  ['x" onload="', ''],
])('the language %j of what is said', async (language, attribute) => {
  const page = await render([created({ settings: { ...defaultSettings, language } })]);
  expect(page).toContain(`<main${attribute}>`);
});
