import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connection, demo, openAi, provider } from './__fixtures__/listing.ts';
import { openScreen } from './__fixtures__/open-screen.tsx';

beforeEach(() => {
  localStorage.clear();
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: false,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
});
afterEach(cleanup);

const KEY = 'sk-secret-key-of-somebody';
const made = connection({ id: 'new', kind: 'openai', label: 'OpenAI', status: 'untried' });
const works = { ok: true, latencyMs: 412, model: 'gpt-5-mini', sample: 'Hello there.' };
const refused = { ok: false, latencyMs: 3, problem: { code: 'key-refused', detail: 'OpenAI refused it.' } };
const compatible = provider({ kind: 'openai-compatible', name: 'OpenAI-compatible server', needsKey: false });

async function pick(name: RegExp) {
  fireEvent.click(await screen.findByRole('button', { name: 'Add a connection' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name }));
}

function paste(text: string): void {
  fireEvent.paste(screen.getByLabelText('Key of OpenAI'), { clipboardData: { getData: () => text } });
}

test('two presses and a paste: the key is saved, tested, and who answered is named', async () => {
  const { asked } = openScreen([openAi, demo], {
    'POST /api/connections': [made],
    'POST /api/connections/new/test': [works],
  });
  await pick(/^OpenAI/);
  expect(document.activeElement).toBe(screen.getByLabelText('Key of OpenAI'));
  paste(` ${KEY}\n`);
  await screen.findByText('gpt-5-mini answered after 412 ms.');
  expect(screen.getByText('“Hello there.”')).toBeTruthy();
  expect(asked).toEqual([
    { method: 'POST', path: '/api/connections', body: { kind: 'openai', apiKey: KEY } },
    { method: 'POST', path: '/api/connections/new/test', body: {} },
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'Use for new conversations' }));
  expect(await screen.findByText('OpenAI · gpt-5-mini')).toBeTruthy();
});

test('a key is kept nowhere in the browser', async () => {
  const { queries, container } = openScreen([openAi, demo], {
    'POST /api/connections': [made],
    'POST /api/connections/new/test': [works],
  });
  await pick(/^OpenAI/);
  const field = screen.getByLabelText('Key of OpenAI');
  expect(field.getAttribute('type')).toBe('password');
  expect(field.getAttribute('autocomplete')).toBe('off');
  paste(KEY);
  await screen.findByText('It works.');
  expect(container.outerHTML).not.toContain(KEY);
  expect([...container.querySelectorAll('input')].map(({ value }) => value)).not.toContain(KEY);
  expect(JSON.stringify(Object.entries(localStorage))).not.toContain(KEY);
  const caches = [
    queries
      .getMutationCache()
      .getAll()
      .map(({ state }) => state),
    queries
      .getQueryCache()
      .getAll()
      .map(({ state }) => state),
  ];
  expect(JSON.stringify(caches)).not.toContain(KEY);
});

test('a refused key leaves the connection: another key takes its place', async () => {
  const { asked } = openScreen([openAi, demo], {
    'POST /api/connections': [made],
    'PATCH /api/connections/new': [made],
    'POST /api/connections/new/test': [refused, works],
  });
  await pick(/^OpenAI/);
  paste('sk-wrong');
  await screen.findByText('OpenAI refused it.');
  expect(screen.getByText('The connection is kept. Paste another key, or remove it.')).toBeTruthy();
  paste(KEY);
  await screen.findByText('It works.');
  expect(asked.map(({ method, body }) => [method, body])).toEqual([
    ['POST', { kind: 'openai', apiKey: 'sk-wrong' }],
    ['POST', {}],
    ['PATCH', { apiKey: KEY }],
    ['POST', {}],
  ]);
});

test('a refused key is removed with one press', async () => {
  const { asked } = openScreen([openAi, demo], {
    'POST /api/connections': [made],
    'POST /api/connections/new/test': [refused],
    'DELETE /api/connections/new': [{ status: 204 }],
  });
  await pick(/^OpenAI/);
  paste(KEY);
  await screen.findByText('OpenAI refused it.');
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/connections/new' });
});

test('while more fields are open a pasted key goes nowhere', async () => {
  const { asked } = openScreen([openAi, demo]);
  await pick(/^OpenAI/);
  const more = screen.getByText('More').closest('details');
  if (more) more.open = true;
  paste(KEY);
  expect(asked).toEqual([]);
});

test('an error of a field stands at the field', async () => {
  const message = 'A base URL has to be a whole address.';
  openScreen([compatible, demo], {
    'POST /api/connections': [
      { status: 400, code: 'invalid-request', detail: message, errors: [{ path: 'baseUrl', message }] },
    ],
  });
  await pick(/^OpenAI-compatible/);
  const field = screen.getByRole('textbox', { name: 'Address' });
  fireEvent.click(screen.getByRole('button', { name: 'Save and test' }));
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText(/^Say where the server is/)).toBeTruthy();
  fireEvent.change(field, { target: { value: 'htp:/x' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save and test' }));
  await screen.findByText(message);
  expect(field.getAttribute('aria-invalid')).toBe('true');
});

test('what belongs to no field is said above them', async () => {
  openScreen([openAi, demo], {
    'POST /api/connections': [{ status: 409, code: 'conflict', detail: 'There are 100 connections.' }],
  });
  await pick(/^OpenAI/);
  paste(KEY);
  expect((await screen.findByRole('alert')).textContent).toContain('There are 100 connections.');
});

test('an address that nobody touched is not sent with a new key', async () => {
  const own = connection({ id: 'own', kind: 'openai', label: 'Work', baseUrl: 'https://api.example/v1' });
  const { asked } = openScreen([provider({ kind: 'openai', name: 'OpenAI' }, [own]), demo], {
    'PATCH /api/connections/own': [own],
    'POST /api/connections/own/test': [works],
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Replace key: Work' }));
  paste(KEY);
  await screen.findByText('It works.');
  expect(asked[0]?.body).toEqual({ apiKey: KEY });
});

test('a limit that is reached is no reason for another key', async () => {
  const spent = { ok: false, latencyMs: 0, problem: { code: 'max-cost-day', detail: 'Your day is spent.' } };
  openScreen([openAi, demo], {
    'POST /api/connections': [made],
    'POST /api/connections/new/test': [spent],
  });
  await pick(/^OpenAI/);
  paste(KEY);
  expect(await screen.findByText('Not tested: a limit is reached')).toBeTruthy();
  expect(screen.getByText('The connection is kept.')).toBeTruthy();
});
