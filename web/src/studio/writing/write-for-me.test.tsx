import { blankSheet } from '@chimera/protocol/blank-sheet';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { field, openStudio, stubBrowser } from '../__fixtures__/open-studio.tsx';
import { problem, StudioServer } from '../__fixtures__/studio-server.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => stubBrowser());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const sheet = { ...blankSheet, name: 'Wren', tagline: 'Keeps a light.', systemPrompt: 'You are Wren.' };

async function ask(idea: string, server = new StudioServer()) {
  openStudio('/personas/new', server);
  fireEvent.change(await field('Name'), { target: { value: 'Robin' } });
  fireEvent.click(screen.getByRole('button', { name: 'Draft it for me' }));
  const dialog = await screen.findByRole('dialog');
  fireEvent.change(within(dialog).getByRole('textbox', { name: 'In a sentence' }), {
    target: { value: idea },
  });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Write it' }));
  return { server, dialog };
}

function writing() {
  const server = new StudioServer();
  const asked: unknown[] = [];
  server.answers.set('POST /api/personas/draft', (body) => {
    asked.push(body);
    return { status: 200, body: { sheet } };
  });
  return { server, asked };
}

test('without a model it says why, and leads to the providers; nothing is lost', async () => {
  const server = new StudioServer();
  server.answers.set('POST /api/personas/draft', () => problem(503, 'There is no model to write it.'));
  const { dialog } = await ask('A keeper of lights.', server);
  const alert = await within(dialog).findByRole('alert');
  expect(alert.textContent).toContain('There is no model to write it.');
  expect(within(alert).getByRole('link', { name: 'To the providers' }).getAttribute('href')).toBe(
    '/providers',
  );
  expect(within(dialog).getByRole('textbox', { name: 'In a sentence' })).toHaveProperty(
    'value',
    'A keeper of lights.',
  );
});

test('an empty idea is asked for first', async () => {
  const { server, dialog } = await ask('  ');
  expect(
    within(dialog).getByText('Say in a sentence who it is.', { selector: 'p[id]:not([id*=radix])' }),
  ).toBeTruthy();
  expect(server.asked).not.toContain('POST /api/personas/draft');
});

test('it fills what is empty, and one’s own words stay unless one says otherwise', async () => {
  const { server, asked } = writing();
  await ask('A keeper of lights.', server);
  const question = await screen.findByRole('dialog', { name: 'Yours, or what it wrote?' });
  expect(asked).toEqual([{ idea: 'A keeper of lights.' }]);
  expect(question.textContent).toContain('Filled in: One line and How to play it.');
  expect(question.textContent).toContain('It also wrote Name');
  fireEvent.click(within(question).getByRole('button', { name: 'Keep mine' }));
  expect(await field('Name')).toHaveProperty('value', 'Robin');
  expect(await field('One line')).toHaveProperty('value', 'Keeps a light.');
});

test('all of it can be taken, and taken back', async () => {
  const { server } = writing();
  await ask('A keeper of lights.', server);
  fireEvent.click(await screen.findByRole('button', { name: 'Replace them' }));
  expect(await field('Name')).toHaveProperty('value', 'Wren');
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(async () => expect(await field('Name')).toHaveProperty('value', 'Robin'));
  expect(await field('One line')).toHaveProperty('value', '');
});

test('stopping gives it up, and the idea stays', async () => {
  const server = new StudioServer();
  const held = Promise.withResolvers<never>();
  const { fetch } = server;
  Object.assign(server, {
    fetch: (url: string, init: Parameters<typeof fetch>[1]) => {
      if (url !== '/api/personas/draft') return fetch(url, init);
      init.signal?.addEventListener('abort', () => held.reject(init.signal?.reason));
      return held.promise;
    },
  });
  const { dialog } = await ask('A keeper of lights.', server);
  fireEvent.click(await within(dialog).findByRole('button', { name: 'Stop' }));
  const idea = await within(dialog).findByRole('textbox', { name: 'In a sentence' });
  expect(idea).toHaveProperty('value', 'A keeper of lights.');
  await expect(held.promise).rejects.toBeTruthy();
  expect(within(dialog).queryByRole('alert')).toBeNull();
});
