import type { CacheEntry, CacheStats } from '@chimera/protocol/cache';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { type Answer, openScreen } from './__fixtures__/open-screen.tsx';
import { KeptAnswersScreen } from './kept-answers-screen.tsx';

afterEach(cleanup);

const figures = { hits: 21, misses: 29, savedMs: 200_000, savedCost: 0.12 };
const stats: CacheStats = {
  ...figures,
  backend: 'redis',
  enabled: true,
  ttlSeconds: 3600,
  entries: 2,
  bytes: 34_200,
  hitRate: 0.42,
  byProvider: [{ kind: 'openai', ...figures }],
};
const createdAt = new Date().toISOString();
const entries: readonly CacheEntry[] = ['gpt-4o-mini', 'nova'].map((model, index) => ({
  id: `e${index}`,
  connectionId: 'c-1',
  kind: 'openai',
  model,
  preview: `The words of ${model}…`,
  bytes: 662,
  hits: index,
  createdAt,
  expiresAt: createdAt,
}));
const gone = { status: 503, problem: { code: 'unavailable', detail: 'The Redis does not answer.' } };

function open(change: Partial<CacheStats> = {}, more: Record<string, Answer> = {}) {
  const answers: Record<string, Answer> = {
    'GET /api/cache/stats': { ok: { ...stats, ...change } },
    'GET /api/cache/entries': { ok: { items: entries } },
    'POST /api/cache/clear': { ok: { cleared: 2 } },
    ...more,
  };
  return { asked: openScreen(KeptAnswersScreen, answers), answers };
}

async function openDialog() {
  fireEvent.click(await screen.findByRole('button', { name: 'Forget answers' }));
  return within(await screen.findByRole('dialog', { name: 'Forget kept answers?' }));
}

const cleared = ({ asked }: ReturnType<typeof open>) =>
  asked.filter(({ what }) => what === 'POST /api/cache/clear').map(({ body }) => body);

test('it tells whether it is on, where answers lie, and what they saved', async () => {
  open();
  expect(
    await screen.findByText(
      /^Keeping is on\. Answers lie in Redis, sealed; .* Each is kept for 1 hour\. A conversation takes part/,
    ),
  ).toBeTruthy();
  for (const text of ['42 %', '21 of 50 questions', '3 min 20 s', '$0.12', '2 answers', '34 kB']) {
    expect(screen.getByText(text)).toBeTruthy();
  }
  const row = screen.getByRole('heading', { level: 3, name: 'OpenAI' }).parentElement;
  expect(row?.textContent.replaceAll('\u00a0', ' ')).toBe(
    'OpenAI21 from here · 29 asked anew · 3 min 20 s and $0.12 saved',
  );
});

test('each answer has its first words and whose it was; more are shown when they are asked for', async () => {
  const { asked, answers } = open(
    {},
    { 'GET /api/cache/entries': { ok: { items: entries.slice(0, 1), nextCursor: 'then' } } },
  );
  const first = (await screen.findByText('The words of gpt-4o-mini…')).closest('li');
  expect(first?.textContent).toContain('OpenAI · gpt-4o-mini');
  expect(first?.textContent).toContain('662 bytes');
  expect(first?.textContent).toContain('not said again yet');
  answers['GET /api/cache/entries'] = { ok: { items: entries.slice(1) } };
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
  const second = (await screen.findByText('The words of nova…')).closest('li');
  expect(second?.textContent).toContain('said again once');
  expect(asked.at(-1)?.query).toContain('cursor=then');
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('nothing is forgotten before somebody has said yes', async () => {
  const opened = open();
  fireEvent.click((await openDialog()).getByRole('button', { name: 'Keep' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(cleared(opened)).toEqual([]);
  opened.answers['GET /api/cache/entries'] = { ok: { items: [] } };
  fireEvent.click((await openDialog()).getByRole('button', { name: 'Forget' }));
  expect(await screen.findByText('2 answers are forgotten.')).toBeTruthy();
  expect(cleared(opened)).toEqual([{}]);
  expect(await screen.findByText('No answers are kept.')).toBeTruthy();
});

test('those of one model can be forgotten alone', async () => {
  const opened = open();
  const dialog = await openDialog();
  const which = dialog.getByRole('combobox', { name: 'Which' });
  const option = dialog.getByRole('option', { name: 'Those of OpenAI · nova' });
  fireEvent.change(which, { target: { value: option.getAttribute('value') } });
  fireEvent.click(dialog.getByRole('button', { name: 'Forget' }));
  await waitFor(() => expect(cleared(opened)).toEqual([{ connectionId: 'c-1', model: 'nova' }]));
});

test('what could not be forgotten is said where it was asked', async () => {
  open({}, { 'POST /api/cache/clear': gone });
  const dialog = await openDialog();
  fireEvent.click(dialog.getByRole('button', { name: 'Forget' }));
  expect(await dialog.findByText('They were not forgotten.')).toBeTruthy();
});

test('while Redis is gone it says so in plain words, and another try shows what is there', async () => {
  const { answers } = open({}, { 'GET /api/cache/stats': gone });
  expect(await screen.findByText('Your kept answers cannot be reached.')).toBeTruthy();
  expect(screen.getByText(/Redis, which does not answer now\. Your conversations go on/)).toBeTruthy();
  answers['GET /api/cache/stats'] = { ok: stats };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('42 %')).toBeTruthy();
});

test('any other failure gives its own reason', async () => {
  open({}, { 'GET /api/cache/stats': { status: 500, problem: { code: 'internal', detail: 'No disk.' } } });
  expect(await screen.findByText('Your kept answers could not be loaded.')).toBeTruthy();
  expect(screen.getByText('No disk.')).toBeTruthy();
});

test('switched off by the operator, it says so; before the first question there is no rate', async () => {
  open(
    { enabled: false, hits: 0, misses: 0, hitRate: 0, entries: 0, bytes: 0, byProvider: [] },
    { 'GET /api/cache/entries': { ok: { items: [] } } },
  );
  expect(await screen.findByText(/^Keeping is switched off on this server\./)).toBeTruthy();
  expect(screen.getByText('nothing was asked yet')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Forget answers' })).toBeNull();
});
