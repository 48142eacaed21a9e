import type { Locator } from 'playwright-core';
import { expect, test } from './browser-test.ts';
import {
  conversationOf,
  midLine,
  openConversation,
  playingConversation,
  shownLines,
} from './conversation-page.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';
import { tabUntil } from './tab-until.ts';

test.beforeEach(({ model }) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 40)), everyMs: 60 }));
});

test('from a blank profile Tab and Enter start a scene, and the focus lands in the conversation', async ({
  page,
}) => {
  await page.goto('/');
  await page
    .getByRole('button', { name: /^Play “/ })
    .first()
    .waitFor();
  expect(await tabUntil(page, /^Play “/)).toBeLessThan(25);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/c\//);
  await expect.poll(async () => (await shownLines(page))[0]?.text.length ?? 0).toBeGreaterThan(5);
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('main')?.getAttribute('class') ?? null))
    .not.toBe(null);
});

test('the first minute of a conversation needs no mouse', async ({ page, server }) => {
  const { id } = await playingConversation(server);
  await openConversation(page, id);
  await midLine(page);
  const state = async () => (await conversationOf(server, id)).state;

  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await expect.poll(state).toBe('paused');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  await expect.poll(state).toBe('running');

  await page.keyboard.press('3');
  const third = (await conversationOf(server, id)).seats[2];
  await expect
    .poll(async () => (await conversationOf(server, id)).queue.map(({ seatId }) => seatId))
    .toEqual([third?.id]);

  await page.keyboard.press('/');
  const composer = page.getByRole('textbox', { name: 'Say something' });
  await expect.poll(() => composer.evaluate((element) => element === document.activeElement)).toBe(true);
  // In a field a key types: nothing plays, nobody is asked.
  await page.keyboard.type('1 . s ?');
  expect(await composer.inputValue()).toBe('1 . s ?');
  expect(await state()).toBe('running');
  await page.keyboard.press('Escape');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('#script') !== null))
    .toBe(true);

  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await shortcuts.getByText('Play or pause').waitFor();
  await page.keyboard.press('Escape');
  await shortcuts.waitFor({ state: 'detached' });

  await page.keyboard.press('d');
  const drawer = page.getByRole('dialog', { name: 'Direct this conversation' });
  await drawer.waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });

  await page.keyboard.press('s');
  await expect.poll(state).toBe('stopped');
});

test('everything can be found by name and reached by its sequence', async ({ page }) => {
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.waitForURL('**/personas');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('providers');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/providers');
});

test('limits over all conversations are set without a mouse, and kept answers are next door', async ({
  page,
  server,
}) => {
  await page.goto('/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('$');
  await page.waitForURL('**/costs');
  const perDay = page.getByRole('textbox', { name: 'US dollars a day' });
  await perDay.waitFor();
  for (let pressed = 0; !(await hasFocus(perDay)); pressed += 1) {
    if (pressed > 30) throw new Error('Tab does not reach the limits.');
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('2.50');
  await page.keyboard.press('Enter');
  const limits = async () => (await server.rest.call('getSpending', {})).limits;
  await expect.poll(limits).toEqual({ costPerDay: 2.5 });
  await perDay.press('Shift+Tab');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.waitForURL('**/cache');
  await page.getByRole('heading', { level: 1, name: 'Answers kept' }).waitFor();
});

async function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}
