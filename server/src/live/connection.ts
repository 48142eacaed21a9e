import type { Duplex } from 'node:stream';
import { type ClientFrame, SUBSCRIPTION_LIMIT } from '@chimera/protocol/socket';
import { unreachable } from '@chimera/protocol/unreachable';
import type { WebSocket } from 'ws';
import { ChimeraError } from '../errors.ts';
import { type Identity, permit } from '../identity.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from './bus.ts';
import type { Dismissal, Doorkeeper, Guest } from './doorkeeper.ts';
import { errorFrame } from './error-frame.ts';
import { type Farewell, farewells } from './farewell.ts';
import { type Frame, frameOf } from './frame.ts';
import { Intake } from './intake.ts';
import type { Rooms } from './rooms.ts';
import type { Note } from './room.ts';
import type { Sink, Viewer } from './viewer.ts';

/** A write that takes longer than this: the viewer does not read. It may come back and resumes exactly. */
const STUCK_MS = 15_000;
/** Short notes wait here while a write is under way; beyond this they are dropped. */
const NOTES_LIMIT = 32;
/** Who has not answered the close by then is cut off, with whatever it had not read yet. */
const CLOSE_MS = 2000;

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
  readonly doorkeeper: Doorkeeper;
}

/** One WebSocket: what it follows, and one write at a time. */
export class Connection implements Sink, Guest {
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
  readonly #intake: Intake;

  constructor(opened: OpenedSocket, parts: ConnectionParts) {
    const { socket, stream, identity } = opened;
    this.#socket = socket;
    this.#stream = stream;
    this.identity = identity;
    this.#parts = parts;
    this.#intake = new Intake(opened, {
      frame: (frame) => this.#receive(frame),
      tooMany: () => this.#stop('too-many-frames'),
    });
    socket.on('close', () => this.#leave());
    // What came was no WebSocket frame, or too large. ws closes with the code that says so.
    socket.on('error', () => this.#leave());
  }

  /** Sends the next thing for one of its viewers, unless a write is under way: then what comes meanwhile travels together. */
  pump(): void {
    if (this.#writingSince !== null || this.#closed || this.#socket.readyState !== this.#socket.OPEN) return;
    const frame = this.#notes.shift() ?? this.#nextOfViewers();
    if (!frame) return;
    this.#writingSince = performance.now();
    this.#stream.write(frame.wire, this.#written);
    this.#parts.rooms.sent.count(frame);
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
    this.#close('log-unreadable');
  }

  /** Called every few seconds for all connections: one timer for the node, not one each. */
  sweep(nowMs: number, ping: boolean): void {
    if (this.#closed) return;
    if (this.#writingSince !== null && nowMs - this.#writingSince > STUCK_MS) {
      this.#close('too-slow');
      return;
    }
    if (this.#intake.isStuck(nowMs)) {
      this.#stop('unfinished-frame');
      return;
    }
    if (!ping) return;
    if (this.#intake.takeAlive()) this.#socket.ping();
    else this.#socket.terminate();
  }

  /** Leaves every conversation now, and gives nobody long to read what was written before. */
  end(why: Farewell): void {
    this.#close(why);
    setTimeout(() => this.#socket.terminate(), CLOSE_MS).unref();
  }

  dismiss(why: Dismissal): void {
    if (this.#closed) this.#socket.terminate();
    else this.end(why);
  }

  /** A client that does not read still finds the code when it does, for as long as ws waits. */
  #close(why: Farewell): void {
    this.#leave();
    this.#socket.close(...farewells[why]);
  }

  /** Whoever goes on sending is not read any more. */
  #stop(why: Farewell): void {
    if (this.#closed) return;
    this.end(why);
    this.#socket.pause();
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

  #receive(frame: ClientFrame | null): void {
    if (this.#closed) return;
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
        permit(this.identity, 'converse');
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
      const dismissal = await this.#parts.doorkeeper.ask(this.identity);
      if (dismissal) return this.dismiss(dismissal);
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
    if (!(error instanceof ChimeraError)) this.#parts.logger.error({ error }, 'a frame could not be handled');
    this.#tell(errorFrame(frame, error));
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
