import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type Charge, chargesOf } from './charge.ts';
import { createSpendingStore, type SpendingStore } from './spending-store.ts';

const noon = new Date('2026-03-10T12:00:00.000Z');
const dayBefore = new Date('2026-03-09T23:59:59.999Z');
const lastMonth = new Date('2026-02-20T12:00:00.000Z');
const longAgo = new Date('2025-12-31T12:00:00.000Z');
const mini: Charge = {
  brain: { kind: 'openai', model: 'gpt-4o-mini', connectionId: 'c-1' },
  usage: { inputTokens: 100, outputTokens: 10, cachedInputTokens: 60 },
  cost: 0.25,
};
const local: Charge = {
  brain: { kind: 'ollama', model: 'llama' },
  usage: { inputTokens: 5, outputTokens: 1 },
  cost: 0,
};
const unknown: Charge = { ...mini, brain: { kind: 'openai', model: 'new' }, cost: undefined };

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: SpendingStore;

  beforeEach(async () => {
    opened = await open();
    store = createSpendingStore(opened.database);
  });
  afterEach(() => opened.close());

  const add = (charges: readonly Charge[], at = noon, owner = 'ada') =>
    opened.database.db.transaction().execute((transaction) => store.add(transaction, owner, charges, at));

  test('whoever spent nothing has spent nothing', async () => {
    const none = { calls: 0, inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, cost: 0, unpriced: 0 };
    expect(await store.spending('ada', noon)).toEqual({
      today: none,
      month: none,
      limits: {},
      byModel: [],
      byDay: [],
    });
    const standing = { today: { cost: 0, tokens: 0 }, month: { cost: 0 }, limits: {} };
    expect(await store.standing('ada', noon)).toEqual(standing);
  });

  test('calls are summed by owner, day, connection and model', async () => {
    await add([mini, local, mini]);
    await add([mini, unknown]);
    await add([mini], noon, 'bo');
    const { today, byModel } = await store.spending('ada', noon);
    expect(today).toEqual({
      calls: 5,
      inputTokens: 405,
      outputTokens: 41,
      cachedInputTokens: 240,
      cost: 0.75,
      unpriced: 1,
    });
    expect(
      byModel.map(({ connectionId, kind, model, calls, cost, unpriced }) => ({
        connectionId,
        kind,
        model,
        calls,
        cost,
        unpriced,
      })),
    ).toEqual([
      { connectionId: 'c-1', kind: 'openai', model: 'gpt-4o-mini', calls: 3, cost: 0.75, unpriced: 0 },
      { connectionId: 'openai', kind: 'openai', model: 'new', calls: 1, cost: 0, unpriced: 1 },
      { connectionId: 'ollama', kind: 'ollama', model: 'llama', calls: 1, cost: 0, unpriced: 0 },
    ]);
  });

  test('days and months end by UTC, and what is older than both is not told', async () => {
    for (const at of [noon, dayBefore, lastMonth, longAgo]) await add([mini], at);
    const { today, month, byDay } = await store.spending('ada', noon);
    expect(today.cost).toBe(0.25);
    expect(month.cost).toBe(0.5);
    expect(byDay.map(({ day, calls }) => [day, calls])).toEqual([
      ['2026-02-20', 1],
      ['2026-03-09', 1],
      ['2026-03-10', 1],
    ]);
    const standing = await store.standing('ada', noon);
    expect(standing).toMatchObject({ today: { cost: 0.25, tokens: 110 }, month: { cost: 0.5 } });
    // At the end of a long month its first day is further away than the days that are told.
    const { month: march } = await store.spending('ada', new Date('2026-03-31T12:00:00.000Z'));
    expect(march.calls).toBe(2);
  });

  test('limits are an owner’s own, and replace the ones before', async () => {
    await store.setLimits('ada', { costPerDay: 1, tokensPerDay: 500 });
    await store.setLimits('ada', { costPerMonth: 9 });
    await store.setLimits('bo', { costPerDay: 2 });
    expect((await store.spending('ada', noon)).limits).toEqual({ costPerMonth: 9 });
    expect((await store.standing('ada', noon)).limits).toEqual({ costPerMonth: 9 });
    expect((await store.standing('bo', noon)).limits).toEqual({ costPerDay: 2 });
  });

  test('many who write at once lose nothing', async () => {
    const both = [mini, local, unknown];
    await Promise.all(Array.from({ length: 20 }, (_, at) => add(at % 2 === 0 ? both : both.toReversed())));
    const { today } = await store.spending('ada', noon);
    expect(today).toMatchObject({ calls: 60, cost: 5, unpriced: 20 });
  });

  test('what a transaction did not commit was not spent', async () => {
    const failing = opened.database.db.transaction().execute(async (transaction) => {
      await store.add(transaction, 'ada', [mini], noon);
      throw new Error('The events could not be written.');
    });
    await expect(failing).rejects.toThrow('could not be written');
    expect((await store.spending('ada', noon)).today.calls).toBe(0);
  });
});

describe('what events tell of calls', () => {
  const at = noon.toISOString();
  const { brain, usage, cost } = mini;
  const message = {
    id: 'm',
    author: { kind: 'seat' as const, seatId: 's', name: 'Ada' },
    text: 'Hm.',
    status: 'complete' as const,
    brain,
    usage,
    cost,
    createdAt: at,
  };
  const turn = { turnId: 't', attempt: 1, seatId: 's', reason: { code: 'r', text: 'R' } };
  const created: EventOf<'conversation-created'> = {
    type: 'conversation-created',
    at,
    title: 'T',
    topic: 'T',
    format: 'f',
    settings: defaultSettings,
    seats: [],
  };

  test.each<[string, number, Event]>([
    ['a line', 1, { type: 'message-finished', at, message }],
    ['a line from the cache', 0, { type: 'message-finished', at, message: { ...message, cached: true } }],
    ['a line that was cut off', 1, { type: 'turn-interrupted', at, ...turn, message }],
    ['a call that nobody heard', 1, { type: 'brain-asked', at, task: 'answer', brain, usage, cost }],
    ['another version', 1, { type: 'message-edited', at, turnId: 't', message: { ...message, seq: 1 } }],
    ['an edit by hand', 0, { type: 'message-edited', at, message: { ...message, seq: 1 } }],
    ['a turn without a word', 0, { type: 'turn-interrupted', at, ...turn }],
    ['a pass', 0, { type: 'turn-passed', at, ...turn }],
  ])('%s: %i', (_, count, event) => {
    const charges = chargesOf([event]);
    expect(charges.map(({ usage: used }) => used)).toEqual(Array.from({ length: count }, () => usage));
  });

  test('the demo brain is no model that anybody pays', () => {
    const asked = { type: 'brain-asked' as const, at, task: 'answer', usage };
    expect(chargesOf([{ ...asked, brain: { kind: 'demo', model: 'improviser' } }])).toEqual([]);
  });

  test('a branch and a file tell what was spent before, elsewhere', () => {
    expect(chargesOf([created, { type: 'message-finished', at, message }])).toEqual([]);
  });
});
