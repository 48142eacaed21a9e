import type { Conversation } from '@chimera/protocol/conversation';
import type { View } from '@chimera/protocol/view';
import type { CheckpointStore } from '../conversations/checkpoint-store.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Bus } from './bus.ts';
import type { Elsewhere } from './elsewhere.ts';
import { type Frame, frameOf } from './frame.ts';
import type { Lookout } from './lookout.ts';
import type { Attempt } from './room-speech.ts';
import { Room } from './room.ts';
import { Sent } from './sent.ts';
import type { Signal } from './signal.ts';
import type { Speeches } from './speech.ts';
import { type Sink, Viewer } from './viewer.ts';

/** Messages in a snapshot; older ones are read page by page. */
const SNAPSHOT_MESSAGES = 60;

/** How a viewer asks to come in: with what it has already, if anything. */
export interface Cursor {
  readonly after?: number | undefined;
  readonly gen?: string | undefined;
}

export interface Entrance {
  readonly viewer: Viewer;
  /** Sent before anything else: the viewer brought no cursor, or one that cannot be honoured. */
  readonly snapshot: Frame | null;
}

interface Opening {
  readonly room: Room;
  readonly close: () => void;
}

/** The rooms of this node: one for each conversation that somebody here follows. */
export class Rooms {
  readonly #bus: Bus;
  readonly #speeches: Speeches;
  readonly #conversations: ConversationStore;
  readonly #transcripts: TranscriptStore;
  readonly #checkpoints: CheckpointStore;
  readonly #node: string;
  readonly #elsewhere: Elsewhere;
  readonly #lookout: Lookout;
  readonly #rooms = new Map<string, Promise<Opening>>();
  readonly #watched = new Map<string, number>();
  readonly #announced = new WeakMap<Room, number>();
  /** What went out to all who are in them. */
  readonly sent = new Sent();
  readonly #snapshots = new WeakMap<Room, { head: number; frame: Promise<Frame> }>();

  constructor(parts: {
    bus: Bus;
    speeches: Speeches;
    conversations: ConversationStore;
    transcripts: TranscriptStore;
    checkpoints: CheckpointStore;
    /** Names this node among all. */
    node: string;
    elsewhere: Elsewhere;
    lookout: Lookout;
  }) {
    this.#node = parts.node;
    this.#elsewhere = parts.elsewhere;
    this.#lookout = parts.lookout;
    this.#checkpoints = parts.checkpoints;
    this.#bus = parts.bus;
    this.#speeches = parts.speeches;
    this.#conversations = parts.conversations;
    this.#transcripts = parts.transcripts;
  }

  /** How many rooms are open. */
  get size(): number {
    return this.#rooms.size;
  }

  /** How many follow any conversation on this node. */
  get allViewers(): number {
    return [...this.#watched.values()].reduce((sum, each) => sum + each, 0);
  }

  /** How many follow a conversation, on all nodes. */
  viewers(conversationId: string): number {
    return this.#viewersHere(conversationId) + this.#elsewhere.viewers(conversationId);
  }

  #viewersHere(conversationId: string): number {
    return this.#watched.get(conversationId) ?? 0;
  }

  /** Lets a viewer in. The room listens before it reads, so that nothing falls between. */
  async enter(ref: ConversationRef, cursor: Cursor, sink: Sink): Promise<Entrance> {
    const conversation = await this.#conversations.get(ref);
    this.#count(ref.id, 1);
    try {
      const { room } = await this.#open(ref);
      const honoured =
        cursor.after !== undefined &&
        cursor.after <= conversation.head &&
        (cursor.gen === undefined || cursor.gen === conversation.gen);
      const { head, frame } = honoured
        ? { head: cursor.after, frame: null }
        : await this.#snapshot(ref, room, conversation);
      const viewer = new Viewer(room, sink, head ?? 0);
      room.viewers.add(viewer);
      return { viewer, snapshot: frame };
    } catch (error) {
      await this.#left(ref.id);
      throw error;
    }
  }

  /** Tells those who are there how many they are, where that changed. Now and then, not at every coming and going. */
  async announcePresence(): Promise<void> {
    this.#elsewhere.forgetSilent();
    // Before anything is waited for: a room that opens slowly would silence the others, and words would not come to them.
    for (const conversationId of this.#rooms.keys()) this.#tellOthers(conversationId);
    for (const opening of this.#rooms.values()) {
      // A room that could not be opened was told to whoever asked for it.
      const room = await opening.then(
        (opened) => opened.room,
        () => null,
      );
      if (!room) continue;
      const { conversationId } = room;
      const viewers = this.viewers(conversationId);
      if (this.#announced.get(room) === viewers) continue;
      this.#announced.set(room, viewers);
      for (const viewer of room.viewers) viewer.note({ type: 'presence', viewers });
    }
  }

  async leave(viewer: Viewer): Promise<void> {
    if (!viewer.room.viewers.delete(viewer)) return;
    await this.#left(viewer.room.conversationId);
  }

  #open(ref: ConversationRef): Promise<Opening> {
    const open = this.#rooms.get(ref.id);
    if (open) return open;
    const opening = this.#build(ref);
    this.#rooms.set(ref.id, opening);
    opening.catch(() => this.#rooms.delete(ref.id));
    return opening;
  }

  async #build(ref: ConversationRef): Promise<Opening> {
    let room: Room | null = null;
    const early: Signal[] = [];
    const hear = (signal: Signal) => {
      // Who missed something may not have been heard either.
      if (signal.type === 'missed') this.#tellOthers(ref.id, { lacks: true });
      if (signal.type === 'watched') this.#elsewhere.hear(ref.id, signal);
      else if (room) room.hear(signal);
      else early.push(signal);
    };
    const subscription = this.#bus.subscribe(ref.id, hear);
    const unwatch = this.#lookout.watch({ conversationId: ref.id, head: () => room?.head ?? 0, hear });
    const close = () => {
      unwatch();
      subscription.end();
    };
    try {
      await subscription.ready;
      // Whoever speaks elsewhere sends no words to where it thinks that nobody follows.
      this.#tellOthers(ref.id, { lacks: true });
      const { head, gen, turn } = await this.#conversations.get(ref);
      // Nobody speaks here, but a turn is open: its speaker is elsewhere, or was killed.
      const readWords = (attempt: Attempt) => this.#wordsOf(ref, attempt);
      const spoken = this.#speeches.of(ref.id);
      const kept = turn && !spoken ? { ...turn, text: await readWords(turn) } : null;
      room = new Room({
        conversationId: ref.id,
        gen,
        head,
        turn,
        readLog: (after, limit) => this.#transcripts.events(ref, after, limit),
        speech: this.#speeches.of(ref.id) ?? kept,
        readWords,
      });
      for (const signal of early) room.hear(signal);
      return { room, close };
    } catch (error) {
      close();
      throw error;
    }
  }

  /** Here, when they are said here; else as far as whoever says them has saved them. */
  async #wordsOf(ref: ConversationRef, { turnId, attempt }: Attempt): Promise<string> {
    const here = this.#speeches.of(ref.id);
    if (here?.turnId === turnId && here.attempt === attempt) return here.text;
    return this.#checkpoints.load({ conversationId: ref.id, turnId, attempt });
  }

  /** Built once for all who come at the same position. The words in flight follow as a delta. */
  async #snapshot(ref: ConversationRef, room: Room, conversation: Conversation) {
    const known = this.#snapshots.get(room);
    if (known?.head === conversation.head) return { head: known.head, frame: await known.frame };
    const frame = this.#buildSnapshot(ref, conversation);
    this.#snapshots.set(room, { head: conversation.head, frame });
    return { head: conversation.head, frame: await frame };
  }

  async #buildSnapshot(ref: ConversationRef, conversation: Conversation): Promise<Frame> {
    const { head, gen } = conversation;
    const newest = await this.#transcripts.messages(ref, head + 1, SNAPSHOT_MESSAGES + 1);
    const messages = newest.slice(-SNAPSHOT_MESSAGES);
    const view: View = { conversation, messages, earlier: newest.length > messages.length, liveText: '' };
    return frameOf({ type: 'snapshot', conversationId: ref.id, gen, head, view });
  }

  #tellOthers(conversationId: string, more: { readonly lacks?: true } = {}): void {
    const viewers = this.#viewersHere(conversationId);
    this.#bus.publish(conversationId, { type: 'watched', node: this.#node, viewers, ...more });
  }

  #count(conversationId: string, change: 1 | -1): number {
    const count = this.#viewersHere(conversationId) + change;
    if (count === 0) this.#watched.delete(conversationId);
    else this.#watched.set(conversationId, count);
    return count;
  }

  async #left(conversationId: string): Promise<void> {
    if (this.#count(conversationId, -1) > 0) return;
    const opening = await this.#rooms.get(conversationId)?.catch(() => null);
    // Somebody may have come in while the room was still opening.
    if (!opening || this.#viewersHere(conversationId) > 0) return;
    this.#rooms.delete(conversationId);
    opening.close();
    this.#tellOthers(conversationId);
  }
}
