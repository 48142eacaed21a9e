import { Dispatcher } from 'undici';

/** Answers every call at once with these packets, as cut as they are: no socket joins them again. */
export class PacketDispatcher extends Dispatcher {
  readonly #packets: readonly Buffer[];

  readonly #mediaType: string;

  constructor(packets: readonly Buffer[], mediaType: string) {
    super();
    this.#mediaType = mediaType;
    this.#packets = packets;
  }

  override dispatch(_: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = new Open();
    handler.onRequestStart?.(controller, {});
    handler.onResponseStart?.(controller, 200, { 'content-type': this.#mediaType }, 'OK');
    for (const packet of this.#packets) handler.onResponseData?.(controller, packet);
    handler.onResponseEnd?.(controller, {});
    return true;
  }
}

class Open implements Dispatcher.DispatchController {
  readonly aborted = false;
  readonly paused = false;
  readonly reason = null;
  abort(): void {}
  pause(): void {}
  resume(): void {}
}
