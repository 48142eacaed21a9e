import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from './conversation.ts';
import { endedTurn } from './ended-turn.ts';
import type { Event, NumberedEvent } from './event.ts';
import { eventSchema } from './event.ts';
import { messageOf } from './message-of.ts';
import { conversationOf, reduceConversation } from './reduce-conversation.ts';
import { joinDelta, messageIdOf, reduceDelta, reduceView, type View } from './view.ts';

const seats = ['a', 'b', 'c'].map((id) => ({
  id,
  personaId: `p-${id}`,
  name: id.toUpperCase(),
  brain: null,
  presence: 'stage' as const,
}));
const reason = { code: 'natural', text: 'wants to speak' };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

function begun(): View {
  const conversation = conversationOf('c', 'g', {
    type: 'conversation-created',
    at: at(0),
    title: 'T',
    topic: 'T',
    format: 'free-talk',
    settings: defaultSettings,
    seats,
  });
  return { conversation, messages: [], earlier: false, liveText: '' };
}

function started(turnId: string, attempt = 1, seatId = 'a'): Event {
  return { type: 'turn-started', at: at(1), turnId, attempt, seatId, reason };
}

function said(text: string, turn?: { turnId: string; attempt: number }): Event {
  const author = { kind: 'seat' as const, seatId: 'a', name: 'A' };
  const usage = { inputTokens: 10, outputTokens: 5 };
  const id = turn ? messageIdOf(turn) : `said-${text}`;
  return {
    type: 'message-finished',
    at: at(2),
    message: { id, ...turn, author, text, usage, cost: 0.5, status: 'complete', createdAt: at(2) },
  };
}

function applied(view: View, ...events: Event[]): View {
  return events.reduce(
    (before, event) => reduceView(before, { seq: before.conversation.head + 1, event }),
    view,
  );
}

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constantFrom('1', '2').chain((turnId) => fc.constant(started(turnId))),
  fc
    .record({ text: fc.string(), turnId: fc.constantFrom('1', '2') })
    .map(({ text, turnId }) => said(text, { turnId, attempt: 1 })),
  fc.string().map((text) => said(text)),
  fc.constantFrom<Event>(
    { type: 'turn-passed', at: at(3), turnId: '1', attempt: 1, seatId: 'a', reason },
    { type: 'turn-interrupted', at: at(3), turnId: '2', attempt: 1, seatId: 'a', reason },
    { type: 'turn-failed', at: at(3), turnId: '1', attempt: 1, seatId: 'a', reason },
    { type: 'conversation-changed', at: at(4), state: 'running' },
    { type: 'conversation-changed', at: at(5), state: 'paused', reason },
    { type: 'conversation-stopped', at: at(6), reason },
    { type: 'phase-changed', at: at(6), name: 'Rebuttal' },
    { type: 'queue-changed', at: at(7), queue: [{ seatId: 'b', reason }] },
    { type: 'seat-changed', at: at(8), seatId: 'b', presence: 'away' },
    { type: 'seat-removed', at: at(9), seatId: 'c' },
    {
      type: 'seat-added',
      at: at(9),
      seat: { ...seats[2], id: 'd', personaId: 'p', name: 'D', brain: null, presence: 'stage' },
    },
  ),
);

test('an event that is applied twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      let view = begun();
      const numbered: NumberedEvent[] = [];
      for (const event of events) {
        const next = { seq: view.conversation.head + 1, event };
        numbered.push(next);
        view = reduceView(view, next);
        for (const again of numbered) expect(reduceView(view, again)).toBe(view);
      }
    }),
  );
});

test('the conversation that a view shows is the one that the log makes, and is what the schema says', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      const view = applied(begun(), ...events);
      const replayed = events.reduce(
        (before, event) => reduceConversation(before, { seq: before.head + 1, event }),
        begun().conversation,
      );
      expect(view.conversation).toEqual(replayed);
      for (const event of events) expect(eventSchema.parse(event)).toEqual(event);
    }),
  );
});

test('a turn is open from its start to its end, and counts once', () => {
  const turn = { turnId: '1', attempt: 1 };
  const open = applied(begun(), started('1'));
  expect(open.conversation.turn).toMatchObject({ turnId: '1', seatId: 'a', startedAt: at(1) });
  const closed = applied(open, said('Hello', turn));
  expect(closed.conversation).toMatchObject({
    turn: null,
    turns: 1,
    usage: { inputTokens: 10, outputTokens: 5, cost: 0.5 },
  });
  expect(closed.messages).toHaveLength(1);
});

test('cached tokens are added up where somebody tells them, and stay unknown where nobody does', () => {
  const told = (cachedInputTokens: number | undefined): Event => {
    const event = said(`cached ${cachedInputTokens}`);
    if (event.type !== 'message-finished' || cachedInputTokens === undefined) return event;
    const usage = { inputTokens: 10, outputTokens: 5, cachedInputTokens };
    return { ...event, message: { ...event.message, usage } };
  };
  const silent = applied(begun(), told(undefined));
  expect(silent.conversation.usage).not.toHaveProperty('cachedInputTokens');
  const view = applied(silent, told(0), told(8), told(undefined));
  expect(view.conversation.usage).toMatchObject({ inputTokens: 40, cachedInputTokens: 8 });
});

test("a person's words in the middle of a turn leave it open", () => {
  const view = applied(begun(), started('1'), said('Excuse me'));
  expect(view.conversation.turn?.turnId).toBe('1');
  expect(view.conversation.turns).toBe(0);
});

test('words in flight belong to one attempt: a new one begins with none', () => {
  const open = applied(begun(), started('1'));
  const heard = reduceDelta(open, { turnId: '1', attempt: 1, offset: 0, text: 'Well' });
  expect(heard?.liveText).toBe('Well');
  const interrupted: Event = {
    type: 'turn-interrupted',
    at: at(3),
    turnId: '1',
    attempt: 1,
    seatId: 'a',
    reason,
  };
  const again = applied(heard ?? open, interrupted, started('1', 2));
  expect(again.liveText).toBe('');
  expect(reduceDelta(again, { turnId: '1', attempt: 1, offset: 4, text: ' then' })).toBe(again);
});

test.each([
  ['the next piece', 'abc', 3, 'de', 'abcde'],
  ['a piece that is there already', 'abc', 0, 'ab', 'abc'],
  ['a piece that overlaps', 'abc', 2, 'cde', 'abcde'],
  ['a piece after a gap', 'abc', 4, 'e', null],
])('%s is joined by its offset', (_, text, offset, piece, joined) => {
  expect(joinDelta(text, { offset, text: piece })).toBe(joined);
});

test('pieces in any order and number give the text, once none is missing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.tuple(fc.nat(30), fc.nat(30))), (text, cuts) => {
      const pieces = [...cuts, [0, text.length] as const].map(([from, length]) => ({
        offset: Math.min(from, text.length),
        text: text.slice(from, from + length),
      }));
      let joined = '';
      for (const piece of pieces) joined = joinDelta(joined, piece) ?? joined;
      expect(joined).toBe(text);
    }),
  );
});

describe('limits', () => {
  test('count from a fresh start, not from a pause', () => {
    const first = applied(
      begun(),
      { type: 'conversation-changed', at: at(0), state: 'running' },
      started('1'),
      said('x', { turnId: '1', attempt: 1 }),
    );
    const paused = applied(first, { type: 'conversation-changed', at: at(5), state: 'paused' });
    expect(paused.conversation.run).toMatchObject({ turnsBefore: 0, playedMs: 300_000, startedAt: null });
    const resumed = applied(paused, { type: 'conversation-changed', at: at(10), state: 'running' });
    expect(resumed.conversation.run).toMatchObject({ turnsBefore: 0, playedMs: 300_000, startedAt: at(10) });
    const stopped = applied(resumed, { type: 'conversation-stopped', at: at(11), reason });
    expect(stopped.conversation).toMatchObject({
      state: 'stopped',
      stopReason: reason,
      run: { playedMs: 360_000 },
    });
    const afresh = applied(stopped, { type: 'conversation-changed', at: at(12), state: 'running' });
    expect(afresh.conversation.run).toMatchObject({
      turnsBefore: 1,
      tokensBefore: 15,
      costBefore: 0.5,
      playedMs: 0,
    });
    expect(afresh.conversation.stopReason).toBeUndefined();
  });
});

describe('the queue', () => {
  const queue = ['b', 'c', 'b'].map((seatId) => ({ seatId, reason }));

  test('loses its first entry for a seat when that seat begins by it', () => {
    const view = applied(
      begun(),
      { type: 'queue-changed', at: at(1), queue },
      { ...queuedStart('b'), queued: true },
    );
    expect(view.conversation.queue.map(({ seatId }) => seatId)).toEqual(['c', 'b']);
  });

  test('stays when the seat begins for another reason', () => {
    const view = applied(begun(), { type: 'queue-changed', at: at(1), queue }, queuedStart('b'));
    expect(view.conversation.queue).toHaveLength(3);
  });

  test('forgets a seat that is removed', () => {
    const view = applied(
      begun(),
      { type: 'queue-changed', at: at(1), queue },
      { type: 'seat-removed', at: at(2), seatId: 'b' },
    );
    expect(view.conversation.queue.map(({ seatId }) => seatId)).toEqual(['c']);
  });

  function queuedStart(seatId: string): Extract<Event, { type: 'turn-started' }> {
    return { type: 'turn-started', at: at(1), turnId: '1', attempt: 1, seatId, reason };
  }
});

test.each<[string, Event, string | null]>([
  [
    'a pause with a reason',
    { type: 'conversation-changed', at: at(1), state: 'paused', reason },
    reason.text,
  ],
  ['a pause after a step', { type: 'conversation-changed', at: at(1), state: 'paused' }, null],
  ['a stop', { type: 'conversation-stopped', at: at(1), reason }, reason.text],
  ['a new topic', { type: 'conversation-changed', at: at(1), topic: 'Tides' }, 'The topic is now: Tides'],
  ['the same topic', { type: 'conversation-changed', at: at(1), topic: 'T' }, null],
  ['a seat that leaves', { type: 'seat-removed', at: at(1), seatId: 'a' }, 'A leaves.'],
  [
    'a seat that goes away',
    { type: 'seat-changed', at: at(1), seatId: 'a', presence: 'away' },
    'A goes away.',
  ],
  ['a seat where it was', { type: 'seat-changed', at: at(1), seatId: 'a', presence: 'stage' }, null],
  [
    'a new brain',
    { type: 'seat-changed', at: at(1), seatId: 'a', brain: { connectionId: 'ollama', model: 'm' } },
    'A speaks through ollama · m from the next turn on.',
  ],
  [
    'a seat that is taken',
    { type: 'seat-changed', at: at(1), seatId: 'a', brain: { human: true } },
    'A is played by a person now.',
  ],
  [
    'a failure',
    { type: 'turn-failed', at: at(1), turnId: '1', attempt: 1, seatId: 'a', reason },
    reason.text,
  ],
  ['a turn that begins', started('1'), null],
])('the script has a line for %s, or none', (_, event, text) => {
  expect(messageOf(begun().conversation, { seq: 2, event })?.text ?? null).toBe(text);
});

test.each<[Event, ReturnType<typeof endedTurn>]>([
  [started('1'), null],
  [said('aside'), null],
  [said('x', { turnId: '1', attempt: 1 }), { turnId: '1', isFinal: true }],
  [
    { type: 'turn-passed', at: at(1), turnId: '1', attempt: 1, seatId: 'a', reason },
    { turnId: '1', isFinal: false },
  ],
])('an event tells which turn it ends', (event, ended) => {
  expect(endedTurn(event)).toEqual(ended);
});

test('an edit changes a message where it stands; one of an older page is left to that page', () => {
  const view = applied(begun(), said('one'), said('two'));
  const [first] = view.messages;
  if (!first) throw new Error('There is no message.');
  const edited = applied(view, {
    type: 'message-edited',
    at: at(3),
    message: { ...first, text: 'ONE', editedAt: at(3) },
  });
  expect(edited.messages.map(({ text }) => text)).toEqual(['ONE', 'two']);
  const shorter = { ...view, messages: view.messages.slice(1) };
  expect(
    applied(shorter, { type: 'message-edited', at: at(3), message: { ...first, text: 'ONE' } }).messages,
  ).toHaveLength(1);
});
