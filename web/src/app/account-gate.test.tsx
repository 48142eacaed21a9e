import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { App } from './app.tsx';

const profile = {
  id: 'u1',
  username: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  role: 'member',
  createdAt: '2026-01-01T00:00:00.000Z',
};
const accounts = { auth: 'accounts', registration: 'open', needsAdmin: false, sendsMail: true };

let asked: string[] = [];
let isIn = false;

/** A server with one account, whose password is `right password`. */
function serve(instance: object): void {
  const answer = (status: number, body?: object) =>
    Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', (url: string, init: { method: string; body?: string }) => {
    const call = `${init.method} ${url}`;
    asked.push(call);
    if (call === 'GET /api/instance') return answer(200, instance);
    if (call === 'POST /api/auth/sign-in') {
      isIn = init.body?.includes('right password') === true;
      return isIn ? answer(200, profile) : answer(401);
    }
    if (!isIn) return answer(401);
    if (call === 'GET /api/auth/me') return answer(200, profile);
    if (call === 'POST /api/auth/logout') {
      isIn = false;
      return answer(204);
    }
    return answer(200, { items: [], providers: [] });
  });
}

beforeEach(() => {
  asked = [];
  isIn = false;
  localStorage.clear();
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(path: string): void {
  window.history.replaceState(null, '', path);
  render(<App />);
}

function signInWith(password: string): void {
  fireEvent.change(screen.getByLabelText('Username or e-mail'), { target: { value: 'ada' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: password } });
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

test('where there are no accounts nothing more is asked, and their screens are not there', async () => {
  isIn = true;
  serve({ auth: 'local' });
  open('/sign-in');
  expect(await screen.findByText('There is nothing at this address.')).toBeTruthy();
  expect(asked).toEqual(['GET /api/instance']);
});

test('whoever is not in signs in, and goes on where they wanted to be', async () => {
  serve(accounts);
  open('/settings');
  await screen.findByLabelText('Username or e-mail');
  expect(window.location.search).toBe('?next=%2Fsettings');
  signInWith('wrong password');
  expect(await screen.findByText(/do not belong together/)).toBeTruthy();
  expect(document.activeElement?.textContent).toMatch(/do not belong together/);
  signInWith('right password');
  expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
  expect(window.location.pathname).toBe('/settings');
  expect(JSON.stringify(Object.entries(localStorage))).not.toContain('right password');
});

test('an address of another host is no way back', async () => {
  serve(accounts);
  open('/sign-in?next=//evil.example');
  await screen.findByLabelText('Username or e-mail');
  signInWith('right password');
  await waitFor(() => expect(window.location.pathname).toBe('/'));
});

test('a session that ends in mid-use leads to the door and back, and drafts stay', async () => {
  isIn = true;
  serve(accounts);
  open('/settings');
  await screen.findByRole('heading', { name: 'Settings' });
  await screen.findByRole('button', { name: /^Account Ada/ });
  localStorage.setItem('chimera.draft.c1', 'unsent');
  isIn = false;
  fireEvent.click(screen.getByRole('link', { name: 'Conversations' }));
  await screen.findByLabelText('Username or e-mail');
  expect(window.location.search).toBe('?next=%2Fconversations');
  signInWith('right password');
  await waitFor(() => expect(window.location.pathname).toBe('/conversations'));
  expect(localStorage.getItem('chimera.draft.c1')).toBe('unsent');
});

test('the drafts of another person are gone', async () => {
  isIn = true;
  localStorage.setItem('chimera.person', 'u2');
  localStorage.setItem('chimera.draft.c1', 'of somebody else');
  serve(accounts);
  open('/settings');
  await screen.findByRole('button', { name: /^Account Ada/ });
  await waitFor(() => expect(localStorage.getItem('chimera.draft.c1')).toBeNull());
});

test('the secret of a link leaves the address bar, and is what is sent', async () => {
  serve(accounts);
  open('/join#s3cret');
  await screen.findByLabelText('Username');
  expect(window.location.hash).toBe('');
});
