import { z } from 'zod';
import type { Logger } from '../logger.ts';
import { type Bell, type Bus, memoryBus, type SignalListener, type Subscription } from './bus.ts';
import { FarEars } from './far-ears.ts';
import { type Signal, signalSchema } from './signal.ts';

/** Carries texts between nodes; may lose some, and says when it may have. What a node sends need not come back to it. */
export interface Wire {
  send(channel: string, text: string): void;
  subscribe(channel: string, ear: Ear): Subscription;
  readonly isWhole: boolean;
}

export interface Ear {
  hear(text: string): void;
  /** Texts may have been lost. */
  missed(): void;
}

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
export function sharedBus({ node, wire, prefix, logger }: Place): Bus {
  const here = memoryBus();
  const channelOf = (conversationId: string) => `${prefix}:c:${conversationId}`;
  const bells = `${prefix}:bells`;
  /** How texts begin that come back to the node that sent them: they are most of what it hears, and not worth reading. */
  const own = `{"from":${JSON.stringify(node)},`;
  const farEars = new FarEars();
  const subscribed = new Map<string, { readonly remote: Subscription; listeners: number }>();

  wire.subscribe(bells, {
    hear(text) {
      const ring = text.startsWith(own) ? null : opened(ringSchema, text, logger);
      if (ring) here.ring(ring.bell);
    },
    missed() {
      here.ring('conversations');
      here.ring('jobs');
    },
  });

  /** However many listen here, one subscription brings what others say. */
  function remoteOf(conversationId: string) {
    const known = subscribed.get(conversationId);
    if (known) return known;
    const remote = wire.subscribe(channelOf(conversationId), {
      hear(text) {
        const letter = text.startsWith(own) ? null : opened(letterSchema, text, logger);
        if (!letter) return;
        const { signal } = letter;
        if (signal.type === 'watched') farEars.hear(conversationId, signal.viewers);
        here.publish(conversationId, signal);
      },
      missed() {
        farEars.doubt(conversationId);
        here.publish(conversationId, { type: 'missed' });
      },
    });
    farEars.doubt(conversationId);
    const made = { remote, listeners: 0 };
    subscribed.set(conversationId, made);
    return made;
  }

  return {
    get others() {
      return wire.isWhole ? 'heard' : 'unheard';
    },
    publish(conversationId, signal) {
      here.publish(conversationId, signal);
      if (signal.type === 'delta' && wire.isWhole && !farEars.mayBe(conversationId)) return;
      const text = sealed(node, signal);
      if (text !== null) wire.send(channelOf(conversationId), text);
    },
    subscribe(conversationId, listener: SignalListener) {
      const local = here.subscribe(conversationId, listener);
      const shared = remoteOf(conversationId);
      shared.listeners += 1;
      let hasEnded = false;
      return {
        ready: shared.remote.ready,
        end() {
          if (hasEnded) return;
          hasEnded = true;
          local.end();
          shared.listeners -= 1;
          if (shared.listeners > 0) return;
          subscribed.delete(conversationId);
          farEars.forget(conversationId);
          shared.remote.end();
        },
      };
    },
    ring(bell: Bell) {
      here.ring(bell);
      wire.send(bells, JSON.stringify({ from: node, bell }));
    },
    onRing: (bell, listener) => here.onRing(bell, listener),
  };
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
