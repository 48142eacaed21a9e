import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connection, demo, ollama, openAi, provider } from './__fixtures__/listing.ts';
import { openScreen } from './__fixtures__/open-screen.tsx';
import { SpentThisMonth } from './spent-this-month.tsx';

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

const own = (parts: Parameters<typeof connection>[0]) =>
  provider({ kind: 'openai', name: 'OpenAI' }, [connection(parts)]);
const work = { id: 'work', kind: 'openai' as const, label: 'Work' };

test('what runs here stands first and is taken with one press', async () => {
  openScreen([openAi, demo, own(work), ollama], {
    'GET /api/connections/ollama/models': [{ items: [{ id: 'big' }, { id: 'llama3.2', loaded: true }] }],
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Use Ollama' }));
  await screen.findByText('Ollama · llama3.2');
  const names = screen
    .getAllByRole('article')
    .map((card) => within(card).getByRole('heading', { level: 3 }).textContent);
  expect(names.slice(0, 3)).toEqual(['Ollama', 'OpenAI', 'Demo brain']);
  fireEvent.click(screen.getByRole('button', { name: 'Let the server choose' }));
  expect(screen.queryByText('Ollama · llama3.2')).toBeNull();
});

test('it says whom the server would choose', async () => {
  openScreen([demo]);
  expect(await screen.findByText('Chosen for seats without a brain')).toBeTruthy();
  expect(screen.getByText('Demo brain', { selector: 'bdi' }).parentElement?.textContent).toBe(
    'Demo brain · improvised by rules',
  );
  expect(screen.getByText(/^So far only the demo brain speaks\./)).toBeTruthy();
});

test.each([
  [{ status: 'ready' as const, latencyMs: 214 }, 'Ready· 214 ms'],
  [{ status: 'untried' as const }, 'Not tried'],
  [{ status: 'failing' as const, problem: 'key-refused' }, 'Key refused'],
  [{ status: 'failing' as const, problem: 'garbled' }, 'Failing'],
  [{ status: 'unreachable' as const, problem: 'unreachable' }, 'Not reachable'],
])('%o is said as %s', async (state, word) => {
  openScreen([own({ ...work, ...state }), demo]);
  const name = await screen.findByRole('heading', { level: 4, name: 'Work' });
  expect(name.nextElementSibling?.textContent).toBe(word);
});

test('of a key only the end is shown, and what comes from the environment stays there', async () => {
  openScreen([own({ ...work, label: 'OpenAI', builtIn: true, keyLast4: 'a1b2' }), demo]);
  expect(await screen.findByText('Key •••• a1b2')).toBeTruthy();
  expect(screen.getByRole('heading', { level: 4, name: 'From the environment' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Test: OpenAI' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Remove|Rename|Replace/ })).toBeNull();
});

test('of hundreds of models one is found by its name, with what it costs', async () => {
  const items = Array.from({ length: 312 }, (_, index) => ({ id: `m-${index}` }));
  const told = {
    id: 'told',
    name: 'Told',
    contextTokens: 128_000,
    inputPrice: 0.15,
    outputPrice: 0.6,
    vision: true,
  };
  openScreen([own(work), demo], { 'GET /api/connections/work/models': [{ items: [...items, told] }] });
  fireEvent.click(await screen.findByRole('button', { name: '313 models of Work' }));
  const list = screen.getByRole('list', { name: 'Models of Work' });
  expect(within(list).getAllByRole('listitem').length).toBeLessThan(100);
  expect(within(list).getAllByText('price unknown').length).toBeGreaterThan(0);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'told' } });
  await within(list).findByText('reads 128K tokens · in $0.15 · out $0.60 per million · sees pictures');
  expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  fireEvent.click(within(list).getByRole('button', { name: 'Use Told for new conversations' }));
  expect(await screen.findByText('Work · Told')).toBeTruthy();
});

test('a test shows who answered, with what and how fast; or what is wrong and what to do', async () => {
  openScreen([own(work), demo], {
    'POST /api/connections/work/test': [
      { ok: true, latencyMs: 900, model: 'gpt-5-mini', sample: 'Hello there.' },
      { ok: false, latencyMs: 1, problem: { code: 'blocked', detail: 'It is on a private network.' } },
    ],
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Test: Work' }));
  await screen.findByText('gpt-5-mini answered after 900 ms.');
  expect(screen.getByText('“Hello there.”')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Test: Work' }));
  expect(await screen.findByText(/^It is on a private network\. .*CHIMERA_ALLOWED_HOSTS\.$/)).toBeTruthy();
});

test('before one is removed it is said what happens to seats; new conversations let go of it', async () => {
  const stored = { brain: { connectionId: 'work', model: 'm', label: 'Work · m' } };
  localStorage.setItem('chimera.preferences', JSON.stringify(stored));
  const { asked } = openScreen([own(work), demo], { 'DELETE /api/connections/work': [{ status: 204 }] });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove: Work' }));
  const dialog = screen.getByRole('dialog');
  expect(within(dialog).getByText(/Seats that use it speak through their stand-ins/)).toBeTruthy();
  expect(within(dialog).getByText(/^New conversations use it/)).toBeTruthy();
  expect(asked).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([{ method: 'DELETE', path: '/api/connections/work', body: undefined }]);
  expect(screen.queryByText('Brain of new conversations')).toBeNull();
});

test('one that cannot be removed says why and stays', async () => {
  const refused = { status: 503, code: 'unavailable', detail: 'The database rests.' };
  openScreen([own(work), demo], { 'DELETE /api/connections/work': [refused] });
  fireEvent.click(await screen.findByRole('button', { name: 'Remove: Work' }));
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }));
  expect((await screen.findByRole('alert')).textContent).toContain('The database rests.');
});

test('a name of nothing is refused in place, a new one is sent', async () => {
  const { asked } = openScreen([own(work), demo]);
  fireEvent.click(await screen.findByRole('button', { name: 'Rename: Work' }));
  const field = screen.getByRole('textbox', { name: 'Name of this connection' });
  fireEvent.change(field, { target: { value: ' ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(field.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(field, { target: { value: 'Home' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([{ method: 'PATCH', path: '/api/connections/work', body: { label: 'Home' } }]);
});

test('two of the same name are told apart by the ends of their keys', async () => {
  const both = [
    connection({ ...work, keyLast4: 'a1b2' }),
    connection({ ...work, id: 'other', keyLast4: 'c3d4' }),
  ];
  openScreen([provider({ kind: 'openai', name: 'OpenAI' }, both), demo]);
  expect(await screen.findByRole('button', { name: 'Test: Work (••••a1b2)' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Test: Work (••••c3d4)' })).toBeTruthy();
});

test('what cannot be loaded says that keys are safe, and is asked for again', async () => {
  const down = { status: 503, code: 'unavailable', detail: 'The database rests.' };
  openScreen([demo], {
    'GET /api/providers': [
      down,
      { items: [demo], chosen: { connectionId: 'demo', kind: 'demo', model: 'x' } },
    ],
  });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The database rests. Your connections and keys are safe.');
  fireEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { name: 'Demo brain' })).toBeTruthy();
});

test('nothing is said of money that nobody counted', () => {
  const { container, rerender } = render(<SpentThisMonth />);
  expect(container.textContent).toBe('');
  rerender(<SpentThisMonth cost={1.5} unpriced={2} />);
  expect(container.textContent).toBe('Spent this month: $1.50 and 2 calls whose price is not known');
  rerender(<SpentThisMonth cost={0} unpriced={2} />);
  expect(container.textContent).toBe('Spent this month: not known, for 2 calls whose price is not known');
});
