import type { ServerResponse } from 'node:http';
import type { Frame } from './frame.ts';
import { frameOf } from './frame.ts';
import type { Cursor, Rooms } from './rooms.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { Note, Sink, Viewer } from './viewer.ts';

/** A comment that keeps proxies from closing a silent stream. */
const HEARTBEAT = ': still here\n\n';
const HEARTBEAT_MS = 20_000;

/**
 * Follows one conversation as server-sent events (WHATWG HTML, section 9.2): the frames of the
 * WebSocket, with `gen:seq` as id, so that a client that comes back with Last-Event-ID goes on there.
 */
export class EventStream implements Sink {
  readonly #response: ServerResponse;
  readonly #gen: string;
  #viewer: Viewer | null = null;
  #first: Frame | null = null;
  #writing = false;

  private constructor(response: ServerResponse, gen: string) {
    this.#response = response;
    this.#gen = gen;
  }

  static async open(
    response: ServerResponse,
    rooms: Rooms,
    ref: ConversationRef,
    { cursor, gen }: { cursor: Cursor; gen: string },
  ): Promise<void> {
    const stream = new EventStream(response, gen);
    const { viewer, snapshot } = await rooms.enter(ref, cursor, stream);
    const heartbeat = setInterval(() => stream.#write(HEARTBEAT), HEARTBEAT_MS);
    response.on('close', () => {
      clearInterval(heartbeat);
      void rooms.leave(viewer);
    });
    response.on('error', () => response.destroy());
    stream.#first = snapshot;
    stream.#viewer = viewer;
    stream.pump();
  }

  pump(): void {
    if (this.#writing || !this.#viewer || this.#response.destroyed) return;
    const frame = this.#first ?? this.#viewer.next();
    this.#first = null;
    if (!frame) return;
    const id = frame.seq === null ? '' : `id: ${this.#gen}:${frame.seq}\n`;
    this.#write(`${id}data: ${frame.json.toString()}\n\n`);
  }

  note(viewer: Viewer, note: Note): void {
    const { conversationId } = viewer.room;
    if (note.type === 'deleted') {
      this.#response.end();
      return;
    }
    if (!this.#writing) this.#write(`data: ${frameOf({ conversationId, ...note }).json.toString()}\n\n`);
  }

  fail(): void {
    // The client connects again with its Last-Event-ID.
    this.#response.destroy();
  }

  #write(text: string): void {
    this.#writing = true;
    this.#response.write(text, () => {
      this.#writing = false;
      this.pump();
    });
  }
}
