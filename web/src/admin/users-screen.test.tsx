import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ada, bob, openScreen } from './__fixtures__/open-screen.tsx';
import { UsersScreen } from './users-screen.tsx';

afterEach(cleanup);

const users = { 'GET /api/admin/users': { ok: { items: [ada, bob] } } };

async function choose(name: string, item: string): Promise<void> {
  const button = await screen.findByRole('button', { name: new RegExp(`^Actions for .*${name}`) });
  fireEvent.keyDown(button, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: item }));
}

test('whoever is no admin is told so, and no list is asked for', async () => {
  const { asked } = openScreen(UsersScreen, { 'GET /api/auth/me': { ok: { ...ada, role: 'member' } } });
  await screen.findByRole('heading', { name: 'This page is for admins.' });
  expect(asked).toEqual(['GET /api/auth/me']);
});

test('where there are no accounts there is nothing here', async () => {
  const problem = { code: 'not-found', detail: 'Nothing here.' };
  openScreen(UsersScreen, { 'GET /api/auth/me': { status: 404, problem } });
  expect(await screen.findByRole('heading', { name: 'There is nothing at this address.' })).toBeTruthy();
});

test('one’s own row is marked, and only that', async () => {
  openScreen(UsersScreen, users);
  const rows = await screen.findAllByRole('article');
  expect(rows.map((row) => within(row).queryByText('You') !== null)).toEqual([true, false]);
});

test('the refusal of the last admin stays in view', async () => {
  const problem = { code: 'conflict', detail: 'This is the last admin.' };
  openScreen(UsersScreen, { ...users, 'PATCH /api/admin/users/u1': { status: 409, problem } });
  await choose('Ada', 'Make member');
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Make member' }));
  expect(await within(dialog).findByText('This is the last admin.')).toBeTruthy();
});

test('an account goes only when its username is typed', async () => {
  const { asked } = openScreen(UsersScreen, users);
  await choose('Bob', 'Delete');
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('12 conversations, with everything that was said in them')).toBeTruthy();
  const confirm = within(dialog).getByRole('button', { name: 'Delete the account' });
  fireEvent.click(confirm);
  expect(within(dialog).getByText('That is not the username.')).toBeTruthy();
  // A call would be made a moment later.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked.some((call) => call.startsWith('DELETE'))).toBe(false);
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'bob' } });
  fireEvent.click(confirm);
  await expect.poll(() => asked.includes('DELETE /api/admin/users/u2')).toBe(true);
});

test('a reset link is shown once and kept in no cache', async () => {
  const url = 'https://example.org/reset#secret-of-a-link';
  const link = { token: 'secret-of-a-link', url, expiresAt: '2026-12-01T10:00:00.000Z' };
  const { queries } = openScreen(UsersScreen, {
    ...users,
    'POST /api/admin/users/u2/reset-link': { ok: link },
  });
  await choose('Bob', 'Reset link');
  fireEvent.click(await screen.findByRole('button', { name: 'Make the link' }));
  expect(await screen.findByDisplayValue(url)).toBeTruthy();
  const kept = [...queries.getQueryCache().getAll(), ...queries.getMutationCache().getAll()];
  expect(JSON.stringify(kept.map(({ state }) => state))).not.toContain('secret-of-a-link');
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(screen.queryByDisplayValue(url)).toBeNull();
});
