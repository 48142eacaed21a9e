import type { ServerFrame } from '@chimera/protocol/socket';
import { reduceView, type View } from '@chimera/protocol/view';
import { noFaults, faultKinds, Order } from './order.ts';
import type { Line, Verdict } from './viewers-process.ts';

const FIRST_FAULTS_SHOWN = 5;

/** A viewer that checks what it gets, over all the sockets that it has one after another. */
export class Watcher {
  readonly conversationId: string;
  readonly order = new Order();
  /** The codes with which its sockets were closed. */
  readonly closed: number[] = [];
  /** Whether it keeps the whole conversation as a browser would; the others keep their place in it. */
  readonly #keeps: boolean;
  #view: View | null = null;

  constructor(conversationId: string, keeps: boolean) {
    this.conversationId = conversationId;
    this.#keeps = keeps;
  }

  get hello(): string {
    return JSON.stringify({
      type: 'subscribe',
      conversationId: this.conversationId,
      ...this.order.cursor,
    });
  }

  get lines(): readonly Line[] | null {
    return this.#view?.messages.map(({ id, text }) => ({ id, text })) ?? null;
  }

  see(frame: ServerFrame): void {
    this.order.see(frame);
    if (!this.#keeps) return;
    if (frame.type === 'snapshot') this.#view = frame.view;
    else if (frame.type === 'event' && this.#view) this.#view = reduceView(this.#view, frame);
  }

  lost(code: number): void {
    this.closed.push(code);
    this.order.cameBack();
  }
}

/** What all of them found. */
export function verdictOf(watchers: readonly Watcher[]): Verdict {
  const orders = watchers.map(({ order }) => order);
  const faults = noFaults();
  for (const order of orders) for (const kind of faultKinds) faults[kind] += order.faults[kind];
  return {
    viewers: watchers.length,
    events: orders.reduce((sum, { events }) => sum + events, 0),
    deltas: orders.reduce((sum, { deltas }) => sum + deltas, 0),
    faults,
    firstFaults: watchers
      .flatMap(({ conversationId, order: { firstFault } }) =>
        firstFault === null ? [] : [`${conversationId}: ${firstFault}`],
      )
      .slice(0, FIRST_FAULTS_SHOWN),
    resets: orders.reduce((sum, { resets }) => sum + resets, 0),
    closed: counted(watchers.flatMap(({ closed }) => closed)),
    heads: headsIn(watchers),
  };
}

function counted(codes: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function headsIn(watchers: readonly Watcher[]): Record<string, (number | null)[]> {
  const heads: Record<string, (number | null)[]> = {};
  for (const { conversationId, order } of watchers) (heads[conversationId] ??= []).push(order.head);
  return heads;
}
