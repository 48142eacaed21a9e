import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { field, openStudio, stubBrowser } from '../__fixtures__/open-studio.tsx';
import { StudioServer } from '../__fixtures__/studio-server.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => stubBrowser());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(sheet: object = {}) {
  const server = new StudioServer();
  server.add({ id: 'wren', name: 'Wren', ...sheet });
  openStudio('/personas/wren/edit', server);
  await field('Name');
  const saved = () => [...server.drafts.values()][0]?.sheet;
  return { server, saved };
}

const later = { timeout: 3000 };
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name, hidden: true }));
const unfold = (label: string) => {
  const details = screen.getByText(label, { selector: 'summary' }).closest('details');
  if (details) details.open = true;
};

test('lines are put in order by keyboard, and the focus goes with them', async () => {
  const { saved } = await open({ exampleMessages: ['One.', 'Two.', 'Three.'] });
  const button = screen.getByRole('button', { name: 'Later: Example line 1' });
  button.focus();
  fireEvent.click(button);
  expect(document.querySelector('div[role=status]')?.textContent).toBe('Now in place 2.');
  // The same button, at the line that moved.
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Later: Example line 2' }));
  press('Later: Example line 2');
  await waitFor(async () => expect(document.activeElement).toBe(await field('Example line 3')));
  expect(await field('Example line 3')).toHaveProperty('value', 'One.');
  press('Remove: Example line 2');
  await waitFor(async () => expect(document.activeElement).toBe(await field('Example line 2')));
  await waitFor(() => expect(saved()).toMatchObject({ exampleMessages: ['Two.', 'One.'] }), later);
});

test('a line that is added is where one types next', async () => {
  await open();
  press('Add a first line');
  await waitFor(async () => expect(document.activeElement).toBe(await field('Other first line 1')));
});

test('pauses never cross: one pushes the other', async () => {
  const { saved } = await open({ pacing: { minMs: 500, maxMs: 1000 } });
  unfold('Pacing');
  fireEvent.change(screen.getByRole('slider', { name: 'Shortest pause' }), { target: { value: '2000' } });
  expect(screen.getByRole('slider', { name: 'Longest pause' }).getAttribute('aria-valuetext')).toBe(
    '2 seconds',
  );
  await waitFor(() => expect(saved()).toMatchObject({ pacing: { minMs: 2000, maxMs: 2000 } }), later);
});

test('lore is added, told by keyword or always, changed and taken away', async () => {
  const { saved } = await open();
  unfold('Lore');
  press('Add an entry');
  const dialog = await screen.findByRole('dialog', { name: 'New entry' });
  const within1 = within(dialog);
  fireEvent.change(within1.getByRole('textbox', { name: 'What is true' }), {
    target: { value: 'The lamp is old.' },
  });
  fireEvent.change(within1.getByRole('textbox', { name: 'Keywords' }), { target: { value: 'lamp, wick,' } });
  fireEvent.click(within1.getByRole('button', { name: 'Done' }));
  await waitFor(
    () =>
      expect(saved()?.lore).toMatchObject({
        entries: [{ content: 'The lamp is old.', keys: ['lamp', 'wick'], constant: false, enabled: true }],
      }),
    later,
  );
  fireEvent.click(screen.getByRole('button', { name: /^lamp/ }));
  const again = within(await screen.findByRole('dialog', { name: /lamp/ }));
  fireEvent.click(again.getByRole('radio', { name: 'Always' }));
  fireEvent.click(again.getByRole('switch', { name: 'In use' }));
  expect(again.queryByRole('textbox', { name: 'Keywords' })).toBeNull();
  fireEvent.click(again.getByRole('button', { name: 'Done' }));
  expect(screen.getByRole('button', { name: 'lampAlwaysSwitched off' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /^lamp/ }));
  fireEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove this entry' }),
  );
  await waitFor(() => expect(saved()).not.toHaveProperty('lore'), later);
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Add an entry' }));
});

test('a number that is none changes nothing and says so', async () => {
  const entry = {
    keys: ['lamp'],
    secondaryKeys: [],
    content: 'Old.',
    enabled: true,
    constant: false,
    caseSensitive: false,
    order: 3,
    priority: 0,
  };
  const { saved } = await open({ lore: { scanDepth: 4, tokenBudget: 300, entries: [entry] } });
  unfold('Lore');
  press('lampWhen said: ⁨lamp⁩');
  const dialog = within(await screen.findByRole('dialog'));
  const place = dialog.getByRole('textbox', { name: 'Place', hidden: true });
  fireEvent.change(place, { target: { value: 'first' } });
  expect(place.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(place, { target: { value: '-7' } });
  await waitFor(() => expect(saved()?.lore?.entries).toMatchObject([{ order: -7 }]), later);
});

test('a brain that is chosen by half is in no draft, and nothing is kept before it is whole', async () => {
  const { server, saved } = await open();
  server.answers.set('GET /api/providers', () => ({
    status: 200,
    body: {
      items: [
        {
          kind: 'ollama',
          name: 'Ollama',
          local: true,
          needsKey: false,
          status: 'ready',
          detail: '',
          connections: [
            { id: 'c1', kind: 'ollama', label: 'Ollama', builtIn: true, status: 'ready', detail: '' },
          ],
        },
      ],
      chosen: { connectionId: 'c1', model: 'llama3.2', kind: 'ollama' },
    },
  }));
  server.answers.set('GET /api/connections/c1/models', () => ({
    status: 200,
    body: { items: [{ id: 'llama3.2' }, { id: 'qwen3' }] },
  }));
  cleanup();
  openStudio('/personas/wren/edit', server);
  await field('Name');
  unfold('Brain and stand-ins');
  const form = within(screen.getByRole('form', { name: 'Sheet' }));
  const connection = form.getByRole('combobox', { name: 'Connection' });
  await within(connection).findByRole('option', { name: /Ollama/ });
  fireEvent.change(connection, { target: { value: 'c1' } });
  fireEvent.change(await field('One line'), { target: { value: 'Counts.' } });
  press('Keep as version 2');
  expect((await screen.findByRole('alert')).textContent).toBe(
    'Choose a model first, or let the server choose.',
  );
  await waitFor(() => expect(saved()).toMatchObject({ tagline: 'Counts.' }), later);
  expect(saved()).not.toHaveProperty('brain');
  fireEvent.click(await form.findByRole('radio', { name: 'qwen3' }));
  await waitFor(
    () => expect(saved()).toMatchObject({ brain: { connectionId: 'c1', model: 'qwen3' } }),
    later,
  );
  press('Keep as version 2');
  expect(await screen.findByText('its page')).toBeTruthy();
});
