import type { Authoriser, Identity } from '../identity.ts';
import { Connection, type ConnectionParts, type OpenedSocket } from './connection.ts';
import { Doorkeeper, type Guest } from './doorkeeper.ts';

const SWEEP_MS = 2000;
/** A socket whose other end has vanished is found by a ping that is not answered. */
const PING_EVERY_SWEEPS = 13;
const PRESENCE_EVERY_SWEEPS = 2;

/** Server-sent events that are looked after here. */
export interface OpenStream extends Guest {
  /** The server closes. */
  end(): void;
  /** Calls at once when the reader has left already. */
  onClose(listener: () => void): void;
}

/** All WebSockets and event streams of this node, looked after by one timer. */
export class Connections {
  readonly #parts: ConnectionParts;
  readonly #open = new Set<Connection>();
  readonly #streams = new Set<OpenStream>();
  readonly #timer: NodeJS.Timeout;
  #sweeps = 0;
  #closing = false;

  constructor(parts: Omit<ConnectionParts, 'doorkeeper'> & { readonly authoriser: Authoriser }) {
    this.#parts = { ...parts, doorkeeper: new Doorkeeper(parts) };
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  /** Throws when whoever asks has as many sockets and streams open as an account may. */
  requireRoom(identity: Identity): void {
    this.#parts.doorkeeper.requireRoom(identity);
  }

  add(opened: OpenedSocket): void {
    const { doorkeeper } = this.#parts;
    const connection = new Connection(opened, this.#parts);
    this.#open.add(connection);
    doorkeeper.admit(connection);
    opened.socket.on('close', () => {
      this.#open.delete(connection);
      doorkeeper.left(connection);
    });
    // It came in while the server was closing.
    if (this.#closing) connection.end('restart');
  }

  addStream(stream: OpenStream): void {
    const { doorkeeper } = this.#parts;
    this.#streams.add(stream);
    doorkeeper.admit(stream);
    stream.onClose(() => {
      this.#streams.delete(stream);
      doorkeeper.left(stream);
    });
    if (this.#closing) stream.end();
  }

  get size(): number {
    return this.#open.size;
  }

  get streams(): number {
    return this.#streams.size;
  }

  /** Tells every client to come back in a moment: what it followed goes on where it was. */
  close(): void {
    this.#closing = true;
    clearInterval(this.#timer);
    for (const connection of this.#open) connection.end('restart');
    for (const stream of this.#streams) stream.end();
  }

  #sweep(): void {
    this.#sweeps += 1;
    const nowMs = performance.now();
    const ping = this.#sweeps % PING_EVERY_SWEEPS === 0;
    for (const connection of this.#open) connection.sweep(nowMs, ping);
    void this.#parts.doorkeeper.look(nowMs);
    if (this.#sweeps % PRESENCE_EVERY_SWEEPS === 0) void this.#parts.rooms.announcePresence();
  }
}
