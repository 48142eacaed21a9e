import type { Page } from 'playwright-core';
import { signIn, signUp, TEST_PASSWORD } from '../../server/test/accounts.ts';
import { test as base } from './browser-test.ts';
import { startServerUnderTest } from './server-under-test.ts';

/** A server with accounts; Root is its admin. */
export const test = base
  .extend('server', { scope: 'file' }, async ({ model }, { onCleanup }) => {
    const server = await startServerUnderTest({
      modelUrl: model.baseUrl,
      variables: { CHIMERA_AUTH: 'accounts', CHIMERA_REGISTRATION: 'invite', CHIMERA_RATE_LIMIT: '100000' },
    });
    onCleanup(() => server.close());
    const { rest } = await signUp(server, 'root');
    return { ...server, rest };
  })
  .extend('root', { scope: 'file' }, async ({ server }) => signIn(server, 'root'));

/** On the page to sign in. */
export async function signInOn(
  page: Page,
  username: string,
  password: string = TEST_PASSWORD,
): Promise<void> {
  await page.getByLabel('Username or e-mail').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}
