import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Reason } from '@chimera/protocol/seat';
import {
  type ConversationStore,
  createConversationStore,
  type Decide,
} from './conversations/conversation-store.ts';
import { createLog } from './conversations/log.ts';
import { pause } from './conversations/play-commands.ts';
import { next } from './conversations/talk-commands.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';
import { memoryBus } from './live/bus.ts';

const ref = { ownerId: 'ada', id: 'talk' };
const context = () => ({ at: new Date().toISOString(), newId: randomUUID });

/** What a person does between two turns. */
interface Command {
  readonly reason: Reason;
  readonly decide: Decide;
  /** Whether the talk has come as far after it as the test looks. */
  readonly isFollowed: (now: Conversation, begun: number, spoken: number) => boolean;
  /** Who has the floor after the turn that it ends. */
  readonly third: string | undefined;
}

const cutIn: Command = {
  reason: { code: 'cut-in', text: 'Bruno cuts in.' },
  decide: (now) => next(now, 'seat-builtin-bruno', true, context()),
  isFollowed: (_, begun, spoken) => begun > 2 && spoken > 1,
  third: 'seat-builtin-bruno',
};
const paused = { code: 'user-paused', text: 'Paused by you.' };
const pausing: Command = {
  reason: paused,
  decide: (now) => pause(now, paused, context()),
  isFollowed: ({ state, turn }) => state === 'paused' && turn === null,
  third: undefined,
};

/** Whoever repeats a line is not heard, so each line has other words. */
const topics = ['rain', 'harbour', 'lantern', 'meadow', 'copper', 'winter'];
const lineOf = (word: string) => Array.from({ length: 20 }, (_, index) => [`${word}-${index} `, 10]).flat();

describe.each(testDatabases)('a command between two turns, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let conversations: ConversationStore;
  beforeEach(async () => {
    opened = await open();
    await addAccount(opened.database, { id: 'ada' });
    conversations = createConversationStore(opened.database, async () => undefined);
    await beginTalk(opened.database, ref);
  });
  afterEach(() => opened.close());

  const read = async () =>
    (await createTranscriptStore(opened.database).events(ref, 0, 100)).map(({ event }) => event);

  /** Two nodes; the command is given to one of them while the owner writes down that its second turn begins. */
  function nodes(at: 'here' | 'elsewhere', when: 'before' | 'after', command: Command) {
    const bus = { ...memoryBus(), others: 'heard' as const };
    const isWriting = Promise.withResolvers<void>();
    const hasBegun = Promise.withResolvers<void>();
    const given: Promise<unknown>[] = [];
    let begun = 0;
    const change: ConversationStore['change'] = async (to, decide, ...rest) => {
      if (rest[0] === undefined) {
        isWriting.resolve();
        if (when === 'before') await hasBegun.promise;
        return await conversations.change(to, decide, ...rest);
      }
      const begins = decide(await conversations.get(to)).some(({ type }) => type === 'turn-started');
      if (begins) begun += 1;
      if (!begins || begun !== 2) return await conversations.change(to, decide, ...rest);
      const give = () => (at === 'here' ? owner : other).interrupt(ref, command.reason, command.decide);
      if (when === 'before') {
        given.push(give());
        await isWriting.promise;
      }
      const committed = await conversations.change(to, decide, ...rest);
      hasBegun.resolve();
      // The owner is told of its own commit when the command is written, and the hold over.
      if (when === 'after') await give();
      return committed;
    };
    const words = [...topics];
    const brain = scriptedProvider(() => lineOf(words.shift() ?? randomUUID()));
    const log = () =>
      createLog({ ...conversations, change }, ({ conversation, events }) =>
        bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
      );
    const owner = engineOn(opened.database, { node: 'owner', bus, brain, log }).engine;
    const other = engineOn(opened.database, { node: 'other', bus, brain, log }).engine;
    return { bus, close: () => Promise.all([owner.close(), other.close(), ...given]) };
  }

  const cases = (['here', 'elsewhere'] as const).flatMap((at) =>
    (['before', 'after'] as const).flatMap((when) => [
      { name: 'cut-in', at, when, command: cutIn },
      { name: 'pause', at, when, command: pausing },
    ]),
  );

  test.each(cases)(
    'a $name $at, $when the commit of the next turn, comes before a word of it',
    async ({ at, when, command }) => {
      const shown = new Map<string, string>();
      const { bus, close } = nodes(at, when, command);
      bus.subscribe(ref.id, (signal) => {
        if (signal.type !== 'delta') return;
        const { turnId, offset, text } = signal.delta;
        shown.set(turnId, (shown.get(turnId) ?? '').slice(0, offset) + text);
      });
      await vi.waitFor(
        async () => {
          const begun = startsIn(await read()).length;
          expect(command.isFollowed(await conversations.get(ref), begun, shown.size)).toBe(true);
        },
        { timeout: 5000 },
      );
      await close();
      const events = await read();
      const starts = startsIn(events);
      const [, second, third] = starts;
      expect(events.find((event) => event.type === 'turn-interrupted')).toMatchObject({
        turnId: second?.turnId,
        reason: command.reason,
      });
      expect(shown.has(second?.turnId ?? '')).toBe(false);
      expect(third?.seatId).toBe(command.third);
      expect(endsIn(events)).toEqual(starts.map(({ turnId }) => turnId));
      expect(keptIn(events)).toEqual([...shown].map(([turnId, text]) => [turnId, text.trimEnd()]));
    },
  );

  test('while somebody cuts in nobody else begins, if the rules were being asked or not', async () => {
    const cutting: Promise<unknown>[] = [];
    let asked = 0;
    const words = [...topics];
    const { engine } = engineOn(opened.database, {
      node: 'only',
      brain: scriptedProvider(() => lineOf(words.shift() ?? randomUUID())),
      overLimit: async () => {
        asked += 1;
        if (asked === 2) cutting.push(engine.interrupt(ref, cutIn.reason, cutIn.decide));
        return null;
      },
      log: (log) => ({
        ...log,
        async append(to, decide, epoch, companion) {
          if (epoch === undefined) await sleep(300);
          return log.append(to, decide, epoch, companion);
        },
      }),
    });
    await vi.waitFor(async () => expect(startsIn(await read()).length).toBeGreaterThan(1), { timeout: 5000 });
    await Promise.all(cutting);
    await engine.close();
    const events = await read();
    const [, second] = startsIn(events);
    expect(second).toMatchObject({ seatId: 'seat-builtin-bruno', queued: true });
    expect(endsIn(events)).toEqual(startsIn(events).map(({ turnId }) => turnId));
  });
});

function startsIn(events: readonly Event[]) {
  return events.flatMap((event) => (event.type === 'turn-started' ? [event] : []));
}

/** The turns that were ended, once for each end. */
function endsIn(events: readonly Event[]) {
  return events.flatMap((event) => {
    if (event.type === 'message-finished') return event.message.turnId ?? [];
    return event.type === 'turn-interrupted' || event.type === 'turn-failed' || event.type === 'turn-passed'
      ? event.turnId
      : [];
  });
}

/** The words that are kept, by turn. */
function keptIn(events: readonly Event[]) {
  return events.flatMap((event) => {
    const message =
      event.type === 'message-finished' || event.type === 'turn-interrupted' ? event.message : null;
    return message?.turnId === undefined ? [] : [[message.turnId, message.text]];
  });
}
