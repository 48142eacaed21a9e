import type { Duplex } from 'node:stream';
import { type ClientFrame, closeCodes, SUBSCRIPTION_LIMIT } from '@chimera/protocol/socket';
import { unreachable } from '@chimera/protocol/unreachable';
import type { WebSocket } from 'ws';
import { ChimeraError } from '../errors.ts';
import type { Identity } from '../identity.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from './bus.ts';
import { type Frame, frameOf } from './frame.ts';
import { readClientFrame } from './read-client-frame.ts';
import type { Rooms } from './rooms.ts';
import type { Note } from './room.ts';
import type { Sink, Viewer } from './viewer.ts';

/** A write that takes longer than this: the viewer does not read. It may come back and resumes exactly. */
const STUCK_MS = 15_000;
/** Short notes wait here while a write is under way; beyond this they are dropped. */
const NOTES_LIMIT = 32;
const INTERNAL_ERROR = 1011;

export interface OpenedSocket {
  readonly socket: WebSocket;
  readonly stream: Duplex;
  /** Who opened it. */
  readonly identity: Identity;
}

export interface ConnectionParts {
  readonly rooms: Rooms;
  readonly bus: Bus;
  readonly logger: Logger;
}

/** One WebSocket: what it follows, and one write at a time. */
export class Connection implements Sink {
  readonly identity: Identity;
  readonly #socket: WebSocket;
  /** What the WebSocket runs on: frames that are the same for all are written as they are, past its own framing. */
  readonly #stream: Duplex;
  readonly #parts: ConnectionParts;
  /** A symbol holds the place of a viewer that is being let in; a later attempt has another. */
  readonly #viewers = new Map<string, Viewer | symbol>();
  #notes: Frame[] = [];
  #writingSince: number | null = null;
  #closed = false;
  /** Answered to a ping since the last sweep. */
  #alive = true;

  constructor(opened: OpenedSocket, parts: ConnectionParts) {
    const { socket, stream, identity } = opened;
    this.#socket = socket;
    this.#stream = stream;
    this.identity = identity;
    this.#parts = parts;
    socket.on('message', (data, isBinary) =>
      this.#receive(isBinary || !Buffer.isBuffer(data) ? null : data.toString()),
    );
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('close', () => this.#leave());
    // The close event follows.
    socket.on('error', () => undefined);
  }

  /** Sends the next thing for one of its viewers, unless a write is under way: then what comes meanwhile travels together. */
  pump(): void {
    if (this.#writingSince !== null || this.#closed || this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = this.#notes.shift() ?? this.#nextOfViewers();
    if (!frame) return;
    this.#writingSince = performance.now();
    this.#stream.write(frame.wire, this.#written);
  }

  note(viewer: Viewer, note: Note): void {
    const { conversationId } = viewer.room;
    if (note.type === 'deleted') {
      void this.#unsubscribe(conversationId);
      this.#tell({
        type: 'error',
        code: 'not-found',
        detail: 'There is no such conversation.',
        conversationId,
      });
      return;
    }
    this.#tell({ conversationId, ...note });
  }

  fail(viewer: Viewer, error: unknown): void {
    this.#parts.logger.error(
      { error, conversationId: viewer.room.conversationId },
      'the log could not be read for a viewer',
    );
    this.close(INTERNAL_ERROR, 'The log could not be read.');
  }

  /** Called every few seconds for all connections: one timer for the node, not one each. */
  sweep(nowMs: number, ping: boolean): void {
    if (this.#closed) return;
    if (this.#writingSince !== null && nowMs - this.#writingSince > STUCK_MS) {
      this.close(closeCodes.tooSlow, 'Too slow: reconnect to go on.');
      return;
    }
    if (!ping) return;
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  /** Leaves every conversation now. A client that does not read still finds the code when it does, for as long as ws waits. */
  close(code: number, reason: string): void {
    this.#leave();
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  readonly #written = (error?: Error | null): void => {
    this.#writingSince = null;
    if (!error) this.pump();
  };

  #nextOfViewers(): Frame | null {
    for (const [conversationId, viewer] of this.#viewers) {
      const frame = typeof viewer === 'symbol' ? null : viewer.next();
      if (!frame) continue;
      // To the end of the line, so that a busy conversation does not hold up the others.
      if (this.#viewers.size > 1) {
        this.#viewers.delete(conversationId);
        this.#viewers.set(conversationId, viewer);
      }
      return frame;
    }
    return null;
  }

  #receive(text: string | null): void {
    const frame = readClientFrame(text);
    if (!frame) {
      this.#tell({
        type: 'error',
        code: 'invalid-request',
        detail: 'This frame is not one of the protocol; see /docs.',
      });
      return;
    }
    this.#handle(frame).catch((error: unknown) => this.#refuse(frame, error));
  }

  async #handle(frame: ClientFrame): Promise<void> {
    switch (frame.type) {
      case 'subscribe':
        return this.#subscribe(frame);
      case 'unsubscribe':
        return this.#unsubscribe(frame.conversationId);
      case 'typing':
        if (this.#viewers.has(frame.conversationId)) {
          this.#parts.bus.publish(frame.conversationId, { type: 'typing', name: this.identity.person.name });
        }
        return;
      case 'ping':
        return this.#tell({ type: 'pong' });
      default:
        return unreachable(frame);
    }
  }

  async #subscribe({
    conversationId,
    after,
    gen,
  }: Extract<ClientFrame, { type: 'subscribe' }>): Promise<void> {
    await this.#unsubscribe(conversationId);
    if (this.#viewers.size >= SUBSCRIPTION_LIMIT) {
      throw new ChimeraError(
        'too-many-requests',
        `One socket follows at most ${SUBSCRIPTION_LIMIT} conversations. Unsubscribe from one first.`,
      );
    }
    const entering = Symbol('entering');
    this.#viewers.set(conversationId, entering);
    try {
      const ref = { ownerId: this.identity.person.userId, id: conversationId };
      const { viewer, snapshot } = await this.#parts.rooms.enter(ref, { after, gen }, this);
      if (this.#closed || this.#viewers.get(conversationId) !== entering) {
        await this.#parts.rooms.leave(viewer);
        return;
      }
      this.#viewers.set(conversationId, viewer);
      if (snapshot) this.#notes.push(snapshot);
      this.#notes.push(
        frameOf({ type: 'presence', conversationId, viewers: this.#parts.rooms.viewers(conversationId) }),
      );
      this.pump();
    } catch (error) {
      if (this.#viewers.get(conversationId) !== entering) return;
      this.#viewers.delete(conversationId);
      throw error;
    }
  }

  async #unsubscribe(conversationId: string): Promise<void> {
    const viewer = this.#viewers.get(conversationId);
    this.#viewers.delete(conversationId);
    if (viewer && typeof viewer !== 'symbol') await this.#parts.rooms.leave(viewer);
  }

  #refuse(frame: ClientFrame, error: unknown): void {
    const conversationId = 'conversationId' in frame ? { conversationId: frame.conversationId } : {};
    if (error instanceof ChimeraError) {
      this.#tell({ type: 'error', code: error.code, detail: error.message, ...conversationId });
      return;
    }
    this.#parts.logger.error({ error }, 'a frame could not be handled');
    this.#tell({
      type: 'error',
      code: 'internal',
      detail: 'Something went wrong here. Try again.',
      ...conversationId,
    });
  }

  #tell(frame: Parameters<typeof frameOf>[0]): void {
    if (this.#notes.length >= NOTES_LIMIT) return;
    this.#notes.push(frameOf(frame));
    this.pump();
  }

  #leave(): void {
    this.#closed = true;
    const viewers = [...this.#viewers.keys()];
    for (const conversationId of viewers) void this.#unsubscribe(conversationId);
  }
}
