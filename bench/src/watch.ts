import { once } from 'node:events';
import type { ServerFrame } from '@chimera/protocol/socket';
import { WebSocket } from 'ws';

/** What a socket was sent until something came. */
export interface Received {
  readonly ms: number;
  readonly bytes: number;
  readonly frame: ServerFrame;
}

/** One socket of Chimera's, frame by frame. */
export class Watch {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<(frame: ServerFrame, bytes: number) => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const frame: ServerFrame = JSON.parse(data.toString());
      for (const hear of this.#waiting) hear(frame, data.length);
    });
  }

  static async open(url: string): Promise<Watch> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new Watch(socket);
  }

  /** Subscribes; ends with the first frame that is wanted. */
  subscribe(
    conversationId: string,
    cursor: { readonly after?: number; readonly gen?: string },
    isWanted: (frame: ServerFrame) => boolean,
  ): Promise<Received> {
    const received = this.until(isWanted);
    this.#socket.send(JSON.stringify({ type: 'subscribe', conversationId, ...cursor }));
    return received;
  }

  until(isWanted: (frame: ServerFrame) => boolean): Promise<Received> {
    const began = performance.now();
    let bytes = 0;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(hear);
        this.#socket.off('close', ended);
      };
      const fail = (why: string) => {
        leave();
        reject(new Error(why));
      };
      const ended = () => fail('The socket was closed.');
      const hear = (frame: ServerFrame, length: number) => {
        bytes += length;
        if (frame.type === 'error') return fail(frame.detail);
        if (!isWanted(frame)) return;
        leave();
        resolve({ ms: performance.now() - began, bytes, frame });
      };
      this.#waiting.add(hear);
      this.#socket.once('close', ended);
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
