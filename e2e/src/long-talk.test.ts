import type { Page } from 'playwright-core';
import { longLog, seqOfMessage } from '../../server/test/long-log.ts';
import { axeFindings } from './axe.ts';
import { expect, test } from './browser-test.ts';

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

const VERY_LONG = 10_000;
/** What lies behind ten pages of the server's, in messages. */
const READ_BACK = 600;
const ROWS_LIMIT = 40;

test('in a talk of 10,000 messages one reads back page after page without a jump, goes to its first line and back', async ({
  page,
  server,
}) => {
  const { id } = await server.rest.call('importConversation', { body: longLog(VERY_LONG) });
  await page.goto(`/c/${id}`);
  await expect.poll(() => numbersInView(page)).toContain(VERY_LONG);
  expect(await axeFindings(page)).toEqual([]);

  const seen = new Set<number>();
  let jumps: readonly string[] = [];
  let mostRows = 0;
  await expect
    .poll(
      async () => {
        for (const number of await numbersInView(page)) seen.add(number);
        const { jump, rows } = await readBack(page);
        if (jump !== null) jumps = [...jumps, jump];
        mostRows = Math.max(mostRows, rows);
        return Math.min(...seen);
      },
      { timeout: 90_000, interval: 10 },
    )
    .toBeLessThan(VERY_LONG - READ_BACK);
  const from = Math.min(...seen);
  const passed = Array.from({ length: VERY_LONG - from + 1 }, (_, index) => from + index);
  expect(passed.filter((number) => !seen.has(number))).toEqual([]);
  expect(jumps).toEqual([]);
  expect(mostRows).toBeLessThanOrEqual(ROWS_LIMIT);
  expect(await axeFindings(page)).toEqual([]);

  await page.goto(`/c/${id}?at=${seqOfMessage(1)}`);
  await expect.poll(() => numbersInView(page)).toContain(1);
  await page.getByText(/^The beginning · /).waitFor();
  expect(await page.getByRole('article').count()).toBeLessThanOrEqual(ROWS_LIMIT);
  expect(await axeFindings(page)).toEqual([]);

  await page.locator('body').press('End');
  await expect.poll(() => numbersInView(page)).toContain(VERY_LONG);
  expect(await page.getByRole('article').count()).toBeLessThanOrEqual(ROWS_LIMIT);
}, 180_000);

/** Of the lines that are really seen. */
function numbersInView(page: Page): Promise<number[]> {
  return page.locator('#script').evaluate((element) => {
    const view = element.getBoundingClientRect();
    return [...element.querySelectorAll('article')].flatMap((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      const number = Number(/Number(\d+) /.exec(article.textContent)?.[1]);
      return bottom > view.top && top < view.bottom && number > 0 ? [number] : [];
    });
  });
}

/** Scrolls back by half of what is seen. Says when the line that was seen first is elsewhere then, or was before. */
function readBack(page: Page): Promise<{ readonly jump: string | null; readonly rows: number }> {
  return page.locator('#script').evaluate(async (element) => {
    interface Place {
      readonly name: string;
      readonly top: number;
    }
    const nameOf = (article: Element) => /Number\d+ /.exec(article.textContent)?.[0] ?? '';
    const places = (): Place[] =>
      [...element.querySelectorAll('article')]
        .map((article) => ({ name: nameOf(article), top: article.getBoundingClientRect().top }))
        .filter(({ name }) => name !== '');
    const jumpFrom = (expected: Place | undefined, when: string) => {
      const now = places().find(({ name }) => name === expected?.name);
      // A line may be off by rounding.
      if (expected === undefined || Math.abs((now?.top ?? Number.NaN) - expected.top) <= 2) return null;
      return `${when}: ${expected.name} was at ${expected.top}, is at ${now?.top}`;
    };
    const since = jumpFrom(Reflect.get(window, 'placeKept'), 'between two steps');
    const { top, bottom } = element.getBoundingClientRect();
    const first = places()
      .filter((place) => place.top >= top && place.top < bottom)
      .toSorted((a, b) => a.top - b.top)[0];
    const before = element.scrollTop;
    element.scrollBy(0, -element.clientHeight / 2);
    const kept = first && { name: first.name, top: first.top + before - element.scrollTop };
    for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    Reflect.set(window, 'placeKept', kept);
    const rows = element.querySelectorAll('article').length;
    return { jump: since ?? jumpFrom(kept, 'after a step'), rows };
  });
}
