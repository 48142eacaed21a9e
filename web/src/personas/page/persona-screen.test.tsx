import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ada, listed, openPersonas, socrates } from '../__fixtures__/open-personas.tsx';

afterEach(cleanup);

const versions = {
  ok: {
    items: [
      { version: 3, savedAt: '2026-03-03T09:00:00.000Z', changed: ['greeting', 'traits'] },
      { version: 2, savedAt: '2026-03-02T09:00:00.000Z', changed: [] },
      { version: 1, savedAt: '2026-03-01T09:00:00.000Z', changed: ['name'] },
    ],
  },
};

const whole = listed({
  id: 'ada',
  name: 'Ada',
  builtIn: false,
  version: 3,
  description: '{{char}} looks at {{user}}. <b>Bold</b> <img src="https://elsewhere.example/x.png">',
  systemPrompt: 'You are Ada.',
  greeting: 'Sit down.',
  alternateGreetings: ['You again.', 'Shout.'],
  exampleMessages: ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'],
  traits: ['dry'],
  aliases: ['Mrs Loom'],
  tags: ['mill'],
  talkativeness: 1,
  pacing: { minMs: 500, maxMs: 1800 },
  style: { creativity: 0, verbosity: 0.25, formality: 0.5, humor: 0.75, warmth: 1 },
  lore: {
    name: 'The mill',
    scanDepth: 4,
    tokenBudget: 500,
    entries: [
      {
        keys: ['loom', 'mill'],
        secondaryKeys: [],
        content: 'It burned.',
        enabled: false,
        constant: false,
        caseSensitive: false,
        order: 0,
        priority: 0,
      },
    ],
  },
  credits: { creator: 'loomwright', version: '1.2' },
});

test('all of a sheet is there, its texts as text', async () => {
  const { container } = openPersonas('/personas/ada', { 'GET /api/personas/ada': { ok: whole } });
  await screen.findByRole('heading', { level: 1, name: 'Ada' });
  for (const text of [
    /^Ada looks at you\. <b>Bold<\/b> <img/,
    'Sit down.',
    'You again.',
    'Six.',
    'dry',
    'Speaks whenever it can.',
    'Answers after 0.5 to 1.8 seconds.',
    'loomwright',
    '1.2',
    'It burned.',
    'Switched off',
  ])
    expect(screen.getByText(text)).toBeTruthy();
  expect(screen.getByText(/Mrs Loom/)).toBeTruthy();
  expect(screen.getByText(/The mill.* · 1 entry/)).toBeTruthy();
  expect(container.querySelector('img, b')).toBeNull();
  const meters = screen.getAllByRole('meter').map((meter) => meter.getAttribute('aria-valuetext'));
  expect(meters).toEqual(['Keeps to what is known', 'Brief', 'Everyday', 'Funny', 'Very warm']);
  expect(screen.getByRole('link', { name: 'mill' }).getAttribute('href')).toBe('/personas?tag=mill');
  expect(screen.getByText('2 other first lines').closest('details')).toHaveProperty('open', false);
});

test('a text that is long is shown by its beginning, and whole on a press', async () => {
  const long = listed({ id: 'ada', name: 'Ada', description: 'word '.repeat(2000) });
  openPersonas('/personas/ada', { 'GET /api/personas/ada': { ok: long } });
  const button = await screen.findByRole('button', { name: 'Show all of it', expanded: false });
  fireEvent.click(button);
  expect(screen.getByRole('button', { name: 'Show less', expanded: true })).toBe(button);
});

test('one that comes with Chimera is copied, not edited or deleted, and has no versions', async () => {
  const copy = listed({ id: 'copy', name: 'Socrates (copy)', builtIn: false });
  const { sent, path } = openPersonas('/personas/socrates', {
    'POST /api/personas/socrates/copy': { ok: copy },
    'GET /api/personas/copy': { ok: copy },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Copy' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Socrates (copy)' })).toBeTruthy();
  expect(path()).toBe('/personas/copy');
  expect(sent()).toHaveLength(1);
  expect(screen.getByRole('link', { name: 'Edit' }).getAttribute('href')).toBe('/personas/copy/edit');
});

test('what comes with Chimera has no edit, no delete and no versions', async () => {
  openPersonas('/personas/socrates');
  await screen.findByRole('button', { name: 'Copy' });
  expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
  expect(screen.queryByRole('button', { name: /More for/ })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'Versions' })).toBeNull();
});

test('an export is a file behind a link, for each format', async () => {
  openPersonas('/personas/socrates');
  const button = await screen.findByRole('button', { name: 'Export' });
  fireEvent.keyDown(button, { key: 'Enter' });
  const items = await screen.findAllByRole('menuitem');
  expect(items.map((item) => [item.getAttribute('href'), item.hasAttribute('download')])).toEqual([
    ['/api/personas/socrates/export?format=card-v3', true],
    ['/api/personas/socrates/export?format=card-v2', true],
    ['/api/personas/socrates/export?format=png', true],
  ]);
});

test('it is deleted after a question that says what stays, and then it is in no list and not asked for', async () => {
  let isGone = false;
  const { asked, path } = openPersonas('/personas/ada', {
    'GET /api/personas/ada': () =>
      isGone ? { status: 404, detail: 'There is no such persona.' } : { ok: whole },
    'DELETE /api/personas/ada': () => {
      isGone = true;
      return { ok: null };
    },
  });
  fireEvent.keyDown(await screen.findByRole('button', { name: /More for/ }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', { name: /Delete .*Ada/ });
  expect(dialog.textContent).toContain('Conversations keep the sheet that they play by.');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(path()).toBe('/personas'));
  expect(screen.queryByRole('dialog')).toBeNull();
  const after = asked.findIndex(({ method }) => method === 'DELETE');
  expect(asked.slice(after).filter(({ url }) => url === '/api/personas/ada')).toHaveLength(1);
});

test('a refusal to delete stays in the question', async () => {
  openPersonas('/personas/ada', {
    'GET /api/personas/ada': { ok: whole },
    'DELETE /api/personas/ada': { status: 503, detail: 'The disk is full.' },
  });
  fireEvent.keyDown(await screen.findByRole('button', { name: /More for/ }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }));
  fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText('The disk is full.')).toBeTruthy();
});

test('versions say what changed, in words', async () => {
  openPersonas('/personas/ada', {
    'GET /api/personas/ada': { ok: whole },
    'GET /api/personas/ada/versions': versions,
  });
  expect(await screen.findByText('Changed: first line and traits.')).toBeTruthy();
  expect(screen.getByText('Kept without a change.')).toBeTruthy();
  const compare = screen.getByRole('link', { name: 'Compare version 2 with the newest' });
  expect(compare.getAttribute('href')).toBe('/personas/ada/versions?left=2&right=3');
  expect(screen.queryByRole('button', { name: 'Restore version 3' })).toBeNull();
});

test('an earlier version is looked at, and restored after a question', async () => {
  const then = { ...whole, version: 1, name: 'Ada before', description: 'As she was.' };
  const { sent } = openPersonas('/personas/ada', {
    'GET /api/personas/ada': { ok: whole },
    'GET /api/personas/ada/versions': versions,
    'GET /api/personas/ada/versions/1': { ok: then },
    'POST /api/personas/ada/versions/1/restore': { ok: { ...then, version: 4 } },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Look at version 1' }));
  const sheet = await screen.findByRole('dialog', { name: /Version 1/ });
  expect(await within(sheet).findByText('As she was.')).toBeTruthy();
  fireEvent.click(within(sheet).getByRole('button', { name: 'Restore version 1' }));
  const question = await screen.findByRole('dialog', { name: 'Make version 1 the newest?' });
  fireEvent.click(within(question).getByRole('button', { name: 'Restore it' }));
  expect(await screen.findByText('Version 1 is the newest again, as version 4.')).toBeTruthy();
  expect(sent().map(({ url }) => url)).toEqual(['/api/personas/ada/versions/1/restore']);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('two versions stand beside each other: what differs first and marked, what does not behind a word', async () => {
  const old = { ...whole, version: 1, greeting: 'Sit there.' };
  openPersonas('/personas/ada/versions?left=1&right=3', {
    'GET /api/personas/ada': { ok: whole },
    'GET /api/personas/ada/versions': versions,
    'GET /api/personas/ada/versions/1': { ok: old },
    'GET /api/personas/ada/versions/3': { ok: whole },
  });
  expect(await screen.findByText('1 field differs.')).toBeTruthy();
  expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
    'there.',
    'down.',
  ]);
  expect(screen.getByText('18 fields are the same').closest('details')).toHaveProperty('open', false);
  fireEvent.click(screen.getByRole('button', { name: 'Swap the sides' }));
  await waitFor(() =>
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual([
      'down.',
      'there.',
    ]),
  );
});

test('where it has played is a list of conversations, or says that it is none', async () => {
  openPersonas('/personas/ada', { 'GET /api/personas/ada': { ok: ada } });
  expect(await screen.findByText('It has not played yet.')).toBeTruthy();
});

test('one that is not there says so; one that could not be loaded can be tried again', async () => {
  openPersonas('/personas/nobody', {
    'GET /api/personas/nobody': { status: 404, detail: 'There is no such persona.', code: 'not-found' },
  });
  expect(await screen.findByRole('heading', { level: 1, name: 'There is no such persona.' })).toBeTruthy();
  cleanup();
  let isDown = true;
  openPersonas('/personas/socrates', {
    'GET /api/personas/socrates': () => (isDown ? { status: 503, detail: 'Not now.' } : { ok: socrates }),
  });
  await screen.findByText('Not now.', undefined, { timeout: 3000 });
  isDown = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Socrates' })).toBeTruthy();
});
