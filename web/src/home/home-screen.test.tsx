import { createRest, type Fetch } from '@chimera/client/rest';
import type { Scene } from '@chimera/protocol/scene';
import type { Format } from '@chimera/protocol/format';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { persona } from '../queries/__fixtures__/persona.ts';
import { RestProvider } from '../queries/rest.tsx';
import { HomeScreen } from './home-screen.tsx';

afterEach(cleanup);

const scene: Scene = {
  id: 'joke',
  title: 'Is a joke a kind of knowledge?',
  premise: 'A café after closing time.',
  topic: 'What does a room learn when it laughs?',
  format: 'free',
  billing: 'free talk · 10 minutes',
  personaIds: ['socrates', 'dorothy'],
  line: 'It has learned that it is not alone.',
};
const people = [
  persona({ id: 'socrates', name: 'Socrates' }),
  persona({ id: 'dorothy', name: 'Dorothy' }),
  persona({ id: 'ines', name: 'Dr Ines Vale' }),
];

interface Served {
  readonly posts: { path: string; body: unknown }[];
  readonly path: () => string;
}

function open(answers: Readonly<Record<string, unknown>> = {}): Served {
  const posts: { path: string; body: unknown }[] = [];
  const all: Readonly<Record<string, unknown>> = {
    'GET /api/scenes': { items: [scene] },
    'GET /api/personas': { items: people },
    'GET /api/providers': { items: [] },
    'GET /api/conversations': { items: [] },
    'GET /api/topics': { items: [{ topic: 'Who owns a recipe?', personaIds: [] }] },
    'POST /api/conversations': { id: 'new' },
    'POST /api/conversations/new/play': { id: 'new' },
    ...answers,
  };
  const answering: Fetch = (url, init) => {
    const path = url.split('?')[0] ?? url;
    if (init.method === 'POST')
      posts.push({ path, body: init.body === undefined ? undefined : JSON.parse(init.body) });
    const answer = all[`${init.method} ${path}`];
    const ok = answer !== undefined;
    return Promise.resolve({
      ok,
      status: ok ? 200 : 503,
      headers: { get: () => null },
      text: () => Promise.resolve(JSON.stringify(answer ?? {})),
    });
  };
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, id: 'page' });
  const home = createRoute({ getParentRoute: () => page, path: '/', component: HomeScreen });
  const conversation = createRoute({
    getParentRoute: () => root,
    path: '/c/$conversationId',
    component: () => null,
  });
  const router = createRouter({
    routeTree: root.addChildren([page.addChildren([home]), conversation]),
    history: createMemoryHistory(),
  });
  render(
    <RestProvider value={createRest({ fetch: answering })}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </RestProvider>,
  );
  return { posts, path: () => router.state.location.pathname };
}

test('one press on a poster starts its scene and goes there', async () => {
  const served = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Play “Is a joke a kind of knowledge?”' }));
  await waitFor(() => expect(served.path()).toBe('/c/new'));
  expect(served.posts).toEqual([
    {
      path: '/api/conversations',
      body: {
        title: scene.title,
        topic: scene.topic,
        premise: scene.premise,
        format: 'free',
        seats: [{ personaId: 'socrates' }, { personaId: 'dorothy' }],
      },
    },
    { path: '/api/conversations/new/play', body: undefined },
  ]);
});

test('a typed topic and Enter start a talk with the default cast', async () => {
  const served = open();
  await screen.findByText('Socrates and Dorothy', { selector: 'span' });
  const field = screen.getByRole('textbox', { name: 'Topic' });
  fireEvent.change(field, { target: { value: 'Tides' } });
  fireEvent.submit(field);
  await waitFor(() => expect(served.path()).toBe('/c/new'));
  expect(served.posts[0]?.body).toEqual({
    topic: 'Tides',
    seats: [{ personaId: 'socrates' }, { personaId: 'dorothy' }],
  });
});

const role = (id: string, name: string) => ({ id, name, min: 1, max: 1, seat: 'any' as const });
const formats: readonly Format[] = [
  { ...wordsOfFormat('free-talk', 'Free talk'), roles: [] },
  { ...wordsOfFormat('debate', 'Debate'), roles: [role('for', 'For it'), role('against', 'Against it')] },
  { ...wordsOfFormat('trial', 'Trial'), roles: ['judge', 'pro', 'con'].map((id) => role(id, id)) },
];

function wordsOfFormat(id: string, name: string): Format {
  const phases = [{ id: 'talk', name: 'Talk', order: 'natural' as const }];
  return { id, name, description: `${name} it is.`, frame: `${name}.`, phases };
}

test('a format says who gets which role in it, and the talk begins in it', async () => {
  const served = open({ 'GET /api/formats': { items: formats } });
  const choice = await screen.findByRole('combobox', { name: 'Format' });
  await screen.findByText('Socrates and Dorothy', { selector: 'span' });
  fireEvent.change(choice, { target: { value: 'debate' } });
  await screen.findByText('Debate it is. Socrates: for it. Dorothy: against it.');
  const field = screen.getByRole('textbox', { name: 'Topic' });
  fireEvent.change(field, { target: { value: 'Tides' } });
  fireEvent.submit(field);
  await waitFor(() => expect(served.path()).toBe('/c/new'));
  expect(served.posts[0]?.body).toMatchObject({ topic: 'Tides', format: 'debate' });
});

test('a cast that is too small for a format is told so, and nothing starts', async () => {
  const served = open({ 'GET /api/formats': { items: formats } });
  const choice = await screen.findByRole('combobox', { name: 'Format' });
  await screen.findByText('Socrates and Dorothy', { selector: 'span' });
  fireEvent.change(choice, { target: { value: 'trial' } });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe('“Trial” needs 3 seats; this cast has 2.');
  const field = screen.getByRole('textbox', { name: 'Topic' });
  fireEvent.change(field, { target: { value: 'Tides' } });
  fireEvent.submit(field);
  expect(served.posts).toEqual([]);
});

test('without a topic nothing starts, and the field says what is missing', async () => {
  const served = open();
  await screen.findByText('Socrates and Dorothy', { selector: 'span' });
  fireEvent.click(screen.getByRole('button', { name: 'Play' }));
  const field = screen.getByRole('textbox', { name: 'Topic' });
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(field);
  expect(served.posts).toEqual([]);
});

test('those who were chosen are kept as a cast under a name', async () => {
  const served = open({ 'POST /api/casts': { id: 'c1', name: 'Two of them' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Change the cast' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Keep as a cast' }));
  const name = await screen.findByRole('textbox', { name: 'Name' });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  expect(screen.getByText('Give it a name.')).toBeTruthy();
  fireEvent.change(name, { target: { value: ' Two of them ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep the cast' }));
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Name' })).toBeNull());
  expect(served.posts).toEqual([
    {
      path: '/api/casts',
      body: { name: 'Two of them', seats: [{ personaId: 'socrates' }, { personaId: 'dorothy' }] },
    },
  ]);
});

test('Surprise me puts a topic in the field', async () => {
  open();
  fireEvent.click(await screen.findByRole('button', { name: 'Surprise me' }));
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Topic' })).toHaveProperty('value', 'Who owns a recipe?'),
  );
});

test('scenes that cannot be loaded say so and offer another try', async () => {
  open({ 'GET /api/scenes': undefined });
  expect(await screen.findByText('The scenes could not be loaded.')).toBeTruthy();
  expect(screen.getAllByRole('button', { name: 'Try again' }).length).toBeGreaterThan(0);
});
