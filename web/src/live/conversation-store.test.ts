import fc from 'fast-check';
import { defaultSettings, type Conversation } from '@chimera/protocol/conversation';
import type { Event, NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { reduceView, type View } from '@chimera/protocol/view';
import { expect, test } from 'vitest';
import { ConversationStore, type SaidNow, type StoreParts } from './conversation-store.ts';

const AT = '2026-03-01T09:00:00.000Z';

const conversation: Conversation = {
  id: 'c1',
  gen: 'g1',
  title: 'Is a joke a kind of knowledge?',
  topic: 'Is a joke a kind of knowledge?',
  state: 'running',
  stepping: false,
  format: 'free-talk',
  settings: defaultSettings,
  seats: [seat('s1', 'Socrates'), seat('s2', 'Dorothy')],
  queue: [],
  turn: null,
  turns: 0,
  run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: AT, playedMs: 0 },
  head: 1,
  createdAt: AT,
  updatedAt: AT,
  usage: { inputTokens: 0, outputTokens: 0 },
};

const empty: View = { conversation, messages: [], earlier: false, liveText: '' };

function seat(id: string, name: string) {
  return { id, personaId: `p-${id}`, name, brain: null, presence: 'stage' as const };
}

function started(turnId: string, seatId: string, replaces?: string): Event {
  const reason = { code: 'named', text: 'Was asked.' };
  return { type: 'turn-started', at: AT, turnId, attempt: 1, seatId, reason, ...(replaces && { replaces }) };
}

function spoken(turnId: string, seatId: string, text: string): Event {
  return { type: 'message-finished', at: AT, message: message(`m-${turnId}`, text, { turnId, seatId }) };
}

function message(id: string, text: string, { turnId, seatId }: { turnId?: string; seatId?: string } = {}) {
  return {
    id,
    ...(turnId && { turnId }),
    author: seatId
      ? { kind: 'seat' as const, seatId, name: seatId === 's1' ? 'Socrates' : 'Dorothy' }
      : { kind: 'human' as const, name: 'You' },
    text,
    status: 'complete' as const,
    createdAt: AT,
  };
}

function numbered(events: readonly Event[], from = 2): NumberedEvent[] {
  return events.map((event, index) => ({ seq: from + index, event }));
}

function storeOf(parts: Partial<StoreParts> = {}) {
  let ids = 0;
  const frames: (() => void)[] = [];
  const resyncs: number[] = [];
  const store = new ConversationStore({
    post: () => new Promise(() => {}),
    earlier: async () => ({ messages: [], more: false }),
    later: async () => ({ messages: [], more: false }),
    resync: () => void resyncs.push(1),
    nextFrame: (commit) => void frames.push(commit),
    nowMs: () => 0,
    isStill: () => true,
    newId: () => `own-${(ids += 1)}`,
    now: () => AT,
    ...parts,
  });
  const paint = () => frames.splice(0).forEach((commit) => commit());
  return { store, paint, frames, resyncs };
}

function texts(store: ConversationStore): string[] {
  return store.order.get().map((id) => {
    const row = store.row(id).get();
    if (row?.kind === 'message') return row.message.text;
    if (row?.kind === 'turn') return store.live(row.turn.turnId).get();
    return row?.line.body.text ?? '';
  });
}

test('a line keeps its row from the first word to the finished message', () => {
  const { store, paint } = storeOf();
  store.applySnapshot(empty);
  const [start, end] = numbered([started('t1', 's1'), spoken('t1', 's1', 'Tell me.')]);
  if (start) store.applyEvent(start);
  const speaking = store.order.get();
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 0, text: 'Tell ' });
  paint();
  expect(texts(store)).toEqual(['Tell ']);
  if (end) store.applyEvent(end);
  expect(store.order.get()).toEqual(speaking);
  expect(texts(store)).toEqual(['Tell me.']);
});

test('deltas are shown once per frame', () => {
  const { store, frames, paint } = storeOf();
  store.applySnapshot({ ...empty, conversation: { ...conversation, turn: turnOf('t1', 's1') } });
  let redraws = 0;
  store.live('t1').subscribe(() => (redraws += 1));
  for (const [offset, text] of Array.from('word by word').entries())
    store.applyDelta({ turnId: 't1', attempt: 1, offset, text });
  expect(redraws).toBe(0);
  expect(frames).toHaveLength(1);
  paint();
  expect(redraws).toBe(1);
  expect(store.live('t1').get()).toBe('word by word');
});

function turnOf(turnId: string, seatId: string) {
  return { turnId, attempt: 1, seatId, reason: { code: 'named', text: 'Was asked.' }, startedAt: AT };
}

test('a token redraws the open line and nothing else', () => {
  const { store, paint } = storeOf();
  store.applySnapshot({
    ...empty,
    messages: [{ ...message('m0', 'Before.', { turnId: 't0', seatId: 's2' }), seq: 1 }],
    conversation: { ...conversation, turn: turnOf('t1', 's1') },
  });
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 0, text: 'I ' });
  paint();
  let others = 0;
  const count = () => void (others += 1);
  for (const reading of [store.order, store.conversation, store.row('t0'), store.row('t1'), store.seat('s1')])
    reading.subscribe(count);
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 2, text: 'say' });
  paint();
  expect(others).toBe(0);
});

test('an event that skips others is refused and asked for again', () => {
  const { store, resyncs } = storeOf();
  store.applySnapshot(empty);
  store.applyEvent({ seq: 4, event: spoken('t9', 's1', 'From the future.') });
  expect(resyncs).toHaveLength(1);
  expect(store.order.get()).toEqual([]);
});

test('events that were seen before change nothing, however late they come again', () => {
  const { store, resyncs } = storeOf();
  store.applySnapshot(empty);
  const events = numbered([started('t1', 's1'), spoken('t1', 's1', 'Tell me.'), started('t2', 's2')]);
  for (const event of events) store.applyEvent(event);
  const seen = { conversation: store.conversation.get(), order: store.order.get() };
  for (const event of events) store.applyEvent(event);
  expect({ conversation: store.conversation.get(), order: store.order.get() }).toEqual(seen);
  expect(resyncs).toEqual([]);
});

test('words after a hole are refused and asked for again', () => {
  const { store, resyncs } = storeOf();
  store.applySnapshot({ ...empty, conversation: { ...conversation, turn: turnOf('t1', 's1') } });
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 5, text: 'late' });
  expect(resyncs).toHaveLength(1);
});

test('a pass takes the open line away and shows on the face', () => {
  const { store } = storeOf();
  store.applySnapshot(empty);
  const passed: Event = {
    type: 'turn-passed',
    at: AT,
    turnId: 't1',
    attempt: 1,
    seatId: 's1',
    reason: { code: 'passed', text: 'Had nothing to add.' },
  };
  for (const event of numbered([started('t1', 's1'), passed])) store.applyEvent(event);
  expect(store.order.get()).toEqual([]);
  expect(store.seat('s1').get()?.state.kind).toBe('passed');
});

test('a turn that makes a message again streams into the row of that message', () => {
  const { store, paint } = storeOf();
  store.applySnapshot(empty);
  for (const event of numbered([
    started('t1', 's1'),
    spoken('t1', 's1', 'First.'),
    started('t2', 's1', 'm-t1'),
  ]))
    store.applyEvent(event);
  store.applyDelta({ turnId: 't2', attempt: 1, offset: 0, text: 'Second' });
  paint();
  expect(store.order.get()).toEqual(['t1']);
  const row = store.row('t1').get();
  expect(row?.kind === 'message' && row.retaking?.turnId).toBe('t2');
  expect(store.live('t2').get()).toBe('Second');
});

/** A turn has just ended; most of its words have come and are not shown yet. */
function storeOfFinishingLine() {
  let nowMs = 0;
  const { store, paint } = storeOf({ isStill: () => false, nowMs: () => nowMs });
  const pass = (ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs; ) {
      nowMs += 16;
      paint();
    }
  };
  store.applySnapshot(empty);
  const text = 'One two three four five six.';
  const [start, end, next] = numbered([started('t1', 's1'), spoken('t1', 's1', text), started('t2', 's2')]);
  if (start) store.applyEvent(start);
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 0, text: 'One ' });
  pass(160);
  store.applyDelta({ turnId: 't1', attempt: 1, offset: 4, text: text.slice(4) });
  if (end) store.applyEvent(end);
  if (next) store.applyEvent(next);
  return { store, pass };
}

test('the next line is put up once the last words of the one above it are shown', () => {
  const { store, pass } = storeOfFinishingLine();
  expect(store.finishing.get()).toBe('t1');
  expect(store.order.get()).toEqual(['t1']);
  const seen: string[] = [];
  store.order.subscribe(() => seen.push(store.finishing.get() ?? 'whole'));
  pass(300);
  expect(store.order.get()).toEqual(['t1', 't2']);
  expect(seen).toEqual(['whole']);
});

test('a line of one’s own is put up at once, below a line that is shown whole', () => {
  const { store } = storeOfFinishingLine();
  void store.say({ text: 'Hello' });
  expect(store.finishing.get()).toBeNull();
  expect(store.order.get()).toEqual(['t1', 'own-1', 't2']);
});

test('what stands below a line that is said again stays while its last words are shown', () => {
  const { store, pass } = storeOfFinishingLine();
  pass(300);
  const remade = { ...message('m-t1', 'Another way to say it.', { turnId: 't3', seatId: 's1' }), seq: 3 };
  const [answer, again, end] = numbered(
    [
      spoken('t2', 's2', 'Why?'),
      started('t3', 's1', 'm-t1'),
      { type: 'message-edited', at: AT, turnId: 't3', message: remade },
    ],
    5,
  );
  if (answer) store.applyEvent(answer);
  pass(300);
  if (again) store.applyEvent(again);
  store.applyDelta({ turnId: 't3', attempt: 1, offset: 0, text: 'Another ' });
  pass(160);
  store.applyDelta({ turnId: 't3', attempt: 1, offset: 8, text: 'way to say it.' });
  if (end) store.applyEvent(end);
  expect(store.finishing.get()).toBe('t3');
  expect(store.order.get()).toEqual(['t1', 't2']);
});

test('a sent line keeps its row when its event comes before the answer', async () => {
  let answer: (message: Message) => void = () => {};
  const { store } = storeOf({ post: () => new Promise((resolve) => (answer = resolve)) });
  const heard: SaidNow[] = [];
  store.onSaid((said) => heard.push(said));
  store.applySnapshot(empty);
  const sent = store.say({ text: 'Hello' });
  expect(store.order.get()).toEqual(['own-1']);
  store.applyEvent({ seq: 2, event: { type: 'message-finished', at: AT, message: message('m1', 'Hello') } });
  answer({ ...message('m1', 'Hello'), seq: 2 });
  await sent;
  expect(store.order.get()).toEqual(['own-1']);
  expect(store.row('own-1').get()?.kind).toBe('message');
  expect(heard.map(({ own }) => own)).toEqual([true]);
});

test('a sent line keeps its row when the answer comes before its event', async () => {
  const { store } = storeOf({ post: async () => ({ ...message('m1', 'Hello'), seq: 2 }) });
  store.applySnapshot(empty);
  await store.say({ text: 'Hello' });
  expect(store.row('own-1').get()?.kind).toBe('pending');
  store.applyEvent({ seq: 2, event: { type: 'message-finished', at: AT, message: message('m1', 'Hello') } });
  expect(store.order.get()).toEqual(['own-1']);
  expect(store.row('own-1').get()?.kind).toBe('message');
});

test('a line that fails keeps its words, holds later lines back, and can be sent again', async () => {
  let works = false;
  const keys: string[] = [];
  const { store } = storeOf({
    post: async (body, key) => {
      keys.push(key);
      if (!works) throw new Error('The server is restarting.');
      return { ...message(`m-${key}`, body.text), seq: keys.length };
    },
  });
  store.applySnapshot(empty);
  await store.say({ text: 'One' });
  await store.say({ text: 'Two' });
  const row = store.row('own-1').get();
  expect(row?.kind === 'pending' && row.line.state).toEqual({
    kind: 'failed',
    detail: 'The server is restarting.',
  });
  expect(keys).toEqual(['own-1']);
  works = true;
  await store.retry('own-1');
  expect(keys).toEqual(['own-1', 'own-1', 'own-2']);
});

test('a discarded line lets the next one go', async () => {
  const sent: string[] = [];
  const { store } = storeOf({
    post: async (body) => {
      if (body.text === 'One') throw new Error('No.');
      sent.push(body.text);
      return { ...message('m2', body.text), seq: 2 };
    },
  });
  store.applySnapshot(empty);
  await store.say({ text: 'One' });
  await store.say({ text: 'Two' });
  await store.discard('own-1');
  expect(sent).toEqual(['Two']);
  expect(texts(store)).toEqual(['Two']);
});

test('a snapshot announces nothing, a live event does once', () => {
  const { store } = storeOf();
  const heard: string[] = [];
  store.onSaid(({ message }) => heard.push(message.text));
  store.applySnapshot({ ...empty, messages: [{ ...message('m0', 'History.'), seq: 1 }] });
  const [event] = numbered([spoken('t1', 's1', 'News.')]);
  if (event) {
    store.applyEvent(event);
    store.applyEvent(event);
  }
  expect(heard).toEqual(['News.']);
});

test('earlier pages stay when a later snapshot meets them, and go when it leaves a gap', async () => {
  const older = { ...message('old', 'Long ago.'), seq: 1 };
  const newer = { ...message('new', 'Now.'), seq: 5 };
  const { store } = storeOf({ earlier: async () => ({ messages: [older], more: false }) });
  const view = { ...empty, conversation: { ...conversation, head: 5 }, messages: [newer], earlier: true };
  store.applySnapshot(view);
  await store.loadEarlier();
  expect(texts(store)).toEqual(['Long ago.', 'Now.']);
  expect(store.history.get().kind).toBe('complete');
  store.applySnapshot(view);
  expect(texts(store)).toEqual(['Long ago.', 'Now.']);
  store.applySnapshot({ ...view, messages: [{ ...message('far', 'Much later.'), seq: 90 }] });
  expect(texts(store)).toEqual(['Much later.']);
  expect(store.history.get().kind).toBe('more');
});

test('a failed page of history can be tried again', async () => {
  let fails = true;
  const { store } = storeOf({
    earlier: async () => {
      if (fails) throw new Error('Not now.');
      return { messages: [], more: false };
    },
  });
  store.applySnapshot({ ...empty, messages: [{ ...message('m', 'x'), seq: 4 }], earlier: true });
  await store.loadEarlier();
  expect(store.history.get()).toEqual({ kind: 'failed', detail: 'Not now.' });
  fails = false;
  await store.loadEarlier();
  expect(store.history.get().kind).toBe('complete');
});

test('a guess shows at once and goes when the log confirms it', () => {
  const { store } = storeOf();
  store.applySnapshot(empty);
  const guess = store.guess({ state: 'paused' });
  expect(store.conversation.get()?.state).toBe('paused');
  guess.confirm(2);
  expect(store.conversation.get()?.state).toBe('paused');
  store.applyEvent({ seq: 2, event: { type: 'conversation-changed', at: AT, title: 'Renamed' } });
  expect(store.conversation.get()?.state).toBe('running');
});

test('a refused guess is taken back', () => {
  const { store } = storeOf();
  store.applySnapshot(empty);
  store.guess({ state: 'paused' }).undo();
  expect(store.conversation.get()?.state).toBe('running');
});

/** One spoken turn of the property below: words, and where they are cut into pieces. */
const turnArbitrary = fc.record({
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  cuts: fc.array(fc.nat({ max: 60 }), { maxLength: 6 }),
  overlap: fc.nat({ max: 5 }),
  repeat: fc.boolean(),
});

test('any cutting, overlap and repetition of what arrives gives the same script', () => {
  fc.assert(
    fc.property(fc.array(turnArbitrary, { maxLength: 6 }), (turns) => {
      const { store, paint, resyncs } = storeOf();
      store.applySnapshot(empty);
      let view: View = empty;
      let seq = 1;
      const happen = (event: Event, repeat: boolean) => {
        seq += 1;
        view = reduceView(view, { seq, event });
        store.applyEvent({ seq, event });
        if (repeat) store.applyEvent({ seq, event });
      };
      for (const [index, { text, cuts, overlap, repeat }] of turns.entries()) {
        happen(started(`t${index}`, index % 2 ? 's1' : 's2'), repeat);
        const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].sort(
          (a, b) => a - b,
        );
        for (const [place, end] of pairs(places)) {
          const offset = Math.max(0, place - overlap);
          store.applyDelta({ turnId: `t${index}`, attempt: 1, offset, text: text.slice(offset, end) });
          if (repeat) paint();
        }
        paint();
        expect(store.live(`t${index}`).get()).toBe(text);
        happen(spoken(`t${index}`, index % 2 ? 's1' : 's2', text), repeat);
      }
      expect(store.messages()).toEqual(view.messages);
      expect(store.conversation.get()).toEqual(view.conversation);
      expect(resyncs).toEqual([]);
    }),
  );
});

function pairs(places: readonly number[]): [number, number][] {
  return places.slice(1).map((end, index) => [places[index] ?? 0, end]);
}

test('why a turn waits for its provider is known until the next turn', () => {
  const { store } = storeOf();
  store.applySnapshot(empty);
  const [first, second] = numbered([started('t1', 's1'), started('t2', 's2')]);
  if (first) store.applyEvent(first);
  store.holdUp('s1', 'OpenAI asks us to wait 5 seconds.');
  expect(store.heldUp.get()).toEqual({ seatId: 's1', why: 'OpenAI asks us to wait 5 seconds.' });
  if (second) store.applyEvent(second);
  expect(store.heldUp.get()).toBeNull();
});
