import type { Spending } from '@chimera/protocol/spending';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { type Answer, openScreen } from './__fixtures__/open-screen.tsx';
import { CostsScreen } from './costs-screen.tsx';

afterEach(cleanup);

const nothing = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, calls: 0, cost: 0, unpriced: 0 };
const mini = {
  inputTokens: 4000,
  outputTokens: 500,
  cachedInputTokens: 1000,
  calls: 9,
  cost: 0.4,
  unpriced: 0,
};
const nova = { inputTokens: 900, outputTokens: 100, cachedInputTokens: 0, calls: 3, cost: 0, unpriced: 3 };
const local = { inputTokens: 50, outputTokens: 10, cachedInputTokens: 0, calls: 1, cost: 0, unpriced: 0 };
const month = {
  inputTokens: 4950,
  outputTokens: 610,
  cachedInputTokens: 1000,
  calls: 13,
  cost: 0.4,
  unpriced: 3,
};
const day = new Date().toISOString().slice(0, 10);
const spending: Spending = {
  today: nova,
  month,
  limits: { costPerDay: 0.5, tokensPerDay: 1000 },
  byModel: [
    { connectionId: 'openai', kind: 'openai', model: 'gpt-4o-mini', ...mini },
    { connectionId: 'openai', kind: 'openai', model: 'nova', ...nova },
    { connectionId: 'ollama', kind: 'ollama', model: 'llama3.2', ...local },
  ],
  byDay: [{ day, ...month }],
};

function open(change: Partial<Spending> = {}, more: Record<string, Answer> = {}) {
  const told = { ...spending, ...change };
  return openScreen(CostsScreen, {
    'GET /api/spending': { ok: told },
    'PUT /api/spending/limits': { ok: told },
    ...more,
  });
}

const field = (name: string) => screen.findByRole('textbox', { name });
const type = (element: HTMLElement, value: string) => fireEvent.change(element, { target: { value } });
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save limits' }));
const saved = (asked: ReturnType<typeof open>) =>
  asked.filter(({ what }) => what === 'PUT /api/spending/limits').map(({ body }) => body);

test('what was spent is told, and what nobody knows is no zero', async () => {
  open();
  const valueOf = (name: string) =>
    within(screen.getByText(name, { selector: 'dt' }).parentElement ?? document.body);
  await screen.findByText('This month');
  expect(valueOf('Today').getByText('Not known')).toBeTruthy();
  expect(valueOf('Today').getByText('3 calls whose price is not known')).toBeTruthy();
  expect(valueOf('This month').getByText('$0.40')).toBeTruthy();
  expect(valueOf('This month').getByText('and 3 calls whose price is not known')).toBeTruthy();
  expect(valueOf('This month').getByText('5,560 tokens')).toBeTruthy();
});

test('each model has its calls, tokens, the share from its vendor’s cache, and its price', async () => {
  open();
  const list = (await screen.findByRole('heading', { name: 'This month by model' })).closest('section');
  const rows = within(list ?? document.body).getAllByRole('listitem');
  expect(rows.map(({ textContent }) => textContent.replaceAll('\u00a0', ' '))).toEqual([
    'OpenAI · gpt-4o-mini$0.409 calls · 4,500 tokens · 25 % read from the vendor’s cache',
    'OpenAI · novaPrice not known3 calls · 1,000 tokens',
    'Ollama · llama3.2Free1 call · 60 tokens',
  ]);
});

test('the bars have a gist and a table, in money or in tokens', async () => {
  open();
  const gist = () => screen.getByRole('img').getAttribute('aria-label');
  await screen.findByRole('img');
  expect(gist()).toContain('Most: $0.40 on');
  const bar = screen.getByRole('img').querySelector('.group:last-child');
  if (bar) fireEvent.pointerEnter(bar);
  expect(screen.getByText(/: \$0\.40 · 5,560 tokens · 13 calls$/)).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: 'Tokens' }));
  expect(gist()).toContain('Most: 5,560 tokens on');
  const cells = within(screen.getByRole('table')).getAllByRole('cell');
  expect(cells.map(({ textContent }) => textContent)).toEqual(['$0.40', '5,560', '13']);
});

test('nothing spent yet: the place says so, and limits can be set all the same', async () => {
  const asked = open({ today: nothing, month: nothing, limits: {}, byModel: [], byDay: [] });
  expect(await screen.findByText('Nothing spent yet.')).toBeTruthy();
  expect(screen.getByText('You have set no limit.')).toBeTruthy();
  type(await field('US dollars a day'), '0,75');
  save();
  await waitFor(() => expect(saved(asked)).toEqual([{ costPerDay: 0.75 }]));
  expect(await screen.findByText('Limits saved.')).toBeTruthy();
});

test('limits are meters; one that is reached says what that means', async () => {
  open();
  const meters = await screen.findAllByRole('meter');
  expect(meters.map((meter) => meter.getAttribute('aria-valuetext'))).toEqual([
    '$0.00 of $0.50',
    '1,000 of 1,000',
  ]);
  expect(screen.getByText(/^A limit of the day is reached/)).toBeTruthy();
});

test('the ceiling of the operator is shown, with why it cannot be raised', async () => {
  open({ operatorCostPerDay: 2, today: { ...mini, cost: 2 } });
  expect(await screen.findByText(/^Whoever runs this server allows \$2.00 a day/)).toBeTruthy();
  expect(screen.getByRole('meter', { name: 'Money today, this server’s limit' })).toBeTruthy();
  expect(screen.getByText(/Only its operator can raise that/)).toBeTruthy();
  const perDay = await field('US dollars a day');
  type(perDay, '3');
  expect(document.getElementById(perDay.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    '$2.00, the limit of this server, is reached before.',
  );
});

test('what is no limit is not saved: the first wrong field has the focus and says what it needs', async () => {
  const asked = open();
  type(await field('US dollars a month'), 'much');
  type(await field('Tokens a day'), '0.5');
  save();
  const perMonth = await field('US dollars a month');
  expect(document.activeElement).toBe(perMonth);
  expect(perMonth.getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Type a number above 0, or leave it empty.')).toBeTruthy();
  expect(screen.getByText('Type a whole number above 0, or leave it empty.')).toBeTruthy();
  expect(saved(asked)).toEqual([]);
  type(perMonth, '');
  type(await field('Tokens a day'), '2000');
  save();
  await waitFor(() => expect(saved(asked)).toEqual([{ costPerDay: 0.5, tokensPerDay: 2000 }]));
});

test('limits that could not be saved stay in their fields, with the reason', async () => {
  open(
    {},
    { 'PUT /api/spending/limits': { status: 500, problem: { code: 'internal', detail: 'No disk.' } } },
  );
  type(await field('Tokens a day'), '70');
  save();
  expect(await screen.findByText('The limits were not saved.')).toBeTruthy();
  expect(screen.getByText('No disk.')).toBeTruthy();
  expect(await field('Tokens a day')).toHaveProperty('value', '70');
});

test('costs that cannot be loaded say so, and another try shows them', async () => {
  const answers: Record<string, Answer> = {
    'GET /api/spending': { status: 500, problem: { code: 'internal', detail: 'No disk.' } },
  };
  openScreen(CostsScreen, answers);
  expect(await screen.findByText('Your costs could not be loaded.')).toBeTruthy();
  answers['GET /api/spending'] = { ok: spending };
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('This month')).toBeTruthy();
});

test('figures that can no longer be renewed stay, and it is said that they may be old', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const answers: Record<string, Answer> = { 'GET /api/spending': { ok: spending } };
    openScreen(CostsScreen, answers);
    expect(await screen.findByText('This month')).toBeTruthy();
    answers['GET /api/spending'] = { status: 500, problem: { code: 'internal', detail: 'No disk.' } };
    await act(() => vi.advanceTimersByTimeAsync(31_000));
    expect(await screen.findByText(/^These figures may be old: .* No disk\.$/)).toBeTruthy();
    expect(screen.getByText('This month')).toBeTruthy();
  } finally {
    vi.useRealTimers();
  }
});
