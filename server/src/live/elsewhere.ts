import type { Bus } from './bus.ts';

/** Without a word from a node for so long, nobody follows there any more. */
const STALE_MS = 15_000;

/** How many follow conversations on other nodes, as those say themselves every few seconds. */
export class Elsewhere {
  readonly #here: string;
  readonly #bus: Pick<Bus, 'others'>;
  readonly #counts = new Map<string, Map<string, { viewers: number; atMs: number }>>();

  constructor(here: string, bus: Pick<Bus, 'others'>) {
    this.#here = here;
    this.#bus = bus;
  }

  hear(conversationId: string, { node, viewers }: { readonly node: string; readonly viewers: number }): void {
    if (node === this.#here) return;
    const nodes = this.#counts.get(conversationId) ?? new Map();
    if (viewers > 0) nodes.set(node, { viewers, atMs: performance.now() });
    else nodes.delete(node);
    if (nodes.size > 0) this.#counts.set(conversationId, nodes);
    else this.#counts.delete(conversationId);
  }

  viewers(conversationId: string): number {
    let sum = 0;
    for (const { viewers } of this.#counts.get(conversationId)?.values() ?? []) sum += viewers;
    return sum;
  }

  /** Forgets nodes that were not heard of for a while: they may have died. */
  forgetSilent(): void {
    // While signals do not arrive, silence says nothing.
    if (this.#bus.others === 'unheard') return;
    const before = performance.now() - STALE_MS;
    for (const [conversationId, nodes] of this.#counts) {
      for (const [node, { atMs }] of nodes) if (atMs < before) nodes.delete(node);
      if (nodes.size === 0) this.#counts.delete(conversationId);
    }
  }
}
