import type { Page } from 'playwright-core';
import { cookieOf, signUp, TEST_PASSWORD, type TestPerson } from '../../server/test/accounts.ts';
import { ask, JSON_TYPE } from '../../server/test/http-answer.ts';
import { signInOn, test } from './accounts-test.ts';
import { expect } from './browser-test.ts';
import { shownLines } from './conversation-page.ts';

/** Somebody who was invited and made an account by API; signed in nowhere. */
async function invited(url: string, { rest }: TestPerson, username: string): Promise<TestPerson> {
  const { token } = await rest.call('createInvite', { body: {} });
  return signUp({ url }, username, { invite: token });
}

let people = 0;

/** A name of its own with each try. */
function nameOf(kind: string): string {
  people += 1;
  return `${kind}-${people}`;
}

const menuOf = (page: Page) => page.getByRole('button', { name: /^Account / });

test('nobody gets in without signing in, and afterwards one is where one wanted to be', async ({ page }) => {
  await page.goto('/costs?span=month');
  await page.waitForURL(/\/sign-in\?/);
  await signInOn(page, 'root', 'not the password');
  await page.getByText('do not belong together').waitFor();
  expect(await page.getByLabel('Username or e-mail').inputValue()).toBe('root');
  await signInOn(page, 'root');
  await page.waitForURL(/\/costs\?span=month$/);
  await page.getByRole('heading', { level: 1, name: 'Costs' }).waitFor();
});

test('no script can read what proves who one is', async ({ page }) => {
  await page.goto('/sign-in');
  await signInOn(page, 'root');
  await menuOf(page).waitFor();
  const kept = await page.evaluate(() =>
    JSON.stringify([document.cookie, Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({
    name: '__Host-chimera',
    httpOnly: true,
    secure: true,
    sameSite: 'Strict',
    path: '/',
  });
  expect(kept).not.toContain(cookie?.value ?? 'no cookie');
  expect(JSON.parse(kept)[0]).toBe('');
});

test('a talk plays over the socket of who is signed in, and is gone with the sign-out in every tab', async ({
  page,
}) => {
  await page.goto('/sign-in');
  await signInOn(page, 'root');
  await page
    .getByRole('button', { name: /^Play “/ })
    .first()
    .click();
  await page.waitForURL(/\/c\//);
  await expect.poll(async () => (await shownLines(page)).length, { timeout: 10_000 }).toBeGreaterThan(0);
  const other = await page.context().newPage();
  await other.goto('/');
  await menuOf(other).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await other.waitForURL(/\/sign-in/);
  await page.waitForURL(/\/sign-in/);
  expect(await shownLines(page)).toEqual([]);
  await page.goBack();
  await page.waitForURL(/\/sign-in/);
  expect(await shownLines(page)).toEqual([]);
});

test('an invitation from the admin page lets somebody in, who sees nothing of the first', async ({
  page,
  openPage,
  root,
}) => {
  const { items } = await root.rest.call('listPersonas', {});
  const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
  await root.rest.call('createConversation', { body: { topic: 'Only for Root', seats } });
  await page.goto('/sign-in?next=/admin/invites');
  await signInOn(page, 'root');
  await page.getByRole('button', { name: 'Invite somebody' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('button', { name: /^(Make|Create|Invite)/ })
    .last()
    .click();
  const link = await dialog.locator('input[readonly]').inputValue();
  expect(link).toContain('/join#');

  const guest = await openPage();
  await guest.goto(link);
  await expect.poll(() => guest.url()).not.toContain('#');
  const name = nameOf('guest');
  await guest.getByLabel('Username', { exact: true }).fill(name);
  await guest.getByLabel('E-mail').fill(`${name}@example.org`);
  await guest.getByLabel('Password', { exact: true }).fill(TEST_PASSWORD);
  await guest.getByRole('button', { name: 'Make the account' }).click();
  await menuOf(guest).waitFor();
  await guest.goto('/conversations');
  await guest.getByRole('heading', { level: 1 }).waitFor();
  expect(await guest.getByText('Only for Root').count()).toBe(0);
  await guest.goto('/admin/users');
  await guest.getByText('This page is for admins.').waitFor();
});

test('who is disabled is out at once, whatever page is open', async ({ openPage, server, root }) => {
  const eve = await invited(server.url, root, nameOf('eve'));
  const { items } = await eve.rest.call('listPersonas', {});
  const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
  const { id } = await eve.rest.call('createConversation', { body: { topic: 'Doors', seats } });
  const page = await openPage();
  await page.goto(`/sign-in?next=/c/${id}`);
  await signInOn(page, eve.username);
  await page.getByRole('feed').waitFor();
  await root.rest.call('changeUser', { params: { id: eve.userId }, body: { state: 'disabled' } });
  await page.waitForURL(/\/sign-in/, { timeout: 10_000 });
  await signInOn(page, eve.username);
  await page.getByText('do not belong together').waitFor();
});

test('an API key is made, shown once, works, and works no more when it is revoked', async ({
  page,
  server,
}) => {
  await page.goto('/sign-in?next=/account');
  await signInOn(page, 'root');
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  await page.getByLabel('What it is for').fill('Backup at home');
  await page.getByRole('dialog').getByRole('checkbox').first().check();
  await page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
  const shown = page.getByRole('dialog').locator('input[readonly]');
  const key = await shown.inputValue();
  expect(key).toMatch(/^chm_/);
  const me = () => ask(`${server.url}/api/auth/me`, { headers: { 'x-api-key': key } });
  expect((await me()).status).toBe(200);
  await page.getByRole('dialog').getByRole('button').last().click();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByText('Backup at home').waitFor();
  expect(await page.content()).not.toContain(key);
  await page.getByRole('button', { name: /Revoke.*Backup at home/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Revoke/ })
    .click();
  await expect.poll(async () => (await me()).status).toBe(401);
});

test('an account goes with its password, and its session with it', async ({ openPage, server, root }) => {
  const { username } = await invited(server.url, root, nameOf('leaver'));
  const page = await openPage();
  await page.goto('/sign-in?next=/account');
  await signInOn(page, username);
  await page
    .getByRole('button', { name: /Delete/ })
    .last()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Current password').fill(TEST_PASSWORD);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: /Delete/ }).click();
  await page.waitForURL(/\/sign-in/);
  const body = JSON.stringify({ username, password: TEST_PASSWORD });
  const answer = await ask(`${server.url}/api/auth/sign-in`, { method: 'POST', headers: JSON_TYPE, body });
  expect([answer.status, cookieOf(answer)]).toEqual([401, '']);
});
