import { blankSheet } from '@chimera/protocol/blank-sheet';
import { type Conversation, defaultSettings } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import type { Format } from '@chimera/protocol/format';
import type { Author, UnnumberedMessage } from '@chimera/protocol/message';
import type { Persona } from '@chimera/protocol/persona';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import { CastSheets } from './cast-sheets.ts';
import type { Ledger } from './ledger.ts';
import { sharedBrainsAfter } from './shared-brains.ts';
import type { Chance, SharedBrains, Stage } from './stage.ts';
import { Transcript } from './transcript.ts';

/** A conversation in memory for tests: each call appends an event as the log would. */
export class ScriptedStage {
  #conversation: Conversation;
  readonly #transcript = new Transcript();
  #ledger: Ledger | null = null;
  #sharedBrains: SharedBrains = new Map();
  readonly #format: Format;
  readonly #opening: readonly Seat[];
  /** So many newest entries are kept. */
  readonly #linesKept: number;
  readonly #personas = new Map<string, Persona>();
  readonly #castSheets: CastSheets;

  constructor(
    seats: readonly Seat[],
    options: { format?: Format; personas?: readonly Persona[]; linesKept?: number } = {},
  ) {
    this.#linesKept = options.linesKept ?? Number.POSITIVE_INFINITY;
    this.#conversation = aConversation({ seats: [...seats] });
    this.#opening = seats;
    this.#castSheets = new CastSheets(seats);
    this.#format = options.format ?? aFormat();
    for (const [index, seat] of seats.entries()) {
      this.#personas.set(seat.id, options.personas?.[index] ?? aPersona(seat.name));
    }
    this.#shareBrains();
  }

  get stage(): Stage {
    const personaOf = ({ id, name }: Seat) => this.#personas.get(id) ?? aPersona(name);
    return {
      conversation: this.#conversation,
      format: this.#format,
      opening: this.#opening,
      ...this.#castSheets.of([...this.#opening, ...this.#conversation.seats], personaOf),
      transcript: this.#transcript.lines,
      ledger: this.#ledger,
      sharedBrains: this.#sharedBrains,
    };
  }

  /** Records that a model has made of the talk so far, or of its older part. */
  folds(ledger: Ledger): void {
    this.#ledger = ledger;
  }

  append(event: Event): void {
    const numbered = { seq: this.#conversation.head + 1, event };
    this.#castSheets.hear(event);
    this.#transcript.take(this.#conversation, numbered);
    this.#transcript.forgetOlder(this.#linesKept);
    this.#conversation = reduceConversation(this.#conversation, numbered);
    this.#shareBrains();
  }

  /** A seat's turn, or with `cut` a turn that was interrupted. */
  says(seatId: string, text: string, options: { cut?: boolean; tokens?: number } = {}): string {
    const turn = this.#start(seatId);
    const author: Author = { kind: 'seat', seatId, name: this.#nameOf(seatId) };
    const usage =
      options.tokens === undefined ? {} : { usage: { inputTokens: options.tokens, outputTokens: 0 } };
    const message = { ...aMessage(this.#conversation.head + 1, author, text), ...usage, turnId: turn.turnId };
    if (options.cut) {
      const cutMessage = { ...message, status: 'interrupted' as const };
      const reason = { code: 'director', text: 'was interrupted' };
      this.append({ type: 'turn-interrupted', at: this.#at(), ...turn, reason, message: cutMessage });
    } else {
      this.append({ type: 'message-finished', at: this.#at(), message });
    }
    return message.id;
  }

  fails(seatId: string): void {
    const turn = this.#start(seatId);
    const reason = { code: 'hesitates', text: 'hesitates' };
    this.append({ type: 'turn-failed', at: this.#at(), ...turn, reason });
  }

  /** Another wording of an old line. */
  edits(messageId: string, text: string): void {
    const entry = this.#transcript.lines.find((line) => line.messageId === messageId);
    if (!entry) throw new Error(`There is no line ${messageId}.`);
    const { seatId, name, seq } = entry;
    const author: Author = { kind: 'seat', ...(seatId !== null && { seatId }), name };
    const message = { ...aMessage(seq, author, text), id: messageId, seq };
    this.append({ type: 'message-edited', at: this.#at(), message });
  }

  passes(seatId: string): void {
    const turn = this.#start(seatId);
    this.append({ type: 'turn-passed', at: this.#at(), ...turn, reason: { code: 'silent', text: 'passes' } });
  }

  /** Somebody in the audience, or with `as` the narrator. */
  human(name: string, text: string, options: { to?: string[]; as?: 'narrator' } = {}): void {
    const author: Author = { kind: options.as ?? 'human', name };
    const to = options.to ? { to: options.to } : {};
    const message = { ...aMessage(this.#conversation.head + 1, author, text), ...to };
    this.append({ type: 'message-finished', at: this.#at(), message });
  }

  joins(seat: Seat, persona: Persona = aPersona(seat.name)): void {
    this.#personas.set(seat.id, persona);
    this.append({ type: 'seat-added', at: this.#at(), seat });
  }

  leaves(seatId: string): void {
    this.append({ type: 'seat-removed', at: this.#at(), seatId });
  }

  presence(seatId: string, presence: Seat['presence']): void {
    this.append({ type: 'seat-changed', at: this.#at(), seatId, presence });
  }

  /** Its provider asks for patience. */
  waits(seatId: string): void {
    const waiting = { until: atSecond(3600), reason: { code: 'rate-limited', text: 'is asked to wait' } };
    this.append({ type: 'seat-changed', at: this.#at(), seatId, waiting });
  }

  settings(settings: Partial<Conversation['settings']>): void {
    const merged = { ...this.#conversation.settings, ...settings };
    this.append({ type: 'conversation-changed', at: this.#at(), settings: merged });
  }

  play(): void {
    this.append({ type: 'conversation-changed', at: this.#at(), state: 'running' });
  }

  pause(): void {
    this.append({ type: 'conversation-changed', at: this.#at(), state: 'paused' });
  }

  stop(): void {
    const reason = { code: 'director', text: 'The director stopped it.' };
    this.append({ type: 'conversation-stopped', at: this.#at(), reason });
  }

  queue(...seatIds: string[]): void {
    const queue = seatIds.map((seatId) => ({ seatId, reason: { code: 'director', text: 'was called' } }));
    this.append({ type: 'queue-changed', at: this.#at(), queue });
  }

  #start(seatId: string) {
    const turn = { turnId: `turn-${this.#conversation.head + 1}`, attempt: 1, seatId };
    const reason = { code: 'wants-to-speak', text: 'wants to speak' };
    const queued = this.#conversation.queue.some((entry) => entry.seatId === seatId);
    this.append({ type: 'turn-started', at: this.#at(), ...turn, reason, queued });
    return turn;
  }

  /** As if nobody had spoken yet: scripted lines name no brain. */
  #shareBrains(): void {
    const cast = { seats: this.#conversation.seats, personas: this.#personas, spokenBy: new Map() };
    this.#sharedBrains = sharedBrainsAfter(this.#sharedBrains, cast);
  }

  #nameOf(seatId: string): string {
    return this.#conversation.seats.find(({ id }) => id === seatId)?.name ?? seatId;
  }

  #at(): string {
    return atSecond(this.#conversation.head + 1);
  }
}

export function atSecond(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}

/** Chance that can be repeated: the mulberry32 generator. */
export function seededChance(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function aSeat(id: string, name: string, changes: Partial<Seat> = {}): Seat {
  return { id, name, personaId: `persona-${id}`, brain: null, presence: 'stage', ...changes };
}

export function aPersona(name: string, changes: Partial<Persona> = {}): Persona {
  return {
    ...blankSheet,
    id: `persona-${name}`,
    slug: name.toLowerCase(),
    name,
    tagline: `${name} of the harbour`,
    description: `${name} lives at the harbour.`,
    systemPrompt: `You have worked at the harbour all your life.`,
    exampleMessages: ['Maps lie.'],
    traits: ['stubborn'],
    pacing: { minMs: 200, maxMs: 800 },
    avatar: { color: 'teal' },
    builtIn: true,
    version: 1,
    createdAt: atSecond(0),
    updatedAt: atSecond(0),
    ...changes,
  };
}

export function aFormat(changes: Partial<Format> = {}): Format {
  return {
    id: 'free-talk',
    name: 'Free talk',
    description: 'They talk as they like.',
    frame: 'It is a free talk.',
    phases: [{ id: 'talk', name: 'Talk', order: 'natural' }],
    ...changes,
  };
}

export function aConversation(changes: { seats: Seat[] }): Conversation {
  return conversationOf('c1', 'g1', {
    type: 'conversation-created',
    at: atSecond(1),
    title: 'The harbour tax',
    topic: 'the harbour tax',
    format: 'free-talk',
    settings: defaultSettings,
    ...changes,
  });
}

function aMessage(seq: number, author: Author, text: string): UnnumberedMessage {
  return { id: `message-${seq}`, author, text, status: 'complete', createdAt: atSecond(seq) };
}
