import type { Page } from 'playwright-core';
import { expect, test } from './browser-test.ts';
import { newConversation, openConversation, untilKept } from './conversation-page.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';
import { longLog } from '../../server/test/long-log.ts';

/** Notes every change of the log region, as a screen reader would hear it. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Reflect.set(window, 'heard', heard);
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (!element?.closest('[role=log]')) continue;
        for (const node of addedNodes) heard.push(node.textContent ?? '');
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

async function heard(page: Page): Promise<readonly string[]> {
  return page.evaluate((): string[] => [...Reflect.get(window, 'heard')]);
}

test('each message is announced once, whole, with its speaker, and no word before it is finished', async ({
  page,
  server,
  model,
}) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 8)), everyMs: 40 }));
  await listen(page);
  const { id } = await newConversation(server, { settings: { maxTurns: 5 } });
  await openConversation(page, id);
  await server.rest.call('play', { params: { id } });
  const kept = await untilKept(server, id, 5);
  const whole = kept.map(({ author, text }) => `${author.name}: ${text.trim()}`);
  await expect.poll(async () => (await heard(page)).slice(0, 5)).toEqual(whole);
  // And the reason why it stopped, which nobody says.
  await expect.poll(async () => (await heard(page)).length).toBe(6);
});

test('history is not announced, however far one scrolls', async ({ page, server }) => {
  await listen(page);
  const { id } = await server.rest.call('importConversation', { body: longLog(300) });
  await openConversation(page, id);
  await page.locator('body').press('Home');
  await page.getByRole('article').first().waitFor();
  await page.mouse.move(640, 400);
  for (const by of [-3000, 5000, -9000]) await page.mouse.wheel(0, by);
  await page.locator('body').press('End');
  await page.getByText(/^Number300 /).waitFor();
  expect(await heard(page)).toEqual([]);
});
