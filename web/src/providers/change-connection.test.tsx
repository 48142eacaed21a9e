import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connection, demo, provider } from './__fixtures__/listing.ts';
import { openScreen, type Answer } from './__fixtures__/open-screen.tsx';

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

const work = connection({ id: 'work', kind: 'openai', label: 'Work', keyLast4: '1234' });
const openAi = provider({ kind: 'openai', name: 'OpenAI' }, [work]);
const works = { ok: true, latencyMs: 412, model: 'gpt-5-mini', sample: 'Hello there.' };
const refused = { ok: false, latencyMs: 3, problem: { code: 'key-refused', detail: 'OpenAI refused it.' } };

const open = (tests: readonly Answer[]) =>
  openScreen([openAi, demo], {
    'PATCH /api/connections/work': [work],
    'POST /api/connections/work/test': tests,
    'DELETE /api/connections/work': [{ status: 204 }],
  });

async function replaceKey() {
  fireEvent.click(await screen.findByRole('button', { name: 'Replace key: Work' }));
  fireEvent.paste(screen.getByLabelText('Key of OpenAI'), { clipboardData: { getData: () => 'sk-other' } });
}

test('what a test said of the old key is not said of the new one', async () => {
  open([works, refused]);
  fireEvent.click(await screen.findByRole('button', { name: 'Test: Work' }));
  await screen.findByText('“Hello there.”');
  await replaceKey();
  await screen.findByText('OpenAI refused it.');
  fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.queryByText('“Hello there.”')).toBeNull();
});

test('what a test said stays while nothing was saved', async () => {
  open([works]);
  fireEvent.click(await screen.findByRole('button', { name: 'Test: Work' }));
  await screen.findByText('“Hello there.”');
  fireEvent.click(screen.getByRole('button', { name: 'Replace key: Work' }));
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(screen.getByText('“Hello there.”')).toBeTruthy();
});

test('a connection that seats may use is not removed without a question', async () => {
  const { asked } = open([refused]);
  await replaceKey();
  await screen.findByText('OpenAI refused it.');
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  const question = await screen.findByRole('dialog', { name: /^Remove .*Work.*\?$/ });
  expect(asked.some(({ method }) => method === 'DELETE')).toBe(false);
  fireEvent.click(within(question).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/connections/work' });
});
