import { expect, test } from './browser-test.ts';
import { type ShownLine, shownLines } from './conversation-page.ts';
import { firstWords, watchForFirstWords } from './first-words.ts';

test('one press on a poster plays, and the first words come within two seconds', async ({ page }) => {
  await watchForFirstWords(page);
  await page.goto('/');
  await page
    .getByRole('button', { name: /^Play “/ })
    .first()
    .click();
  await page.waitForURL(/\/c\//);
  const { actions, waitedMs } = await firstWords(page);
  console.log(`From the press to the first word: ${Math.round(waitedMs)} ms (design target: 600 ms)`);
  expect(actions).toBe(1);
  expect(waitedMs).toBeLessThan(2000);
});

test('the words of a line grow, and nothing that was shown changes', async ({ page }) => {
  await page.goto('/');
  await page
    .getByRole('button', { name: /^Play “/ })
    .first()
    .click();
  let shown: readonly ShownLine[] = [];
  let grown = 0;
  await expect
    .poll(
      async () => {
        const now = await shownLines(page);
        for (const [index, line] of now.entries()) {
          const before = shown[index]?.text ?? '';
          expect(line.text.slice(0, before.length)).toBe(before);
          if (before !== '' && line.text.length > before.length) grown += 1;
        }
        shown = now;
        return grown;
      },
      // Words come close after one another, and between lines there is a while to read.
      { interval: 20, timeout: 30_000 },
    )
    .toBeGreaterThan(8);
});

test('several seats speak, and each line says that it is improvised by rules', async ({ page, server }) => {
  await page.goto('/');
  await page
    .getByRole('button', { name: /^Play “/ })
    .first()
    .click();
  await page.waitForURL(/\/c\//);
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await server.rest.call('changeConversation', {
    params: { id },
    body: { settings: { pace: 'instant', maxTurns: 12 } },
  });
  await expect
    .poll(async () => new Set((await shownLines(page)).map(({ name }) => name)).size, { timeout: 20_000 })
    .toBeGreaterThan(1);
  const label = page.getByRole('article').getByText('improvised by rules', { exact: true });
  await label.first().waitFor();
});

test('a typed topic and Enter play with the cast that is proposed', async ({ page }) => {
  await page.goto('/');
  await page.getByLabel('Topic').fill('Why do we whisper in libraries?');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/c\//);
  await expect
    .poll(async () => (await shownLines(page))[0]?.text.length ?? 0, { timeout: 10_000 })
    .toBeGreaterThan(10);
  await page.getByRole('heading', { level: 1 }).getByText('Why do we whisper in libraries?').waitFor();
});

test('a format is chosen beside the cast, says who does what, and its first part is announced', async ({
  page,
}) => {
  await page.goto('/');
  await page.getByLabel('Topic').fill('Should libraries be loud?');
  const format = page.getByLabel('Format', { exact: true });
  await format.selectOption('debate');
  await page.getByText('Socrates: for the motion. Dorothy: against the motion.').waitFor();
  await page.getByLabel('Topic').press('Enter');
  await page.waitForURL(/\/c\//);
  await page.getByText('Openings').waitFor();
  await page.getByText('Each side makes its case.').waitFor();
  await expect.poll(async () => (await shownLines(page))[0]?.name, { timeout: 10_000 }).toContain('Socrates');
});
