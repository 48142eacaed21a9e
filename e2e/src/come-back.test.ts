import type { Message } from '@chimera/protocol/message';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { expect, test } from './browser-test.ts';
import { layCable } from '../../server/test/cable.ts';
import {
  conversationOf,
  keptMessages,
  liveText,
  midLine,
  openConversation,
  playingConversation,
  shownLines,
  untilKept,
} from './conversation-page.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';
import type { ScriptedModel } from './scripted-model.ts';
import type { ServerUnderTest } from './server-under-test.ts';

/** High enough that every line of these talks is really in the page. */
const TALL = { viewport: { width: 1280, height: 2400 } };

const WORDS = 24;

function speakSlowly(model: ScriptedModel): void {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, WORDS)), everyMs: 50 }));
}

/** For a second, whatever is shown of the line that is being spoken is what the model said, from its first word on. */
async function expectWordsInPlace(page: Page): Promise<void> {
  for (let look = 0; look < 20; look += 1) {
    const text = await liveText(page);
    const number = Number(/^Number(\d+) /.exec(text)?.[1] ?? 0);
    if (number > 0) expect(lineOf(number - 1, WORDS).slice(0, text.length)).toBe(text);
    await page.waitForTimeout(50);
  }
}

/** Ends the talk, and compares what is seen with what is kept: every line once, whole, in order. */
async function expectNothingLost(page: Page, server: ServerUnderTest, id: string): Promise<void> {
  await server.rest.call('pause', { params: { id } });
  const kept = await keptMessages(server, id);
  await expect
    .poll(async () => (await shownLines(page)).map(({ name, text }) => ({ name, text })))
    .toEqual(kept.map(asShown));
}

function asShown({ author, text }: Message): { name: string; text: string } {
  return { name: author.name, text: text.trim() };
}

test('a tab that is closed in mid-line and opened again has lost nothing, and the talk went on', async ({
  openPage,
  server,
  model,
}) => {
  speakSlowly(model);
  const { id } = await playingConversation(server);
  const page = await openPage(TALL);
  await openConversation(page, id);
  await untilKept(server, id, 1);
  await midLine(page);
  const before = (await conversationOf(server, id)).turns;
  await page.close();
  await expect.poll(async () => (await conversationOf(server, id)).turns).toBeGreaterThan(before + 1);
  const again = await page.context().newPage();
  await openConversation(again, id);
  await midLine(again);
  await expectWordsInPlace(again);
  await expectNothingLost(again, server, id);
});

test('a connection that breaks in mid-line comes back by itself, and no word is lost or doubled', async ({
  openPage,
  server,
  model,
}) => {
  speakSlowly(model);
  const cable = await layCable(server.url);
  onTestFinished(() => cable.close());
  const { id } = await playingConversation(server);
  const page = await openPage({ ...TALL, baseURL: cable.url });
  await openConversation(page, id);
  await midLine(page);
  cable.cut();
  await page.getByText(/^Reconnecting, /).waitFor();
  const turns = (await conversationOf(server, id)).turns;
  await expect.poll(async () => (await conversationOf(server, id)).turns).toBeGreaterThan(turns);
  cable.mend();
  await page.getByText(/^Reconnecting, /).waitFor({ state: 'detached' });
  await midLine(page);
  await expectWordsInPlace(page);
  await expectNothingLost(page, server, id);
});

test('a page whose network is switched off and on again goes on where it was', async ({
  openPage,
  server,
  model,
}) => {
  speakSlowly(model);
  const { id } = await playingConversation(server);
  const page = await openPage(TALL);
  await openConversation(page, id);
  await midLine(page);
  await page.context().setOffline(true);
  const turns = (await conversationOf(server, id)).turns;
  await expect.poll(async () => (await conversationOf(server, id)).turns).toBeGreaterThan(turns);
  await page.context().setOffline(false);
  await midLine(page);
  await expectWordsInPlace(page);
  await expectNothingLost(page, server, id);
});

test('after the server was killed in mid-line the page reconnects, the line is marked and the talk goes on', async ({
  openPage,
  server,
  model,
}) => {
  // Long enough that no machine is so slow that the line ends before the kill.
  model.follow((asked) => ({
    pieces: wordsOf(lineOf(asked, asked === 0 ? WORDS : 20 * WORDS)),
    everyMs: 50,
  }));
  const { id } = await playingConversation(server);
  const page = await openPage(TALL);
  await openConversation(page, id);
  await untilKept(server, id, 1);
  // The page may still be showing the end of the first line when the server has begun the second one.
  await expect.poll(() => liveText(page), { timeout: 15_000, interval: 20 }).toMatch(/^Number2 .{150}/);
  const heard = await liveText(page);
  await server.kill();
  await page.getByText(/^Reconnecting, /).waitFor();
  await server.start();
  await page.getByText(/^Reconnecting, /).waitFor({ state: 'detached', timeout: 20_000 });
  const broken = page.getByRole('article').filter({ hasText: 'interrupted' }).first();
  await broken.waitFor();
  const saved = (await keptMessages(server, id)).find(({ status }) => status === 'interrupted');
  expect(saved?.text.length).toBeGreaterThan(0);
  expect(heard.startsWith((saved?.text ?? '').slice(0, heard.length).trim())).toBe(true);
  await midLine(page);
  await expectNothingLost(page, server, id);
});
