import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conversationWords as words } from '../../words/conversation.en.ts';
import { catchUp, dueAtMs, hear, quiet, type Backlog, type Spoken } from './backlog.ts';
import { spokenText } from './spoken-text.ts';

test.each([
  ['markup goes', 'It is *so*, **very** `so`.', 'It is so, very so.'],
  ['code is named', 'Look:\n\n```js\na\nb\n```', 'Look: code, 2 lines.'],
  ['a table is named', '| a |\n|-|\n| 1 |\n| 2 |', 'table, 2 rows.'],
  ['a link is its text', 'See [this](https://example.org).', 'See this.'],
  ['an image is named', '![a cat](https://example.org/c.png)', 'image, a cat'],
  ['list items are sentences', '- one\n- two', 'one. two.'],
  ['a line break is a pause', 'One\ntwo', 'One two'],
  ['a quotation is spoken', '> To be', 'To be'],
])('%s', (_, markdown, spoken) => {
  expect(spokenText(markdown, words)).toBe(spoken);
});

test('a long message ends with a sentence and tells how long it is', () => {
  const text = 'This sentence has exactly seven short words. '.repeat(40);
  const spoken = spokenText(text, words);
  expect(spoken.length).toBeLessThan(460);
  expect(spoken).toMatch(/words\. … 280 words in all\.$/);
});

function line(name: string, count: number) {
  return { name, text: Array.from({ length: count }, () => 'word').join(' ') };
}

test('a message is spoken at once while the reader keeps up', () => {
  const { speak } = hear(quiet, line('Dorothy', 20), 1000);
  expect(speak).toMatchObject({ kind: 'whole', line: { name: 'Dorothy' } });
});

test('behind by more than half a minute, later messages become one line', () => {
  let backlog: Backlog = hear(quiet, line('Socrates', 120), 0).backlog;
  for (const name of ['Dorothy', 'Socrates', 'Ines']) {
    const heard = hear(backlog, line(name, 30), 100);
    expect(heard.speak).toBeNull();
    backlog = heard.backlog;
  }
  const due = dueAtMs(backlog) ?? 0;
  expect(due).toBeGreaterThan(30_000);
  const { speak, backlog: after } = catchUp(backlog, due);
  expect(speak?.kind === 'summary' && speak.lines.map(({ name }) => name)).toEqual([
    'Dorothy',
    'Socrates',
    'Ines',
  ]);
  expect(dueAtMs(after)).toBeNull();
});

test('every message is told exactly once', () => {
  const message = fc.record({ gapMs: fc.nat({ max: 20_000 }), count: fc.integer({ min: 1, max: 150 }) });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      let backlog = quiet;
      let now = 0;
      const told: string[] = [];
      const note = (speak: Spoken | null) => {
        if (speak?.kind === 'whole') told.push(speak.line.name);
        if (speak?.kind === 'summary') told.push(...speak.lines.map(({ name }) => name));
      };
      for (const [index, { gapMs, count }] of messages.entries()) {
        now += gapMs;
        const due = dueAtMs(backlog);
        if (due !== null && due <= now) {
          const caught = catchUp(backlog, due);
          backlog = caught.backlog;
          note(caught.speak);
        }
        const heard = hear(backlog, line(`n${index}`, count), now);
        backlog = heard.backlog;
        note(heard.speak);
      }
      for (let due = dueAtMs(backlog); due !== null; due = dueAtMs(backlog)) {
        const caught = catchUp(backlog, due);
        backlog = caught.backlog;
        note(caught.speak);
      }
      expect(told).toEqual(messages.map((_, index) => `n${index}`));
    }),
  );
});
