import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ada, dorothy, kitchen, openPersonas, socrates } from '../__fixtures__/open-personas.tsx';

afterEach(cleanup);

const own = { ...kitchen, id: 'mill', name: 'Mill', builtIn: false, version: 2, format: 'debate' };

test('a cast shows who plays what role, what it is about, and is exported by a link', async () => {
  openPersonas('/casts/mill', { 'GET /api/casts/mill': { ok: own } });
  const first = await screen.findByRole('link', { name: /Socrates.*Role: For it/ });
  expect(first.getAttribute('href')).toBe('/personas/socrates');
  expect(screen.getByRole('link', { name: /Dorothy.*Role: Against it/ })).toBeTruthy();
  expect(screen.getByText('Is an egg a meal?')).toBeTruthy();
  expect(screen.getByText('A kitchen.')).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Export' });
  expect([link.getAttribute('href'), link.hasAttribute('download')]).toEqual([
    '/api/casts/mill/export',
    true,
  ]);
});

test('a cast that is built in becomes one of one’s own, and is changed at once', async () => {
  const copy = { ...kitchen, id: 'copy', name: 'Kitchen (copy)', builtIn: false };
  const { sent, path } = openPersonas('/casts/kitchen', {
    'POST /api/casts': { ok: copy },
    'GET /api/casts/copy': { ok: copy },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Copy' }));
  await waitFor(() => expect(path()).toBe('/casts/copy/edit'));
  const { name, line, topic, premise, format, seats } = copy;
  expect(sent()[0]?.body).toEqual({ name, line, topic, premise, format, seats });
  expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
});

test('a cast with a persona that was deleted cannot be played, and says why', async () => {
  const { sent } = openPersonas('/casts/mill', {
    'GET /api/casts/mill': { ok: { ...own, seats: [{ personaId: 'socrates' }, { personaId: 'gone' }] } },
    'GET /api/personas/gone': { status: 404, detail: 'There is no such persona.', code: 'not-found' },
  });
  expect(await screen.findByText('This persona was deleted.')).toBeTruthy();
  const play = screen.getByRole('button', { name: 'Play' });
  fireEvent.click(play);
  expect(play.getAttribute('aria-disabled')).toBe('true');
  expect(sent()).toEqual([]);
});

test('a cast is deleted after a question', async () => {
  const { sent, path } = openPersonas('/casts/mill', {
    'GET /api/casts/mill': { ok: own },
    'DELETE /api/casts/mill': { ok: null },
  });
  fireEvent.keyDown(await screen.findByRole('button', { name: /More for/ }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('Its personas stay');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(path()).toBe('/personas'));
  expect(sent().map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /api/casts/mill']);
});

test('a new cast needs a name and somebody in it; they are added, moved and given roles', async () => {
  const { sent, path } = openPersonas('/casts/new', {
    'GET /api/personas': { ok: { items: [socrates, dorothy, ada] } },
    'POST /api/casts': { ok: { ...own, id: 'made' } },
    'GET /api/casts/made': { ok: { ...own, id: 'made' } },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Keep the cast' }));
  expect(screen.getByText('Give it a name.')).toBeTruthy();
  expect(screen.getByText('Put somebody on stage.')).toBeTruthy();
  const name = screen.getByRole('textbox', { name: 'Name' });
  expect(document.activeElement).toBe(name);
  fireEvent.change(name, { target: { value: ' Night shift ' } });

  fireEvent.click(screen.getByRole('button', { name: 'Add a persona' }));
  const add = await screen.findByRole('button', { name: /Add .*Socrates/ });
  fireEvent.click(add);
  expect(add.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(screen.getByRole('button', { name: /Add .*Dorothy/ }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });

  fireEvent.change(await screen.findByRole('combobox', { name: 'Format' }), { target: { value: 'debate' } });
  fireEvent.click(await screen.findByRole('button', { name: /Earlier: .*Dorothy/ }));
  fireEvent.change(screen.getByRole('combobox', { name: /Role of .*Socrates/ }), {
    target: { value: 'for' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  await waitFor(() => expect(path()).toBe('/casts/made'));
  expect(sent()[0]).toEqual({
    method: 'POST',
    url: '/api/casts',
    body: {
      name: 'Night shift',
      line: '',
      topic: '',
      premise: '',
      format: 'debate',
      seats: [{ personaId: 'dorothy' }, { personaId: 'socrates', role: 'for' }],
    },
  });
});

test('a format that the cast is too small for is not kept, and says why', async () => {
  const { sent } = openPersonas('/casts/mill/edit', {
    'GET /api/casts/mill': { ok: { ...own, seats: [{ personaId: 'socrates' }] } },
  });
  expect(await screen.findByText('“Debate” needs 2 seats; this cast has 1.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  expect(sent()).toEqual([]);
});

test('a change goes out with its version; when there is a newer one, nothing is written until one takes it', async () => {
  const newer = { ...own, version: 3, name: 'Mill, by another tab', format: 'free-talk' };
  let now = { ...own, format: 'free-talk' };
  const { sent, path } = openPersonas('/casts/mill/edit', {
    'GET /api/casts/mill': () => ({ ok: now }),
    'PATCH /api/casts/mill': ({ body }) => {
      if (JSON.stringify(body).includes('"version":2')) {
        now = newer;
        return { status: 409, detail: 'There is a newer version.', code: 'conflict' };
      }
      return { ok: { ...newer, version: 4 } };
    },
  });
  const name = await screen.findByRole('textbox', { name: 'Name' });
  fireEvent.change(name, { target: { value: 'Mine' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  expect(await screen.findByText(/changed elsewhere meanwhile/)).toBeTruthy();
  // What was typed is still there.
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Mine');
  fireEvent.click(await screen.findByRole('button', { name: 'Take what is there now' }));
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Mill, by another tab');
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  await waitFor(() => expect(path()).toBe('/casts/mill'));
  expect(sent().map(({ body }) => body)).toMatchObject([{ version: 2, name: 'Mine' }, { version: 3 }]);
});

test('what is typed stands on the version that was opened, also when the page hears of a newer one meanwhile', async () => {
  let now = { ...own, format: 'free-talk' };
  const { sent, queries } = openPersonas('/casts/mill/edit', {
    'GET /api/casts/mill': () => ({ ok: now }),
    'PATCH /api/casts/mill': { status: 409, detail: 'There is a newer version.', code: 'conflict' },
  });
  const name = await screen.findByRole('textbox', { name: 'Name' });
  fireEvent.change(name, { target: { value: 'Mine' } });
  now = { ...now, version: 3, name: 'Theirs' };
  await act(async () => {
    await queries.invalidateQueries({ queryKey: ['casts'] });
    // The page is drawn anew a moment after the answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Mine');
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  await screen.findByText(/changed elsewhere meanwhile/);
  expect(sent()[0]?.body).toMatchObject({ name: 'Mine', version: 2 });
});

test('a refused field says so where it stands', async () => {
  openPersonas('/casts/mill/edit', {
    'GET /api/casts/mill': { ok: { ...own, format: 'free-talk' } },
    'PATCH /api/casts/mill': () =>
      Object.assign(
        { status: 400, detail: 'The request is not valid.', code: 'invalid-request' },
        { errors: [{ path: 'line', message: 'is too long' }] },
      ),
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Keep the cast' }));
  await screen.findByText('is too long');
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'One line' })));
});

test('a cast that is not there says so', async () => {
  openPersonas('/casts/nothing', {
    'GET /api/casts/nothing': { status: 404, detail: 'There is no such cast.', code: 'not-found' },
  });
  expect(await screen.findByRole('heading', { level: 1, name: 'There is no such cast.' })).toBeTruthy();
});
