import type { Conversation } from '@chimera/protocol/conversation';
import type { Reason } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { Committed, ConversationStore } from '../conversations/conversation-store.ts';
import { LeaseLost } from '../conversations/lease-lost.ts';
import { type Lease, LEASE_MS, type LeaseStore, RENEW_MS } from '../conversations/lease-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Elsewhere } from '../live/elsewhere.ts';
import type { Lookout } from '../live/lookout.ts';
import type { Frozen, Signal } from '../live/signal.ts';
import { ChimeraError } from '../errors.ts';
import { within } from '../logger.ts';
import { ACCOUNT_DISABLED, askUnlessBarred, type Barred } from './allowance.ts';
import { ownOf, settled } from './bill.ts';
import { Checkpoints } from './checkpoints.ts';
import { ConversationLoop, type LoopParts } from './conversation-loop.ts';
import { frozenElsewhere } from './frozen-elsewhere.ts';
import { type Repertoire, StageKeeper } from './stage-keeper.ts';
import type { AskBrain } from './speak.ts';
import { interrupted } from './turn-events.ts';

export interface EngineParts extends Omit<LoopParts, 'ask'> {
  /** The brains that an owner may ask. */
  readonly askFor: (ownerId: string) => AskBrain;
  readonly barred: Barred;
  /** Names this node among all; the same after a restart. */
  readonly node: string;
  readonly leases: LeaseStore;
  readonly conversations: ConversationStore;
  readonly transcripts: TranscriptStore;
  readonly repertoire: Repertoire;
  readonly elsewhere: Elsewhere;
  readonly lookout: Lookout;
}

/** How often it looks for conversations that run and that nobody owns. */
const CLAIM_MS = 1000;
const CLAIM_LIMIT = 100;
/** Without a renewal for so long the lease may be another's by now: stop before that is true. */
const FENCE_MS = LEASE_MS - 2000;

const CLOSING: Reason = { code: 'restart', text: 'Interrupted: the server is restarting.' };
const LOST: Reason = { code: 'restart', text: 'Interrupted: another server took over.' };

/** The conversations that run on this node. They belong to the server, not to anybody's browser. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #checkpoints: Checkpoints;
  readonly #loops = new Map<string, { loop: ConversationLoop; done: Promise<void> }>();
  readonly #timers: NodeJS.Timeout[] = [];
  #claiming: Promise<void> | null = null;
  #claimAgain = false;
  #renewedAt = performance.now();
  #closing = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#checkpoints = new Checkpoints(parts.speeches, parts.checkpoints, parts.logger);
  }

  start(): void {
    this.#parts.bus.onRing('conversations', () => this.#claim());
    this.#checkpoints.start();
    this.#timers.push(
      setInterval(() => this.#claim(), CLAIM_MS),
      setInterval(() => void this.#renew(), RENEW_MS),
    );
    this.#claim();
  }

  /** How many conversations run here. */
  get running(): number {
    return this.#loops.size;
  }

  /** Cuts the turns in flight, keeps what was said, and gives the leases back. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#claiming;
    for (const { loop } of this.#loops.values()) loop.end(CLOSING);
    await Promise.all([...this.#loops.values()].map(({ done }) => done));
    await this.#checkpoints.close();
    // What ran here is free now.
    this.#parts.bus.ring('conversations');
  }

  /**
   * Does something that ends the turn in flight: pause, stop, cut in. The turn's end and what
   * follows are one commit, and the words that are kept are those that were shown.
   */
  async interrupt(
    ref: ConversationRef,
    reason: Reason,
    decide: (conversation: Conversation) => readonly Event[],
  ): Promise<Committed> {
    const here = this.#loops.get(ref.id)?.loop;
    const frozen = here ? here.freeze(reason) : await frozenElsewhere(ref, reason, this.#parts);
    try {
      return await this.#writeCut(ref, frozen, { reason, decide });
    } finally {
      if (here) here.thaw();
      else this.#parts.bus.publish(ref.id, { type: 'thaw' });
    }
  }

  async #writeCut(
    ref: ConversationRef,
    frozen: Frozen | null,
    { reason, decide }: { reason: Reason; decide: (conversation: Conversation) => readonly Event[] },
  ): Promise<Committed> {
    const own = frozen?.said ? await ownOf(frozen.said, this.#parts.costOf) : null;
    const at = this.#parts.now().toISOString();
    return this.#parts.log.append(ref, (conversation) => {
      const { turn } = conversation;
      const events = decide(conversation);
      // Another turn than the one that was cut off is ended by whoever takes it, who knows what was shown of it.
      if (!turn || frozen?.turnId !== turn.turnId || frozen.attempt !== turn.attempt) return events;
      const said = { ...frozen.said, text: frozen.text, cost: own?.cost };
      const end = interrupted(conversation, turn, said, { reason, at });
      return [...settled(end, { own, unheard: [] }, { seatId: turn.seatId, at }), ...events];
    });
  }

  #hear(loop: ConversationLoop, signal: Signal): void {
    const { id } = loop.lease.ref;
    if (signal.type === 'events') loop.hear(signal.events);
    else if (signal.type === 'missed') loop.catchUp();
    else if (signal.type === 'news' && signal.head > loop.head) loop.catchUp();
    else if (signal.type === 'deleted') loop.end(CLOSING);
    else if (signal.type === 'watched') this.#parts.elsewhere.hear(id, signal);
    else if (signal.type === 'freeze') {
      const frozen = loop.freeze(signal.reason);
      this.#parts.bus.publish(id, { type: 'frozen', ask: signal.ask, frozen });
    } else if (signal.type === 'thaw') loop.thaw();
  }

  #claim(): void {
    if (this.#closing) return;
    if (this.#claiming) {
      this.#claimAgain = true;
      return;
    }
    this.#claiming = this.#claimFree()
      .catch((error: unknown) =>
        this.#parts.logger.warn({ error }, 'conversations could not be claimed; trying again'),
      )
      .finally(() => {
        this.#claiming = null;
        if (!this.#claimAgain) return;
        this.#claimAgain = false;
        this.#claim();
      });
  }

  async #claimFree(): Promise<void> {
    const leases = await this.#parts.leases.claim(this.#parts.node, CLAIM_LIMIT);
    for (const lease of leases) this.#run(lease);
  }

  #run(lease: Lease): void {
    const { id } = lease.ref;
    const keeper = new StageKeeper(lease.ref, this.#parts.transcripts, this.#parts.repertoire);
    const { ownerId } = lease.ref;
    const ask = askUnlessBarred(this.#parts.askFor(ownerId), this.#parts.barred, ownerId);
    const loop = new ConversationLoop(lease, keeper, { ...this.#parts, ask });
    const before = this.#loops.get(id)?.done ?? Promise.resolve();
    const done = within({ conversationId: id }, () => before.then(() => this.#follow(loop)));
    this.#loops.set(id, { loop, done });
  }

  /** It hears first and reads then, so that nothing falls between. */
  async #follow(loop: ConversationLoop): Promise<void> {
    const { bus, lookout } = this.#parts;
    const { id } = loop.lease.ref;
    const hear = (signal: Signal) => this.#hear(loop, signal);
    const subscription = bus.subscribe(id, hear);
    const unwatch = lookout.watch({ conversationId: id, head: () => loop.head, hear });
    try {
      await subscription.ready;
      await this.#runToEnd(loop);
    } finally {
      unwatch();
      subscription.end();
    }
  }

  async #runToEnd(loop: ConversationLoop): Promise<void> {
    const { id } = loop.lease.ref;
    let isAtEnd = true;
    try {
      await loop.run();
    } catch (error) {
      const isOver =
        error instanceof LeaseLost || (error instanceof ChimeraError && error.code === 'not-found');
      isAtEnd = isOver;
      if (isOver) this.#parts.logger.info({ conversationId: id }, error.message);
      else
        this.#parts.logger.error(
          { error, conversationId: id },
          'a conversation broke off; it is taken up again',
        );
    }
    this.#parts.speeches.drop(id);
    if (this.#loops.get(id)?.loop === loop) this.#loops.delete(id);
    // What broke off is tried again when its lease has run out, not at once and for ever.
    if (!isAtEnd) return;
    await this.#release(loop.lease);
    // It may have been told to play again while it came to its end.
    this.#claim();
  }

  async #release(lease: Lease): Promise<void> {
    await this.#parts.leases
      .release(this.#parts.node, lease)
      .catch((error: unknown) =>
        this.#parts.logger.warn({ error }, 'a lease could not be given back; it runs out by itself'),
      );
  }

  async #renew(): Promise<void> {
    const loops = [...this.#loops.values()].map(({ loop }) => loop);
    try {
      const mine = await this.#parts.leases.renew(
        this.#parts.node,
        loops.map(({ lease }) => lease),
      );
      this.#renewedAt = performance.now();
      for (const loop of loops) if (!mine.has(loop.lease.ref.id)) loop.end(LOST);
      await this.#cutBarred(loops);
    } catch (error) {
      this.#parts.logger.warn({ error }, 'leases could not be renewed');
      if (performance.now() - this.#renewedAt > FENCE_MS) for (const loop of loops) loop.end(LOST);
    }
  }

  /** A line that is being said for an owner who was barred meanwhile is cut, on whichever node that happened. */
  async #cutBarred(loops: readonly ConversationLoop[]): Promise<void> {
    const barred = await this.#parts.barred([...new Set(loops.map(({ lease }) => lease.ref.ownerId))]);
    for (const loop of loops) if (barred.has(loop.lease.ref.ownerId)) loop.cut(ACCOUNT_DISABLED);
  }
}
