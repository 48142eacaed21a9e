import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import type { ConversationRef } from './conversation-ref.ts';
import { type ConversationStore, createConversationStore } from './conversation-store.ts';
import type { KeptPart } from './prompt-pages.ts';
import { createPromptStore, type KeptPrompt, type PromptStore } from './prompt-store.ts';

const at = '2026-01-02T03:04:05.000Z';
const renamed: Event = { type: 'conversation-changed', at, title: 'Other' };

function line(text: string): KeptPart {
  return { role: 'user', kind: 'line', text };
}

/** A prompt of a seat that heard so many lines. */
function promptOf(turnId: string, lines: number, changes: Partial<KeptPrompt> = {}): KeptPrompt {
  const heard = Array.from({ length: lines }, (_, index) => line(`Bo: line ${index}`));
  const parts: KeptPart[] = [
    { role: 'system', kind: 'system', text: 'You are Ada.' },
    { role: 'user', kind: 'note', text: '[The scene opens.]' },
    ...heard,
    { role: 'user', kind: 'tail', text: `[For ${turnId} only.]` },
  ];
  return {
    turnId,
    attempt: 1,
    seatId: 'seat-a',
    at,
    tries: [tryOf(parts)],
    ...changes,
  };
}

function tryOf(parts: readonly KeptPart[]): KeptPrompt['tries'][number] {
  return {
    brain: { kind: 'demo', model: 'improviser' },
    parts,
    maxTokens: 200,
    stop: ['\nBo:'],
    actions: [{ rule: 'speak-for', action: 'cut', text: 'Bo: no' }],
  };
}

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: ConversationStore;
  let prompts: PromptStore;
  beforeAll(async () => {
    opened = await open();
    store = createConversationStore(opened.database, async () => undefined);
    prompts = createPromptStore(opened.database);
  });
  afterAll(() => opened.close());

  async function begin(ownerId = 'owner'): Promise<ConversationRef> {
    const ref = { ownerId, id: randomUUID() };
    const created = {
      type: 'conversation-created' as const,
      at,
      title: 'Tides',
      topic: 'Tides',
      format: 'free-talk',
      settings: defaultSettings,
      seats: [],
    };
    await store.create(ref, 'gen-1', [created]);
    return ref;
  }

  async function rowsOf(ref: ConversationRef) {
    const { db } = opened.database;
    const of = (table: 'prompt' | 'prompt_part') =>
      db.selectFrom(table).selectAll().where('conversation_id', '=', ref.id).execute();
    return { prompts: await of('prompt'), parts: await of('prompt_part') };
  }

  test.each([0, 1, 29, 30, 31, 61, 62, 200])(
    'a prompt of %i lines comes back as it was sent',
    async (lines) => {
      const ref = await begin();
      const sent = promptOf('turn-1', lines);
      await store.change(ref, () => [renamed], undefined, prompts.along(ref, sent));
      expect(await prompts.ofTurn(ref, 'turn-1')).toEqual([sent]);
    },
  );

  test('texts with any character come back as they were', async () => {
    const ref = await begin();
    const texts = ['null \0 character', 'half \ud83d a pair', '🦊 שלום "quoted" \\ \n', ' '];
    const sent = promptOf('turn-1', 0, { tries: [tryOf(texts.map(line))] });
    await prompts.keep(ref, sent);
    expect(await prompts.ofTurn(ref, 'turn-1')).toEqual([sent]);
  });

  test('each prompt of a talk that grows comes back, and a turn adds its new texts only', async () => {
    const ref = await begin();
    const talk = Array.from({ length: 80 }, (_, turn) => promptOf(`turn-${turn}`, turn));
    for (const prompt of talk) await prompts.keep(ref, prompt);
    for (const prompt of talk) expect(await prompts.ofTurn(ref, prompt.turnId)).toEqual([prompt]);
    const rows = await rowsOf(ref);
    // System, note, 79 lines, 80 tails, and the two pages that were filled.
    expect(rows.parts).toHaveLength(2 + 79 + 80 + 2);
    const sizes = rows.prompts.map(({ document }) => document.length);
    expect(Math.max(...sizes)).toBeLessThan(1500);
  });

  test('a store that was opened anew adds to what is there', async () => {
    const ref = await begin();
    await prompts.keep(ref, promptOf('turn-1', 40));
    const again = createPromptStore(opened.database);
    await again.keep(ref, promptOf('turn-2', 45));
    expect(await again.ofTurn(ref, 'turn-2')).toEqual([promptOf('turn-2', 45)]);
    expect(await again.ofTurn(ref, 'turn-1')).toEqual([promptOf('turn-1', 40)]);
  });

  test('a prompt that became shorter or begins otherwise is kept whole', async () => {
    const ref = await begin();
    const other = promptOf('turn-3', 3, {
      tries: [
        tryOf([{ role: 'system', kind: 'system', text: 'You are somebody else.' }, line('Bo: line 50')]),
      ],
    });
    for (const prompt of [promptOf('turn-1', 70), promptOf('turn-2', 10), other, promptOf('turn-4', 71)])
      await prompts.keep(ref, prompt);
    expect(await prompts.ofTurn(ref, 'turn-2')).toEqual([promptOf('turn-2', 10)]);
    expect(await prompts.ofTurn(ref, 'turn-3')).toEqual([other]);
    expect(await prompts.ofTurn(ref, 'turn-4')).toEqual([promptOf('turn-4', 71)]);
  });

  test('what was taken back is written with the next prompt', async () => {
    const ref = await begin();
    const failing = prompts.along(ref, promptOf('turn-1', 5));
    const refused = store.change(ref, () => [renamed], undefined, {
      async write(transaction) {
        await failing.write(transaction);
        throw new Error('no');
      },
      committed: () => failing.committed(),
    });
    await expect(refused).rejects.toThrow('no');
    await prompts.keep(ref, promptOf('turn-2', 6));
    expect(await prompts.ofTurn(ref, 'turn-1')).toEqual([]);
    expect(await prompts.ofTurn(ref, 'turn-2')).toEqual([promptOf('turn-2', 6)]);
  });

  test('a change without events writes no prompt', async () => {
    const ref = await begin();
    await store.change(ref, () => [], undefined, prompts.along(ref, promptOf('turn-1', 5)));
    expect(await prompts.ofTurn(ref, 'turn-1')).toEqual([]);
    await prompts.keep(ref, promptOf('turn-1', 5));
    expect(await prompts.ofTurn(ref, 'turn-1')).toHaveLength(1);
  });

  test('attempts come in their order, and what was kept first stays', async () => {
    const ref = await begin();
    const second = promptOf('turn-1', 2, { attempt: 2 });
    const first = promptOf('turn-1', 1);
    await prompts.keep(ref, second);
    await prompts.keep(ref, first);
    await prompts.keep(ref, promptOf('turn-1', 9));
    expect(await prompts.ofTurn(ref, 'turn-1')).toEqual([first, second]);
  });

  test('what belongs to another owner is neither read nor written', async () => {
    const { id } = await begin('alice');
    await prompts.keep({ ownerId: 'alice', id }, promptOf('turn-1', 1));
    await prompts.keep({ ownerId: 'bob', id }, promptOf('turn-2', 1));
    expect(await prompts.ofTurn({ ownerId: 'bob', id }, 'turn-1')).toEqual([]);
    expect(await prompts.ofTurn({ ownerId: 'alice', id }, 'turn-2')).toEqual([]);
  });

  test('prompts go with their conversation, and one that is gone gets none', async () => {
    const ref = await begin();
    await prompts.keep(ref, promptOf('turn-1', 3));
    await store.delete(ref, async () => undefined);
    await prompts.keep(ref, promptOf('turn-2', 3));
    expect(await rowsOf(ref)).toEqual({ prompts: [], parts: [] });
  });
});
