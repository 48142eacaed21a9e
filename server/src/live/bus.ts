import type { NumberedEvent } from '@chimera/protocol/event';
import type { Delta } from '@chimera/protocol/delta';

/** What travels from whoever writes a conversation to every node that shows it. */
export type Signal =
  | { readonly type: 'events'; readonly gen: string; readonly events: readonly NumberedEvent[] }
  | { readonly type: 'delta'; readonly delta: Delta }
  | { readonly type: 'thinking'; readonly seatId: string; readonly untilMs: number; readonly why?: string }
  | { readonly type: 'typing'; readonly name: string }
  | { readonly type: 'deleted' };

export type SignalListener = (signal: Signal) => void;

/** A hint, not the truth: the log is. Whoever misses a signal reads the log. */
export interface Bus {
  publish(conversationId: string, signal: Signal): void;
  /** Returns the function that ends the subscription. */
  subscribe(conversationId: string, listener: SignalListener): () => void;
  /** Hears every conversation; for the engine, which acts on what people do. */
  subscribeAll(listener: (conversationId: string, signal: Signal) => void): () => void;
}

/** The bus of a single process. Listeners are called at once, in the order of publishing. */
export function memoryBus(): Bus {
  const listeners = new Map<string, Set<SignalListener>>();
  const hearers = new Set<(conversationId: string, signal: Signal) => void>();
  return {
    publish(conversationId, signal) {
      for (const listener of listeners.get(conversationId) ?? []) listener(signal);
      for (const hearer of hearers) hearer(conversationId, signal);
    },
    subscribe(conversationId, listener) {
      const here = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, here.add(listener));
      return () => {
        here.delete(listener);
        if (here.size === 0 && listeners.get(conversationId) === here) listeners.delete(conversationId);
      };
    },
    subscribeAll(hearer) {
      hearers.add(hearer);
      return () => hearers.delete(hearer);
    },
  };
}
