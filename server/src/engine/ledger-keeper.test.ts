import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { SpokenBy } from '@chimera/protocol/provider';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createLedgerStore } from '../conversations/ledger-store.ts';
import { createTranscriptStore } from '../conversations/transcript-store.ts';
import { createLogger } from '../logger.ts';
import type { Ask, Part } from '../providers/provider.ts';
import { LedgerKeeper } from './ledger-keeper.ts';
import { composePrompt } from './prompt.ts';
import { aFormat, aPersona, aSeat, atSecond } from './scripted-stage.ts';
import { StageKeeper } from './stage-keeper.ts';
import { voiceOf } from './voice.ts';

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')];
const small: SpokenBy = { kind: 'ollama', model: 'llama3.2:1b' };
const large: SpokenBy = { kind: 'lmstudio', model: 'llama-3.3-70b' };
const direction = { targetWords: 20, capWords: 40, direction: null, mayPass: false };
const LINES = 120;
const lineAt = (at: number) =>
  at === 3
    ? 'I will show you the ledger by Friday, Ada.'
    : `Line ${at} tells of the harbour, of boat ${at}, and of a rope that is worn as ropes come to be when it rains.`;

/** Notes the promise, wherever it stands in what is asked. */
function minutes({ promptFor }: Ask): string {
  const { turns } = promptFor(large);
  const line = /^(L\d+) Bo: I will show you/m.exec(turns[0]?.parts[0] ?? '')?.[1];
  const records = line ? [{ kind: 'promise', line, who: 'Bo', quote: 'I will show you the ledger' }] : [];
  return JSON.stringify({ records, answered: [] });
}

/** One claim of each stretch. */
function minutesOfAnything({ promptFor }: Ask): string {
  const line = /^(L\d+) (\w+): (Line \d+)/m.exec(promptFor(large).turns[0]?.parts[0] ?? '');
  const records = [{ kind: 'claim', line: line?.[1], who: line?.[2], quote: line?.[3] }];
  return JSON.stringify({ records, answered: [] });
}

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  /** A talk of many lines, with a brain for its minutes. */
  async function talk(say: ((ask: Ask) => string | Error) | 'demo', brains = [small, large], lines = LINES) {
    const { database } = opened;
    const conversations = createConversationStore(database, async () => undefined);
    const ref = { ownerId: 'owner', id: randomUUID() };
    const created: Event = {
      type: 'conversation-created',
      at: atSecond(0),
      title: 'The harbour tax',
      topic: 'the harbour tax',
      format: 'free-talk',
      settings: defaultSettings,
      seats: [...seats],
    };
    await conversations.create(ref, 'gen-1', [created]);
    let told = 0;
    const add = (count: number) =>
      conversations.change(ref, () => Array.from({ length: count }, () => said(told++, brains)));
    await add(lines);
    const asked: string[] = [];
    const parts = {
      ledgers: createLedgerStore(database),
      logger: createLogger('silent'),
      newId: randomUUID,
      async *ask(...[brain, , ask]: Parameters<LedgerAsk>): AsyncGenerator<Part> {
        asked.push(brain?.model ?? 'any');
        yield { type: 'start', brain: say === 'demo' ? { kind: 'demo', model: 'improviser' } : large };
        const text = say === 'demo' ? '{}' : say(ask);
        if (text instanceof Error) throw text;
        yield { type: 'text', text };
      },
    };
    async function opening() {
      const keeper = new StageKeeper(ref, createTranscriptStore(database), {
        sheets: async () => new Map(),
        personaOf: (_, { name }) => aPersona(name),
        format: () => aFormat(),
      });
      await keeper.catchUp();
      const ledger = new LedgerKeeper(keeper, parts);
      await ledger.load();
      return { keeper, ledger };
    }
    return { ...(await opening()), opening, asked, add, ledgers: parts.ledgers, ref };
  }

  const never = new AbortController().signal;
  const promptOf = (keeper: StageKeeper) => composePrompt(keeper.stage(), 'ada', direction);

  test('the older half is noted down, and a restart gives the same prompts', async () => {
    const { keeper, ledger, opening, asked } = await talk(minutes);
    const before = promptOf(keeper);
    ledger.foldWhenFull(never);
    ledger.foldWhenFull(never);
    expect(promptOf(keeper)).toEqual(before);
    await vi.waitFor(() => expect(keeper.stage().ledger).not.toBeNull());
    const after = promptOf(keeper);
    expect(after.turns[0]?.parts[1]).toContain('Promised – Bo: “I will show you the ledger”');
    expect(JSON.stringify(after).length).toBeLessThan(JSON.stringify(before).length * 0.7);
    expect(promptOf((await opening()).keeper)).toEqual(after);
    // The first stretch by the model's word, the second one extracted; each was asked for once.
    expect(asked).toHaveLength(2);
    ledger.foldWhenFull(never);
    expect(asked).toHaveLength(2);
  });

  test('seats on one local model read the same script before and after it is noted down, and after a restart', async () => {
    const { keeper, ledger, opening } = await talk(minutes, [small, small], 200);
    const promptsOf = (from: StageKeeper) =>
      ['ada', 'bo'].map((seatId) => {
        const turn = { turnId: 't', attempt: 1, seatId, reason: { code: 'r', text: '' }, startedAt: '' };
        const { system, turns } = voiceOf(from.stage(), turn, () => 0.5).ask.promptFor(small);
        return { system, turns };
      });
    expect(keeper.stage().sharedBrains.get('ollama llama3.2:1b')).toEqual(new Set(['ada', 'bo']));
    const [ada, bo] = promptsOf(keeper);
    expect(ada?.turns).toHaveLength(1);
    expect(ada).toEqual(bo);
    ledger.foldWhenFull(never);
    await vi.waitFor(() => expect(keeper.stage().ledger).not.toBeNull(), 5000);
    const [after, other] = promptsOf(keeper);
    expect(after).not.toEqual(ada);
    expect(after).toEqual(other);
    expect(promptsOf((await opening()).keeper)).toEqual([after, other]);
  });

  test.each<[string, ((ask: Ask) => string | Error) | 'demo']>([
    ['answers prose', () => 'They spoke of boats.'],
    ['fails', () => new Error('no')],
    ['is the demo brain', 'demo'],
  ])('when the brain %s, prompts stay as they are and nobody asks again soon', async (_, say) => {
    const { keeper, ledger, asked, ledgers, ref } = await talk(say);
    const before = promptOf(keeper);
    ledger.foldWhenFull(never);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    const calls = await settled(asked);
    ledger.foldWhenFull(never);
    expect(await settled(asked)).toBe(calls);
    expect(promptOf(keeper)).toEqual(before);
    expect(await ledgers.pages(ref)).toEqual([]);
  });

  test('a brain whose notes are of no use is asked after 60 events again, then after 120', async () => {
    const { keeper, ledger, asked, add } = await talk(() => 'They spoke of boats.');
    const askedAfter = async (events: number) => {
      await add(events);
      await keeper.catchUp();
      const before = asked.length;
      ledger.foldWhenFull(never);
      return (await settled(asked)) > before;
    };
    expect(await askedAfter(0)).toBe(true);
    expect([await askedAfter(58), await askedAfter(4)]).toEqual([false, true]);
    expect([await askedAfter(70), await askedAfter(60)]).toEqual([false, true]);
  });

  test('a talk that ends while notes are made keeps none of them', async () => {
    const ending = new AbortController();
    const { keeper, ledger, asked, ledgers, ref } = await talk((ask) => {
      ending.abort();
      return minutes(ask);
    });
    ledger.foldWhenFull(ending.signal);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
    await settled(asked);
    expect(keeper.stage().ledger).toBeNull();
    expect(await ledgers.pages(ref)).toEqual([]);
  });

  test('of a talk that is long already a model reads the newest part', async () => {
    const { keeper, ledger, asked } = await talk(minutesOfAnything, [small, large], 900);
    ledger.foldWhenFull(never);
    await vi.waitFor(() => expect(keeper.stage().ledger).not.toBeNull(), 5000);
    expect(asked).toHaveLength(8);
    expect(promptOf(keeper).turns[0]?.parts[1]).toContain('Bo: “I will show you the ledger');
  });

  test('nobody is asked where only rules improvise', async () => {
    const demo: SpokenBy = { kind: 'demo', model: 'improviser' };
    const { ledger, asked } = await talk(minutes, [demo, demo]);
    ledger.foldWhenFull(never);
    expect(await settled(asked)).toBe(0);
  });
});

type LedgerAsk = ConstructorParameters<typeof LedgerKeeper>[1]['ask'];

/** How many calls there were when no more came. */
async function settled(asked: readonly string[]): Promise<number> {
  for (let calls = -1; calls !== asked.length; ) {
    calls = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return asked.length;
}

function said(at: number, brains: readonly SpokenBy[]): Event {
  const seat = at % 2 ? 'bo' : 'ada';
  return {
    type: 'message-finished',
    at: atSecond(at),
    message: {
      id: `m${at}`,
      author: { kind: 'seat', seatId: seat, name: seat === 'bo' ? 'Bo' : 'Ada' },
      text: lineAt(at),
      status: 'complete',
      brain: brains[at % 2],
      createdAt: atSecond(at),
    },
  };
}
