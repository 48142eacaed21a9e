import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Logger } from '../logger.ts';
import { type Bell, type Bus, memoryBus, type SignalListener, type Subscription } from './bus.ts';
import { FarEars } from './far-ears.ts';
import { type Signal, type SignalOf, signalSchema } from './signal.ts';

/** Carries texts between nodes; may lose some, and says when it may have. What a node sends need not come back to it. */
export interface Wire {
  /** Whether it was sent; false as well when nobody knows. */
  send(channel: string, text: string): Promise<boolean>;
  subscribe(channel: string, ear: Ear): Subscription;
  readonly isWhole: boolean;
}

export interface Ear {
  hear(text: string): void;
  /** Texts may have been lost. */
  missed(): void;
}

/** Whoever follows and could not say so tries again after so long. */
const AGAIN_MS = 100;

/** Events longer than this are announced only: whoever follows reads them from the log. */
const LONGEST_EVENTS = 16_000;

const letterSchema = z.object({ from: z.string(), signal: signalSchema });
const ringSchema = z.object({ from: z.string(), bell: z.enum(['conversations', 'jobs']) });

interface Place {
  /** Names this node among all. */
  readonly node: string;
  readonly wire: Wire;
  /** Begins the names of all channels: others may use the same Redis. */
  readonly prefix: string;
  readonly logger: Logger;
}

/** The bus of several nodes: what is published is heard at once on this one, and by the wire on the others. */
export function sharedBus(place: Place): Bus {
  const { node, wire, prefix, logger } = place;
  const here = memoryBus();
  const others = new Others(place, (conversationId, signal) => here.publish(conversationId, signal));
  const bells = `${prefix}:bells`;
  wire.subscribe(bells, {
    hear(text) {
      const ring = text.startsWith(ownStart(node)) ? null : opened(ringSchema, text, logger);
      if (ring) here.ring(ring.bell);
    },
    missed() {
      here.ring('conversations');
      here.ring('jobs');
    },
  });

  return {
    get others() {
      return wire.isWhole ? 'heard' : 'unheard';
    },
    publish(conversationId, signal) {
      here.publish(conversationId, signal);
      others.tell(conversationId, signal);
    },
    subscribe(conversationId, listener: SignalListener) {
      const local = here.subscribe(conversationId, listener);
      const far = others.listen(conversationId);
      let hasEnded = false;
      return {
        ready: far.ready,
        end() {
          if (hasEnded) return;
          hasEnded = true;
          local.end();
          far.end();
        },
      };
    },
    ring(bell: Bell) {
      here.ring(bell);
      void wire.send(bells, JSON.stringify({ from: node, bell }));
    },
    onRing: (bell, listener) => here.onRing(bell, listener),
  };
}

/** The other nodes, as far as conversations go. */
class Others {
  readonly #place: Place;
  readonly #hear: (conversationId: string, signal: Signal) => void;
  readonly #farEars = new FarEars();
  /** What is being said until it was sent. */
  readonly #untold = new Map<string, SignalOf<'watched'>>();
  readonly #listening = new Map<string, { readonly remote: Subscription; listeners: number }>();

  constructor(place: Place, hear: (conversationId: string, signal: Signal) => void) {
    this.#place = place;
    this.#hear = hear;
  }

  tell(conversationId: string, signal: Signal): void {
    const { node, wire } = this.#place;
    if (signal.type === 'delta' && wire.isWhole && !this.#farEars.mayBe(conversationId)) return;
    const text = sealed(node, signal);
    if (text === null) return;
    const sent = wire.send(this.#channelOf(conversationId), text);
    if (signal.type === 'watched') void this.#insist(conversationId, { signal, text, sent });
  }

  /**
   * Words come only to where somebody says that they lack them: that is said until it was sent. While signals do not
   * arrive it need not be, since all are told when they do again.
   */
  async #insist(
    conversationId: string,
    { signal, text, sent }: { signal: SignalOf<'watched'>; text: string; sent: Promise<boolean> },
  ): Promise<void> {
    const { wire } = this.#place;
    if (signal.viewers === 0) this.#untold.delete(conversationId);
    if (signal.viewers === 0 || !signal.lacks) return;
    this.#untold.set(conversationId, signal);
    let isSent = await sent;
    while (!isSent && wire.isWhole) {
      await sleep(AGAIN_MS, undefined, { ref: false });
      if (this.#untold.get(conversationId) !== signal) return;
      isSent = await wire.send(this.#channelOf(conversationId), text);
    }
    if (this.#untold.get(conversationId) === signal) this.#untold.delete(conversationId);
  }

  /** However many listen here, one subscription brings what others say. */
  listen(conversationId: string): Subscription {
    const known = this.#listening.get(conversationId) ?? {
      remote: this.#subscribe(conversationId),
      listeners: 0,
    };
    known.listeners += 1;
    this.#listening.set(conversationId, known);
    return {
      ready: known.remote.ready,
      end: () => {
        known.listeners -= 1;
        if (known.listeners > 0) return;
        this.#listening.delete(conversationId);
        this.#farEars.forget(conversationId);
        known.remote.end();
      },
    };
  }

  #subscribe(conversationId: string): Subscription {
    const { node, wire, logger } = this.#place;
    this.#farEars.doubt(conversationId);
    return wire.subscribe(this.#channelOf(conversationId), {
      hear: (text) => {
        const letter = text.startsWith(ownStart(node)) ? null : opened(letterSchema, text, logger);
        if (!letter) return;
        const { signal } = letter;
        if (signal.type === 'watched') this.#farEars.hear(conversationId, signal.viewers);
        this.#hear(conversationId, signal);
      },
      missed: () => {
        this.#farEars.doubt(conversationId);
        this.#hear(conversationId, { type: 'missed' });
      },
    });
  }

  #channelOf(conversationId: string): string {
    return `${this.#place.prefix}:c:${conversationId}`;
  }
}

/** How texts begin that come back to the node that sent them: they are not worth reading. */
function ownStart(node: string): string {
  return `{"from":${JSON.stringify(node)},`;
}

function sealed(from: string, signal: Signal): string | null {
  if (signal.type === 'missed' || signal.type === 'unheard') return null;
  const text = JSON.stringify({ from, signal });
  if (signal.type !== 'events' || text.length <= LONGEST_EVENTS) return text;
  const head = signal.events.at(-1)?.seq ?? 0;
  return JSON.stringify({ from, signal: { type: 'news', head } });
}

/** What cannot be read was written by another version: the log is read instead, sooner or later. */
function opened<Letter>(schema: z.ZodType<Letter>, text: string, logger: Logger): Letter | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : 'no JSON';
    logger.warn({ detail: detail.slice(0, 300) }, 'a signal of another node could not be read');
    return null;
  }
}
