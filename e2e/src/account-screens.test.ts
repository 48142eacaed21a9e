import type { Locator } from 'playwright-core';
import { describe } from 'vitest';
import { signUp } from '../../server/test/accounts.ts';
import { signInOn, test as base } from './accounts-test.ts';
import { expect } from './browser-test.ts';
import { expectSound } from './sound.ts';

const LONG = 'Donaudampfschifffahrtsgesellschaft';

/** Names that are long, of emoji or from right to left, everywhere where there are names. */
const test = base.extend('full', { scope: 'file' }, async ({ server, root }) => {
  const invite = async (note: string) => (await root.rest.call('createInvite', { body: { note } })).token;
  await signUp(server, 'amin', { name: 'محمد الأمين 🎭', invite: await invite('amin') });
  const name = LONG.repeat(2).slice(0, 60);
  const { userId } = await signUp(server, LONG, { name, invite: await invite('long') });
  await root.rest.call('changeUser', {
    params: { id: userId },
    body: { state: 'disabled', costPerDay: 0.25 },
  });
  await invite(LONG.repeat(3).slice(0, 80));
  await root.rest.call('createApiKey', { body: { name, scopes: ['read', 'converse', 'manage', 'admin'] } });
  const connection = { kind: 'openai', label: name, apiKey: 'sk-0123456789abcdef' } as const;
  await root.rest.call('createInstanceConnection', { body: connection });
  return true;
});

const doors = [
  '/sign-in',
  '/register',
  '/forgot',
  '/join',
  '/join#a-secret',
  '/setup#a-secret',
  '/reset#a-secret',
];
const pages = [
  '/account',
  ...['users', 'invites', 'connections', 'limits', 'audit'].map((part) => `/admin/${part}`),
];

describe.each([
  { width: 390, height: 844, hasTouch: true },
  { width: 1280, height: 800, hasTouch: false },
  { width: 1920, height: 1080, hasTouch: false },
])('at $width', ({ hasTouch, ...viewport }) => {
  test('the doors are sound', async ({ openPage }) => {
    const page = await openPage({ viewport, hasTouch });
    for (const path of doors) {
      // Only a new document has a new fragment.
      await page.goto('about:blank');
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectSound(page, path, { hasTouch });
    }
    await page.goto('/sign-in');
    await signInOn(page, 'root', 'not the password');
    await page.getByText('do not belong together').waitFor();
    await expectSound(page, 'a refusal', { hasTouch });
  });

  test('the account page and the pages of admins are sound', async ({ openPage, full }) => {
    expect(full).toBe(true);
    const page = await openPage({ viewport, hasTouch });
    await page.goto('/sign-in?next=/account');
    await signInOn(page, 'root');
    await page.waitForURL(({ pathname }) => pathname === '/account');
    for (const path of pages) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // Not the door before it.
      expect(new URL(page.url()).pathname).toBe(path);
      await expectSound(page, path, { hasTouch });
    }
  });

  test('what is asked in a dialog is sound, and Escape leaves everything as it was', async ({
    openPage,
    full,
  }) => {
    expect(full).toBe(true);
    const page = await openPage({ viewport, hasTouch });
    const dialog = page.getByRole('dialog');
    async function expectSoundDialog(opener: Locator, what: string): Promise<void> {
      await opener.click();
      await dialog.waitFor();
      await expectSound(page, what, { hasTouch });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    await page.goto('/sign-in?next=/account');
    await signInOn(page, 'root');
    await expectSoundDialog(page.getByRole('button', { name: 'Make a key' }).first(), 'a new key');
    await expectSoundDialog(page.getByRole('button', { name: /^Revoke / }).first(), 'revoke a key');
    await expectSoundDialog(page.getByRole('button', { name: 'Delete the account' }), 'delete the account');
    await page.goto('/admin/invites');
    await expectSoundDialog(page.getByRole('button', { name: 'Invite somebody' }).first(), 'an invite');
    await expectSoundDialog(page.getByRole('button', { name: /^Revoke / }).first(), 'revoke an invite');
    await page.goto('/admin/users');
    for (const action of ['Make admin', 'Enable', 'Daily limit', 'Delete']) {
      await page.getByRole('button', { name: /^Actions for .Donau/ }).click();
      await expectSoundDialog(page.getByRole('menuitem', { name: action, exact: true }), action);
    }
  });
});
