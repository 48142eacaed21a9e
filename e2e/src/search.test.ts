import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Page } from 'playwright-core';
import { axeFindings } from './axe.ts';
import { expect, test } from './browser-test.ts';
import { longLog } from '../../server/test/long-log.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { tabUntil } from './tab-until.ts';

const MESSAGES = 320;
/** Of them, one that no first page holds; its log has a start of a turn before each message. */
const PLACE = 110;

const hits = (page: Page) =>
  page
    .getByRole('list')
    .filter({ has: page.locator('mark') })
    .getByRole('article');
const words = (page: Page) => page.getByRole('searchbox', { name: 'Words that were said' });
const scroller = (page: Page) => page.locator('#script');

/** A long talk in which Dorothy said something once, long ago. */
async function longTalk(server: ServerUnderTest): Promise<string> {
  const file = longLog(MESSAGES);
  const events = file.events.map(({ seq, event }) => ({ seq, event: withNeedle(event) }));
  const { id } = await server.rest.call('importConversation', { body: { ...file, events } });
  return id;
}

function withNeedle(event: Event): Event {
  if (event.type !== 'message-finished' || event.message.turnId !== `turn-${PLACE - 1}`) return event;
  return { ...event, message: { ...event.message, text: 'Only Dorothy has seen the Émeraude albatross.' } };
}

test('a line of long ago is found with the keyboard alone, opened at its place, and left again', async ({
  page,
  server,
}) => {
  await longTalk(server);
  await page.goto('/conversations');
  await tabUntil(page, /^Search what was said$/);
  await page.keyboard.press('Enter');
  await page.getByText('What are you looking for?').waitFor();
  await tabUntil(page, /^Words that were said$/);
  await page.keyboard.type('albatross emer');
  await expect.poll(() => hits(page).count()).toBe(1);
  expect(await hits(page).locator('mark').allTextContents()).toEqual(['Émeraude', 'albatross']);
  await page.getByText('1 line found.').waitFor();

  await tabUntil(page, /^Dorothy in A long evening$/);
  await page.keyboard.press('Enter');
  const line = page.getByRole('article').filter({ hasText: 'Émeraude albatross' });
  await line.waitFor();
  await expect.poll(() => line.evaluate((element) => element === document.activeElement)).toBe(true);
  await expect.poll(() => isInView(page, 'Émeraude albatross')).toBe(true);
  expect(new URL(page.url()).search).toBe(`?at=${1 + PLACE * 2}`);
  // Its neighbours are there, and those of now are not in the way.
  await page
    .getByRole('feed')
    .getByText(`Number${PLACE - 1} `)
    .waitFor();
  await page
    .getByRole('feed')
    .getByText(`Number${PLACE + 1} `)
    .waitFor();

  await page.keyboard.press('End');
  await page.getByRole('feed').getByText(`Number${MESSAGES} `).waitFor();
  await page.getByText('Émeraude albatross').waitFor({ state: 'detached' });

  await page.goBack();
  await expect.poll(() => hits(page).count()).toBe(1);
  expect(await words(page).inputValue()).toBe('albatross emer');
});

test('from a line of long ago one reads on in both directions until all of it is there', async ({
  page,
  server,
}) => {
  const id = await longTalk(server);
  await page.goto(`/c/${id}?at=${1 + PLACE * 2}`);
  await expect.poll(() => isInView(page, 'Émeraude albatross')).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Home');
  await page
    .getByRole('feed')
    .getByText(/^Number1 /)
    .waitFor({ timeout: 20_000 });

  await page.goto(`/c/${id}?at=${1 + PLACE * 2}`);
  await expect.poll(() => isInView(page, 'Émeraude albatross')).toBe(true);
  const seen = new Set<number>();
  await expect
    .poll(
      async () => {
        for (const number of await numbersInView(page)) seen.add(number);
        await scroller(page).evaluate((element) => element.scrollBy(0, element.clientHeight * 0.8));
        return seen.has(MESSAGES);
      },
      { timeout: 60_000, interval: 60 },
    )
    .toBe(true);
  const from = Math.min(...seen);
  const missed = Array.from({ length: MESSAGES - from + 1 }, (_, index) => from + index).filter(
    (number) => !seen.has(number) && number !== PLACE,
  );
  expect(missed).toEqual([]);
}, 90_000);

test('who said it and when narrow it down; nothing found is said, and can be cleared', async ({
  page,
  server,
}) => {
  await longTalk(server);
  await page.goto('/search?q=albatross&speaker=dor');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(0);
  await page.getByRole('searchbox', { name: 'Said by' }).fill('socrates');
  await page.getByText('Nothing was said about “albatross” by them, or then.').waitFor();
  await page.getByText(/^Searched \d+ conversations?\.$/).waitFor();
  await page.getByRole('searchbox', { name: 'Said by' }).fill('');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(0);
  await page.getByLabel('Until').fill('2026-02-01');
  await page.getByText('Nothing was said about').waitFor();
  await page.getByLabel('Until').fill('2026-03-01');
  await expect.poll(() => hits(page).count()).toBeGreaterThan(0);
  await page.getByLabel('From').fill('2026-03-02');
  await page.getByText('Nothing was said about').waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('What are you looking for?').waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('more of what was found comes when it is asked for, and the palette leads to it', async ({
  page,
  server,
}) => {
  await longTalk(server);
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'What do you want to do?' }).fill('number1');
  await page.getByRole('option', { name: /Search what was said for “number1”/ }).click();
  await page.getByText('30 lines shown, there are more.').waitFor();
  await page.getByRole('button', { name: 'Show older ones' }).click();
  await page.getByText('60 lines shown, there are more.').waitFor();
});

test('a search that fails says so, and is tried again', async ({ page, server }) => {
  await longTalk(server);
  await page.route('**/api/search?*', (route) => route.abort());
  await page.goto('/search?q=albatross');
  await page.getByText('It could not be searched.').waitFor({ timeout: 20_000 });
  await page.unroute('**/api/search?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => hits(page).count()).toBeGreaterThan(0);
});

const strange = [
  `an albatross ${'and a very long line of words that goes on '.repeat(60)}`,
  'The albatross said שלום עולם مرحبا 🎉🎉 <b>not bold</b> [link](javascript:alert(1))',
  `albatross${'x'.repeat(400)}`,
];

test.for([390, 1280, 1920])(
  'axe finds nothing in what was found at %i, and nothing overflows',
  async (width, { openPage, server }) => {
    await server.rest.call('importConversation', { body: strangeTalk() });
    const page = await openPage({ viewport: { width, height: 844 } });
    await page.goto('/search?q=albatross');
    await expect.poll(() => hits(page).count()).toBeGreaterThanOrEqual(3);
    expect(await axeFindings(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  },
);

function strangeTalk() {
  const at = '2026-03-02T20:00:00.000Z';
  const title = `${'A title that does not end '.repeat(8)}שלום`.slice(0, 200);
  const names = ['You', 'דורותי', 'W'.repeat(60)];
  const created = { title, topic: title, format: 'free-talk', settings: defaultSettings, seats: [] };
  const events: Event[] = [
    { type: 'conversation-created', at, ...created },
    ...strange.map(
      (text, index): Event => ({
        type: 'message-finished',
        at,
        message: {
          id: `strange-${index}`,
          author: { kind: 'human', name: names[index] ?? '' },
          text,
          status: 'complete',
          createdAt: at,
        },
      }),
    ),
  ];
  return { chimera: 1 as const, events: events.map((event, index) => ({ seq: index + 1, event })) };
}

async function isInView(page: Page, text: string): Promise<boolean> {
  const box = await page.getByRole('article').filter({ hasText: text }).boundingBox();
  const view = await scroller(page).boundingBox();
  if (!box || !view) return false;
  return box.y + box.height > view.y && box.y < view.y + view.height;
}

/** Of the lines that are really seen. */
function numbersInView(page: Page): Promise<number[]> {
  return scroller(page).evaluate((element) => {
    const view = element.getBoundingClientRect();
    return [...element.querySelectorAll('article')].flatMap((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      const number = Number(/Number(\d+)/.exec(article.textContent)?.[1]);
      return bottom > view.top && top < view.bottom && number > 0 ? [number] : [];
    });
  });
}
