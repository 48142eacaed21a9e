import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { clientFrameSchema, type ServerFrame } from '@chimera/protocol/socket';
import { conversationOf } from '@chimera/protocol/reduce-conversation';
import { reduceView, type View } from '@chimera/protocol/view';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createLive, type Live } from './live.ts';
import { mirrorConversation, type Mirror } from './mirror.ts';

const conversationId = 'c1';
const at = '2026-01-01T00:00:00.000Z';
const reason = { code: 'queued', text: 'The director asked.' };

type Step = { readonly event: Event } | { readonly text: string };

const created: Event = {
  type: 'conversation-created',
  at,
  title: 'Tides',
  topic: 'Tides',
  format: 'free-talk',
  settings: defaultSettings,
  seats: ['s1', 's2'].map((id) => ({ id, personaId: id, name: id, brain: null, presence: 'stage' })),
};

function started(turnId: string, attempt: number): Step {
  return { event: { type: 'turn-started', at, turnId, attempt, seatId: 's1', reason } };
}

function finished(turnId: string, attempt: number, text: string): Step {
  const message = {
    id: `m-${turnId}`,
    turnId,
    attempt,
    author: { kind: 'seat' as const, seatId: 's1', name: 's1' },
    text,
    status: 'complete' as const,
    createdAt: at,
  };
  return { event: { type: 'message-finished', at, message } };
}

/** A turn that is interrupted and taken again, a turn at once, and one that is still open. */
const script: readonly Step[] = [
  started('t1', 1),
  { text: 'The sea ' },
  { text: 'is ' },
  { event: { type: 'turn-interrupted', at, turnId: 't1', attempt: 1, seatId: 's1', reason } },
  started('t1', 2),
  { text: 'A wave ' },
  { text: 'is not water 🌊, ' },
  { text: 'it is news.' },
  finished('t1', 2, 'A wave is not water 🌊, it is news.'),
  { event: { type: 'queue-changed', at, queue: [{ seatId: 's2', reason }] } },
  started('t2', 1),
  { text: 'Who told you?' },
  finished('t2', 1, 'Who told you?'),
  started('t3', 1),
  { text: 'The ' },
  { text: 'moon.' },
];

type Fault =
  /** The connection breaks instead of carrying this frame. */
  | { readonly kind: 'cut'; readonly code?: number }
  | { readonly kind: 'lose' }
  | { readonly kind: 'repeat' }
  /** The frame changes places with the next one. */
  | { readonly kind: 'swap' };

/** Plays the script to everybody who watches, as the server promises to, except for the faults. */
class ScriptedServer {
  readonly #server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  /** Called for every frame that would go out, with its number since the server began. */
  readonly #faultAt: (frame: number) => Fault | undefined;
  readonly #subscribed = new Set<WebSocket>();
  readonly subscriptions: unknown[] = [];
  readonly #log: Event[] = [created];
  gen = 'g1';
  #frames = 0;
  #view: View;

  constructor(faultAt: (frame: number) => Fault | undefined = () => undefined) {
    this.#faultAt = faultAt;
    this.#view = firstView(this.gen);
    this.#server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => this.#receive(socket, JSON.parse(data.toString())));
      socket.on('close', () => this.#subscribed.delete(socket));
    });
  }

  get view(): View {
    return this.#view;
  }

  get connections(): number {
    return this.#server.clients.size;
  }

  async url(): Promise<string> {
    if (this.#server.address() === null) await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return `ws://127.0.0.1:${address.port}`;
  }

  play(step: Step): void {
    const frames: ServerFrame[] = [];
    if ('event' in step) {
      this.#log.push(step.event);
      this.#view = reduceView(this.#view, { seq: this.#log.length, event: step.event });
      frames.push(this.#eventFrame(this.#log.length));
    } else {
      const turn = this.#view.conversation.turn;
      if (!turn) throw new Error('Nobody has the floor.');
      const { turnId, attempt } = turn;
      const offset = this.#view.liveText.length;
      this.#view = { ...this.#view, liveText: this.#view.liveText + step.text };
      frames.push({ type: 'delta', conversationId, turnId, attempt, offset, text: step.text });
    }
    for (const socket of this.#subscribed) this.#send(socket, frames);
  }

  restore(gen: string): void {
    this.gen = gen;
    this.#view = { ...this.#view, conversation: { ...this.#view.conversation, gen } };
  }

  say(frame: ServerFrame): void {
    for (const socket of this.#subscribed) this.#send(socket, [frame]);
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #receive(socket: WebSocket, data: unknown): void {
    const frame = clientFrameSchema.parse(data);
    if (frame.type === 'unsubscribe') this.#subscribed.delete(socket);
    if (frame.type !== 'subscribe') return;
    this.subscriptions.push(frame);
    this.#subscribed.add(socket);
    this.#send(socket, this.#catchUp(frame.after, frame.gen));
  }

  /** Words of finished turns are said again before the event that ends them, as the promise asks. */
  #catchUp(after: number | undefined, gen: string | undefined): ServerFrame[] {
    const { gen: now } = this;
    const head = this.#log.length;
    if (after === undefined || gen !== now || after > head) {
      return [{ type: 'snapshot', conversationId, gen: now, head, view: this.#view }];
    }
    const frames: ServerFrame[] = [];
    for (let seq = after + 1; seq <= head; seq += 1) {
      const event = this.#log[seq - 1];
      if (event?.type === 'message-finished') {
        const { turnId = '', attempt = 0, text } = event.message;
        frames.push({ type: 'delta', conversationId, turnId, attempt, offset: 0, text });
      }
      frames.push(this.#eventFrame(seq));
    }
    const { turn } = this.#view.conversation;
    const { liveText: text } = this.#view;
    if (turn && text !== '') {
      const { turnId, attempt } = turn;
      frames.push({ type: 'delta', conversationId, turnId, attempt, offset: 0, text });
    }
    return frames;
  }

  #eventFrame(seq: number): ServerFrame {
    const event = this.#log[seq - 1];
    if (!event) throw new Error(`There is no event ${seq}.`);
    return { type: 'event', conversationId, gen: this.gen, seq, event };
  }

  #send(socket: WebSocket, frames: readonly ServerFrame[]): void {
    const late: ServerFrame[] = [];
    for (const frame of frames) {
      this.#frames += 1;
      const fault = this.#faultAt(this.#frames);
      if (fault?.kind === 'cut') {
        this.#subscribed.delete(socket);
        if (fault.code === undefined) socket.terminate();
        else socket.close(fault.code);
        return;
      }
      if (fault?.kind === 'swap') late.push(frame);
      else if (fault?.kind !== 'lose') socket.send(JSON.stringify(frame));
      if (fault?.kind === 'repeat') socket.send(JSON.stringify(frame));
    }
    const held = this.#held.get(socket) ?? [];
    this.#held.set(socket, late);
    for (const frame of held) socket.send(JSON.stringify(frame));
  }
  readonly #held = new WeakMap<WebSocket, ServerFrame[]>();
}

function firstView(gen: string): View {
  if (created.type !== 'conversation-created') throw new Error('The log begins otherwise.');
  return {
    conversation: conversationOf(conversationId, gen, created),
    messages: [],
    earlier: false,
    liveText: '',
  };
}

interface Watch {
  readonly server: ScriptedServer;
  readonly live: Live;
  readonly mirror: Mirror;
}

const open = new Set<Watch>();

async function watch(faultAt?: (frame: number) => Fault | undefined): Promise<Watch> {
  const server = new ScriptedServer(faultAt);
  const live = createLive({ url: await server.url(), webSocket: WebSocket, chance: () => 0 });
  const mirror = mirrorConversation(live, conversationId);
  const watch = { server, live, mirror };
  open.add(watch);
  return watch;
}

function end(watch: Watch): void {
  watch.mirror.close();
  watch.server.close();
  open.delete(watch);
}

afterEach(() => open.forEach(end));

/** Plays the rest of the script a frame at a time, so that faults fall between frames. */
async function playAll({ server }: Watch, steps: readonly Step[] = script): Promise<void> {
  for (const step of steps) {
    server.play(step);
    await setImmediate();
  }
}

async function equality({ server, mirror }: Watch): Promise<void> {
  const signal = AbortSignal.timeout(8_000);
  const same = (view: View) => JSON.stringify(view) === JSON.stringify(server.view);
  await mirror.until(same, signal).catch(() => null);
  expect(mirror.view).toEqual(server.view);
}

/** Whatever was watched from its first word on must be, piece by piece, exactly what was said. */
function expectWholeSpeech({ server, mirror }: Watch): void {
  const watched = server.view.messages.flatMap(({ turnId = '', attempt = 0, text }) => {
    const spoken = mirror.spoken(turnId, attempt);
    return spoken === undefined ? [] : [{ spoken, text }];
  });
  expect(watched.map(({ spoken }) => spoken)).toEqual(watched.map(({ text }) => text));
}

test('a viewer sees the conversation as it is, from the first snapshot to the last word', async () => {
  const watched = await watch();
  await watched.mirror.until(() => true);
  await playAll(watched);
  await equality(watched);
  expect(watched.mirror.spoken('t1', 1)).toBe('The sea is ');
  expect(watched.mirror.spoken('t1', 2)).toBe('A wave is not water 🌊, it is news.');
  expect(watched.mirror.view?.liveText).toBe('The moon.');
  expect(watched.server.subscriptions).toHaveLength(1);
});

const FRAMES = script.length + 1;

test.each([
  ['breaks', { kind: 'cut' }],
  ['is closed because the viewer was too slow', { kind: 'cut', code: 4008 }],
] satisfies [string, Fault][])(
  'a connection that %s at any frame resumes at the exact character',
  async (_, fault) => {
    const boundaries = Array.from({ length: FRAMES }, (_, index) => index + 1);
    await Promise.all(
      boundaries.map(async (boundary) => {
        const watched = await watch((frame) => (frame === boundary ? fault : undefined));
        if (boundary > 1) await watched.mirror.until(() => true);
        await playAll(watched);
        await equality(watched);
        expectWholeSpeech(watched);
        expect(watched.server.subscriptions).toHaveLength(2);
        end(watched);
      }),
    );
  },
);

test.each([
  ['lost', { kind: 'lose' }],
  ['repeated', { kind: 'repeat' }],
  ['swapped with the next', { kind: 'swap' }],
] satisfies [string, Fault][])('any frame that is %s leaves no trace', async (_, fault) => {
  const boundaries = Array.from({ length: FRAMES - 2 }, (_, index) => index + 2);
  await Promise.all(
    boundaries.map(async (boundary) => {
      const watched = await watch((frame) => (frame === boundary ? fault : undefined));
      await watched.mirror.until(() => true);
      await playAll(watched);
      await equality(watched);
      expectWholeSpeech(watched);
      expect(watched.server.connections).toBe(1);
      end(watched);
    }),
  );
});

test('any mixture of faults leaves no trace', async () => {
  const fault = fc.oneof(
    fc.constant<Fault>({ kind: 'cut', code: 4008 }),
    fc.constant<Fault>({ kind: 'lose' }),
    fc.constant<Fault>({ kind: 'repeat' }),
    fc.constant<Fault>({ kind: 'swap' }),
  );
  const faults = fc.uniqueArray(fc.tuple(fc.integer({ min: 2, max: 30 }), fault), {
    selector: ([frame]) => frame,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(faults, async (entries) => {
      const faultAt = new Map(entries);
      const watched = await watch((frame) => faultAt.get(frame));
      await watched.mirror.until(() => true);
      await playAll(watched);
      // What was lost at the very end shows with the next thing that happens.
      for (let settled = 0; settled < 3; settled += 1) {
        await playAll(watched, [{ text: ' Again' }]);
        await setImmediate();
      }
      faultAt.clear();
      await settle(watched);
      await equality(watched);
      expectWholeSpeech(watched);
      expect(watched.live.status).toEqual({ state: 'open' });
      end(watched);
    }),
    { numRuns: 40 },
  );
}, 120_000);

/** Keeps talking until the viewer has caught up: a loss is only seen by what follows it. */
async function settle({ server, mirror }: Watch): Promise<void> {
  for (let round = 0; round < 1_500; round += 1) {
    if (JSON.stringify(mirror.view) === JSON.stringify(server.view)) return;
    server.play({ text: '.' });
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('a viewer who comes in mid-turn has the words so far and all that follow', async () => {
  const server = new ScriptedServer();
  for (const step of script.slice(0, 6)) server.play(step);
  const live = createLive({ url: await server.url(), webSocket: WebSocket });
  const mirror = mirrorConversation(live, conversationId);
  const watched = { server, live, mirror };
  open.add(watched);
  expect((await mirror.until(() => true)).liveText).toBe('A wave ');
  await playAll(watched, script.slice(6));
  await equality(watched);
  expect(mirror.spoken('t1', 2)).toBe('A wave is not water 🌊, it is news.');
});

test('a backup that was brought back replaces what the viewer knew', async () => {
  const watched = await watch();
  await watched.mirror.until(() => true);
  await playAll(watched, script.slice(0, 3));
  await equality(watched);
  watched.server.restore('g2');
  await playAll(watched, script.slice(3, 5));
  await equality(watched);
  expect(watched.mirror.view?.conversation.gen).toBe('g2');
});

test('words that overtake the announcement of their attempt wait for it', async () => {
  const watched = await watch();
  const { server, mirror } = watched;
  await mirror.until(() => true);
  await playAll(watched, script.slice(0, 3));
  const words = { type: 'delta', conversationId, turnId: 't1', attempt: 2 } as const;
  server.say({ ...words, offset: 0, text: 'A ' });
  server.say({ ...words, offset: 1, text: ' wave' });
  await playAll(watched, [started('t1', 2)]);
  const view = await mirror.until(({ conversation }) => conversation.turn?.attempt === 2);
  expect(view.conversation.head).toBe(3);
  await mirror.until(({ liveText }) => liveText === 'A wave');
  expect(server.subscriptions).toHaveLength(1);
});

test('words of a turn that is over, or that nobody announced, are not shown', async () => {
  const watched = await watch();
  const { server, mirror } = watched;
  await mirror.until(() => true);
  await playAll(watched, script.slice(0, 9));
  server.say({ type: 'delta', conversationId, turnId: 't1', attempt: 2, offset: 0, text: 'late' });
  await playAll(watched, script.slice(9, 10));
  await equality(watched);
  expect(server.subscriptions).toHaveLength(1);
  server.say({ type: 'delta', conversationId, turnId: 't9', attempt: 1, offset: 0, text: 'early' });
  await playAll(watched, script.slice(10));
  await equality(watched);
  expect(mirror.spoken('t9', 1)).toBeUndefined();
  expect(mirror.spoken('t1', 2)).toBe('A wave is not water 🌊, it is news.');
  expect(server.subscriptions).toHaveLength(2);
});

test('a second follower of the same conversation begins with the picture that is there', async () => {
  const watched = await watch();
  await watched.mirror.until(() => true);
  await playAll(watched, script.slice(0, 3));
  await equality(watched);
  const second = mirrorConversation(watched.live, conversationId);
  expect(second.view).toEqual(watched.server.view);
  await playAll(watched, script.slice(3));
  await equality(watched);
  expect(second.view).toEqual(watched.server.view);
  second.close();
  expect(watched.server.subscriptions).toHaveLength(1);
});

test('an event that this client does not know is bridged by a snapshot', async () => {
  const watched = await watch();
  const { server, mirror } = watched;
  await mirror.until(() => true);
  const frame = `{"type":"event","conversationId":"c1","gen":"g1","seq":2,"event":{"type":"curtain-fell","at":"${at}"}}`;
  server.say(JSON.parse(frame));
  await expect.poll(() => server.subscriptions.length).toBe(2);
  expect(server.subscriptions[1]).toEqual({ type: 'subscribe', conversationId });
  await playAll(watched);
  await equality(watched);
});

test('a follower hears every event once and every word once, also when frames are repeated', async () => {
  const watched = await watch((frame) => (frame > 1 ? { kind: 'repeat' } : undefined));
  const heard: unknown[] = [];
  watched.live.follow(conversationId, {
    onSnapshot: (_, __, head) => heard.push(head),
    onEvent: ({ seq }) => heard.push(seq),
    onDelta: ({ text }) => heard.push(text),
  });
  await watched.mirror.until(() => true);
  await playAll(watched);
  await equality(watched);
  let seq = 1;
  const expected = script.map((step) => ('text' in step ? step.text : (seq += 1)));
  expect(heard).toEqual([1, ...expected]);
});

test('waiting for a view ends with the reason of its signal', async () => {
  const { mirror } = await watch();
  const reason = new Error('enough');
  await expect(mirror.until(() => false, AbortSignal.abort(reason))).rejects.toBe(reason);
});
