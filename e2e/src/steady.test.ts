import type { FormatDocument } from '@chimera/protocol/format';
import { expect, test } from './browser-test.ts';
import { openConversation, newConversation, untilKept, midLine } from './conversation-page.ts';
import { charactersOf, lineOf, wordsOf } from '../../server/test/lines.ts';

const MESSAGES = 20;
/** Cumulative layout shift that a whole stream may cause. */
const SHIFT_LIMIT = 0.02;

test('nothing jumps while twenty messages stream in', async ({ page, server, model }) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 20 + ((asked * 11) % 30))), everyMs: 5 }));
  await page.addInitScript(() => {
    const shifts: { value: number; moved: string[] }[] = [];
    Reflect.set(window, 'shifts', shifts);
    interface Source {
      readonly node?: Element | null;
      readonly previousRect: DOMRectReadOnly;
      readonly currentRect: DOMRectReadOnly;
    }
    const describe = ({ node, previousRect, currentRect }: Source) =>
      `${previousRect.top}+${previousRect.height} → ${currentRect.top}+${currentRect.height}: ${node?.outerHTML?.slice(0, 100)}`;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (Reflect.get(entry, 'hadRecentInput') === true) continue;
        const sources: Source[] = Reflect.get(entry, 'sources') ?? [];
        shifts.push({
          value: Reflect.get(entry, 'value'),
          moved: sources.map((source) => describe(source)),
        });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const { id } = await newConversation(server, { settings: { maxTurns: MESSAGES } });
  await openConversation(page, id);
  await server.rest.call('play', { params: { id } });
  await untilKept(server, id, MESSAGES);
  const shifts = await page.evaluate((): { value: number; moved: string[] }[] =>
    Reflect.get(window, 'shifts'),
  );
  const total = shifts.reduce((sum, { value }) => sum + value, 0);
  console.log(`Cumulative layout shift over ${MESSAGES} messages: ${total.toFixed(4)}`);
  expect(total, JSON.stringify(shifts)).toBeLessThanOrEqual(SHIFT_LIMIT);
});

/** Whether bold words are too many for speech is seen at the head of a line: these come behind it. */
const SPEECH = [
  'It was late, and the house was so quiet that one could hear the clock in the kitchen two rooms away.\n\n',
  'So I lit the small lamp, took off my shoes, and went through every room, one after the other.\n\n',
  'First I looked **under** the table.\n\n',
  'A key, a coin, no *stamp*.\n\n',
  'The drawer said `open`.\n\n',
  '> Nobody asked me.\n\n',
  'Then [outside](https://example.org/).\n\n',
  'And that was all.',
];

/** A line that is longer than was asked for ends with its sentence, so much is asked for. */
const longSpeeches: FormatDocument = {
  name: 'Speeches',
  description: 'Everybody makes a speech.',
  frame: 'Everybody makes a speech.',
  phases: [{ id: 'speech', name: 'Speech', order: 'round-robin', words: [100, 200] }],
};

test('a block that is done is never touched again while the rest of the line is spoken', async ({
  page,
  server,
  model,
}) => {
  model.follow(() => ({ pieces: charactersOf(SPEECH.join('')), everyMs: 12 }));
  const { id } = await newConversation(server, { format: longSpeeches });
  await openConversation(page, id);
  await server.rest.call('step', { params: { id } });
  await midLine(page);
  await page.evaluate(() => {
    const done = new Map<Element, { html: string; top: number }>();
    const broken: string[] = [];
    Reflect.set(window, 'blocks', { done, broken });
    const said = document.querySelector('[role=feed] .said');
    const placeOf = (block: Element) =>
      block.getBoundingClientRect().top - (said?.getBoundingClientRect().top ?? 0);
    const look = () => {
      for (const [block, { html, top }] of done) {
        if (!block.isConnected) broken.push(`replaced: ${html}`);
        else if (block.outerHTML !== html) broken.push(`changed: ${html}`);
        else if (Math.abs(placeOf(block) - top) > 0.5) broken.push(`moved: ${html}`);
      }
      for (const block of [...(said?.children ?? [])].slice(0, -1))
        if (!done.has(block)) done.set(block, { html: block.outerHTML, top: placeOf(block) });
      requestAnimationFrame(look);
    };
    look();
  });
  await untilKept(server, id, 1);
  await page.getByText('And that was all.', { exact: true }).waitFor();
  const { done, broken } = await page.evaluate(() => {
    const blocks: { done: Map<Element, unknown>; broken: string[] } = Reflect.get(window, 'blocks');
    return { done: blocks.done.size, broken: blocks.broken };
  });
  expect(broken).toEqual([]);
  expect(done).toBeGreaterThanOrEqual(SPEECH.length - 1);
});
