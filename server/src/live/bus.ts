import type { Signal } from './signal.ts';

export type SignalListener = (signal: Signal) => void;

/** What may be waiting for a node that has time: conversations without an owner, and jobs. */
export type Bell = 'conversations' | 'jobs';

export interface Subscription {
  /** Resolves when nothing that is published from here on gets past the listener, or when that cannot be had now. */
  readonly ready: Promise<void>;
  end(): void;
}

/** A hint, not the truth: the log is. Whoever misses a signal reads the log. */
export interface Bus {
  publish(conversationId: string, signal: Signal): void;
  subscribe(conversationId: string, listener: SignalListener): Subscription;
  /** Calls whoever does such work, on all nodes. */
  ring(bell: Bell): void;
  onRing(bell: Bell, listener: () => void): void;
  /** Whether there may be other nodes, and whether what they publish arrives now. */
  readonly others: 'none' | 'heard' | 'unheard';
}

const READY = Promise.resolve();

/** The bus of a single process. Listeners are called at once, in the order of publishing. */
export function memoryBus(): Bus {
  const listeners = new Map<string, Set<SignalListener>>();
  const bells = new Map<Bell, Set<() => void>>();
  return {
    others: 'none',
    publish(conversationId, signal) {
      for (const listener of listeners.get(conversationId) ?? []) listener(signal);
    },
    subscribe(conversationId, listener) {
      const here = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, here.add(listener));
      return {
        ready: READY,
        end() {
          here.delete(listener);
          if (here.size === 0 && listeners.get(conversationId) === here) listeners.delete(conversationId);
        },
      };
    },
    ring(bell) {
      for (const listener of bells.get(bell) ?? []) listener();
    },
    onRing(bell, listener) {
      bells.set(bell, (bells.get(bell) ?? new Set()).add(listener));
    },
  };
}
