import type { Page } from 'playwright-core';
import { test as base, expect } from './browser-test.ts';
import {
  conversationOf,
  newConversation,
  openBrainSheet,
  openConversation,
  shownLines,
} from './conversation-page.ts';
import { startScriptedModel } from './scripted-model.ts';
import { startServerUnderTest } from './server-under-test.ts';
import { tabUntil } from './tab-until.ts';

const WRONG = 'sk-wrong-key-of-the-test-0000';
const FIRST = 'sk-first-key-of-the-test-a1b2';
const SECOND = 'sk-second-key-of-the-test-c3d4';

/** A vendor that wants a key, on a host that the operator allowed. */
const test = base
  // oxlint-disable-next-line no-empty-pattern -- a fixture names what it needs, also when that is nothing
  .extend('vendor', { scope: 'file' }, async ({}, { onCleanup }) => {
    const vendor = await startScriptedModel({ keys: [FIRST, SECOND] });
    onCleanup(() => vendor.close());
    return vendor;
  })
  .extend('server', { scope: 'file' }, async ({ model, vendor }, { onCleanup }) => {
    const server = await startServerUnderTest({
      modelUrl: model.baseUrl,
      variables: { CHIMERA_ALLOWED_HOSTS: new URL(vendor.baseUrl).host },
    });
    onCleanup(() => server.close());
    return server;
  });

test('a key is added, tested, given to a seat that speaks by it, replaced, and removed; nobody sees it again', async ({
  openPage,
  server,
  vendor,
}) => {
  const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  const answers = answersOf(page);
  vendor.follow(() => ({ pieces: ['The vendor ', 'says hello.'], everyMs: 0 }));
  await page.goto('/providers');
  await page.getByRole('button', { name: 'Add a connection' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'OpenAI One key' }).click();
  await dialog.getByText('More', { exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(vendor.baseUrl);
  await dialog.getByRole('textbox', { name: 'Name of this connection' }).fill('Stage key');
  await dialog.getByLabel('Key of OpenAI').fill(WRONG);
  await dialog.getByRole('button', { name: 'Save and test' }).click();
  await dialog.getByText(/^OpenAI refused this key\./).waitFor();
  await expectNoKey(page);

  // A refused key is kept until another takes its place: a paste is enough.
  await paste(page, FIRST);
  await dialog.getByText('scripted answered').waitFor();
  expect(await dialog.getByRole('blockquote').textContent()).toBe('“The vendor says hello.”');
  expect(vendor.lastKey()).toBe(FIRST);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Key •••• a1b2').waitFor();
  await expectNoKey(page);

  vendor.follow(() => ({ pieces: ['My lantern ', 'is lit.'], everyMs: 0 }));
  const { id } = await newConversation(server, { settings: { maxTurns: 3 } });
  await openConversation(page, id);
  await openBrainSheet(page, 'Socrates');
  await page.getByRole('combobox', { name: 'Connection' }).selectOption({ label: '\u2068Stage key\u2069' });
  await page.getByRole('radio', { name: 'scripted', checked: true }).waitFor();
  await page.getByRole('button', { name: 'Use this brain' }).click();
  await expect
    .poll(async () => (await conversationOf(server, id)).seats[0]?.brain)
    .not.toMatchObject({ connectionId: 'openai-compatible' });
  await page.getByRole('button', { name: 'Socrates Listening' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect
    .poll(() => shownLines(page), { timeout: 20_000 })
    .toContainEqual({
      name: 'Socrates',
      text: 'My lantern is lit.',
      live: false,
    });
  await expectNoKey(page);

  await page.goto('/providers');
  await page.getByRole('button', { name: 'Replace key: Stage key' }).click();
  await paste(page, SECOND);
  await page.getByText('It works.').waitFor();
  expect(vendor.lastKey()).toBe(SECOND);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('Key •••• c3d4').waitFor();
  await expectNoKey(page);

  await page.getByRole('button', { name: 'Remove: Stage key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove: Stage key' }).waitFor({ state: 'detached' });
  const { items } = await server.rest.call('listConnections', {});
  expect(items.map(({ label }) => label)).not.toContain('Stage key');
  await expectNoKey(page);
  const texts = await Promise.all(answers);
  expect(texts.length).toBeGreaterThan(10);
  for (const text of texts) for (const key of [WRONG, FIRST, SECOND]) expect(text).not.toContain(key);
});

test('a connection is added and removed with the keyboard alone', async ({ page, vendor }) => {
  vendor.follow(() => ({ pieces: ['Hello.'], everyMs: 0 }));
  await page.goto('/providers');
  await page.getByRole('heading', { name: 'Connections' }).waitFor();
  await tabUntil(page, /^Add a connection$/);
  await page.keyboard.press('Enter');
  await tabUntil(page, /^OpenAI-compatible server/);
  await page.keyboard.press('Enter');
  await expect.poll(() => nameOfFocused(page)).toBe('baseUrl');
  await page.keyboard.type(vendor.baseUrl);
  await tabUntil(page, /^More$/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await nameOfFocused(page)).toBe('apiKey');
  await page.keyboard.type(FIRST);
  await page.keyboard.press('Enter');
  await page.getByText('It works.').waitFor();
  await expect.poll(() => textOfFocused(page)).toBe('Done');
  await page.keyboard.press('Enter');
  await expect.poll(() => textOfFocused(page)).toBe('Add a connection');
  await tabUntil(page, /^Remove: OpenAI-compatible server/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabUntil(page, /^Remove$/);
  await page.keyboard.press('Enter');
  await page
    .getByRole('button', { name: /^Remove: OpenAI-compatible server/ })
    .waitFor({ state: 'detached' });
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
});

/** The texts of all answers of the server from now on. */
function answersOf(page: Page): readonly Promise<string>[] {
  const answers: Promise<string>[] = [];
  // An answer that the page left behind has no text any more.
  page.on('response', (response) => answers.push(response.text().catch(() => '')));
  return answers;
}

async function paste(page: Page, key: string): Promise<void> {
  await page.getByLabel('Key of OpenAI').focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), key);
  await page.keyboard.press('Control+v');
}

/** No key stands anywhere in the page, in a field or in what the browser keeps. */
async function expectNoKey(page: Page): Promise<void> {
  const known = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input')].map(({ value }) => value),
      ...Object.values(localStorage),
      ...Object.values(sessionStorage),
    ].join('\n'),
  );
  for (const key of [WRONG, FIRST, SECOND]) expect(known).not.toContain(key);
}

function nameOfFocused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('name'));
}

function textOfFocused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}
