import { expect, test } from './browser-test.ts';
import { longLog } from '../../server/test/long-log.ts';

const MESSAGES = 2000;

test('a talk of 2,000 messages opens quickly, keeps the page small, and goes to its ends by key', async ({
  page,
  server,
}) => {
  const { id } = await server.rest.call('importConversation', { body: longLog(MESSAGES) });
  const feed = page.getByRole('feed');
  const nodes = () => page.evaluate(() => document.querySelectorAll('*').length);

  const openedAt = performance.now();
  await page.goto(`/c/${id}`);
  await feed.getByText(`Number${MESSAGES} `).waitFor();
  const openMs = performance.now() - openedAt;
  const atEnd = await nodes();

  await page.locator('body').press('Home');
  await feed.getByText(/^Number1 /).waitFor({ timeout: 20_000 });
  await feed.getByText(/^The beginning · /).waitFor();
  const atBeginning = await nodes();

  await page.locator('body').press('End');
  await feed.getByText(`Number${MESSAGES} `).waitFor();
  expect(await distanceFromEnd()).toBeLessThanOrEqual(1);

  console.log(
    `${MESSAGES} messages: open in ${Math.round(openMs)} ms, ${atEnd} nodes at the end, ${atBeginning} at the beginning`,
  );
  expect(openMs).toBeLessThan(4000);
  expect(Math.max(atEnd, atBeginning, await nodes())).toBeLessThanOrEqual(1500);

  async function distanceFromEnd(): Promise<number> {
    return page
      .locator('#script')
      .evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
  }
});

test('the page to read shows all of it, in order', async ({ page, server }) => {
  const { id } = await server.rest.call('importConversation', { body: longLog(600) });
  await page.goto(`/c/${id}/read`);
  await expect.poll(() => page.getByRole('article').count(), { timeout: 15_000 }).toBe(600);
  const numbers = await page
    .getByRole('article')
    .evaluateAll((articles) =>
      articles.map((article) => Number(/Number(\d+)/.exec(article.textContent)?.[1])),
    );
  expect(numbers).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
});
