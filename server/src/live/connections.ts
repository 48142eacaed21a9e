import { Connection, type ConnectionParts, type OpenedSocket } from './connection.ts';

const SWEEP_MS = 2000;
/** A socket whose other end has vanished is found by a ping that is not answered. */
const PING_EVERY_SWEEPS = 13;
const PRESENCE_EVERY_SWEEPS = 2;
const SERVICE_RESTART = 1012;
/** Who has not answered the close by then is not waited for. */
const CLOSE_MS = 2000;

/** All WebSockets of this node, looked after by one timer. */
export class Connections {
  readonly #parts: ConnectionParts;
  readonly #open = new Set<Connection>();
  readonly #timer: NodeJS.Timeout;
  #sweeps = 0;
  #closing = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
    this.#timer.unref();
  }

  add(opened: OpenedSocket): void {
    const { socket } = opened;
    const connection = new Connection(opened, this.#parts);
    this.#open.add(connection);
    socket.on('close', () => this.#open.delete(connection));
    // It came in while the server was closing.
    if (this.#closing) this.#dismiss(connection);
  }

  get size(): number {
    return this.#open.size;
  }

  /** Tells every client to come back in a moment: what it followed goes on where it was. */
  close(): void {
    this.#closing = true;
    clearInterval(this.#timer);
    for (const connection of this.#open) this.#dismiss(connection);
  }

  #dismiss(connection: Connection): void {
    connection.close(SERVICE_RESTART, 'The server is restarting.');
    setTimeout(() => connection.terminate(), CLOSE_MS).unref();
  }

  #sweep(): void {
    this.#sweeps += 1;
    const nowMs = performance.now();
    const ping = this.#sweeps % PING_EVERY_SWEEPS === 0;
    for (const connection of this.#open) connection.sweep(nowMs, ping);
    if (this.#sweeps % PRESENCE_EVERY_SWEEPS === 0) void this.#parts.rooms.announcePresence();
  }
}
