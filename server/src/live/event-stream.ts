import type { ServerResponse } from 'node:http';
import type { Identity } from '../identity.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { Guest } from './doorkeeper.ts';
import { type Frame, frameOf } from './frame.ts';
import type { Note } from './room.ts';
import type { Cursor, Rooms } from './rooms.ts';
import type { Sink, Viewer } from './viewer.ts';

/** A comment that keeps proxies from closing a silent stream. */
const HEARTBEAT = ': still here\n\n';
const HEARTBEAT_MS = 20_000;
/** Who has not read to the end by then is cut off. */
const CLOSE_MS = 2000;

export interface OpenedStream {
  readonly response: ServerResponse;
  /** Who opened it. */
  readonly identity: Identity;
  readonly rooms: Rooms;
  readonly gen: string;
}

/**
 * Follows one conversation as server-sent events (WHATWG HTML, section 9.2): the frames of the
 * WebSocket, with `gen:seq` as id, so that a client that comes back with Last-Event-ID goes on there.
 */
export class EventStream implements Sink, Guest {
  readonly identity: Identity;
  readonly #response: ServerResponse;
  readonly #rooms: Rooms;
  readonly #gen: string;
  #viewer: Viewer | null = null;
  #first: Frame | null = null;
  #writing = false;
  /** The write under way was already under way at the last heartbeat. */
  #stuck = false;

  constructor({ response, identity, rooms, gen }: OpenedStream) {
    this.identity = identity;
    this.#response = response;
    this.#rooms = rooms;
    this.#gen = gen;
  }

  async follow(ref: ConversationRef, cursor: Cursor): Promise<void> {
    this.#response.on('error', () => this.#response.destroy());
    try {
      const { viewer, snapshot } = await this.#rooms.enter(ref, cursor, this);
      const leave = () => void this.#rooms.leave(viewer);
      // Whoever left meanwhile has closed already, and no event will tell.
      if (this.#response.closed) return leave();
      const heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
      this.#response.on('close', () => {
        clearInterval(heartbeat);
        leave();
      });
      this.#first = snapshot;
      this.#viewer = viewer;
      this.pump();
    } catch (error) {
      // The status is sent: a broken stream is all that can be said. The client connects again.
      this.#response.destroy();
      throw error;
    }
  }

  /** Ends the stream; the client connects again with its Last-Event-ID. */
  end(): void {
    this.#response.end();
    setTimeout(() => this.#response.destroy(), CLOSE_MS).unref();
  }

  /** There is no way to say why; whoever connects again learns it. */
  dismiss(): void {
    this.end();
  }

  /** Calls at once when the reader has left already. */
  onClose(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.on('close', listener);
  }

  pump(): void {
    if (this.#writing || !this.#viewer || !this.#response.writable) return;
    const frame = this.#first ?? this.#viewer.next();
    this.#first = null;
    if (!frame) return;
    const id = frame.seq === null ? '' : `id: ${this.#gen}:${frame.seq}\n`;
    this.#write(`${id}data: ${frame.json.toString()}\n\n`);
    this.#rooms.sent.count(frame);
  }

  note(viewer: Viewer, note: Note): void {
    const { conversationId } = viewer.room;
    if (note.type === 'deleted') {
      this.#response.end();
      return;
    }
    if (this.#writing || !this.#viewer || this.#first) return;
    const frame = frameOf({ conversationId, ...note });
    this.#write(`data: ${frame.json.toString()}\n\n`);
    this.#rooms.sent.count(frame);
  }

  fail(): void {
    // The client connects again with its Last-Event-ID.
    this.#response.destroy();
  }

  /** A reader that has not taken one write for a whole heartbeat is let go: it resumes exactly. */
  #beat(): void {
    if (!this.#writing) this.#write(HEARTBEAT);
    else if (this.#stuck) this.#response.destroy();
    else this.#stuck = true;
  }

  #write(text: string): void {
    if (!this.#response.writable) return;
    this.#writing = true;
    this.#response.write(text, () => {
      this.#writing = false;
      this.#stuck = false;
      this.pump();
    });
  }
}
