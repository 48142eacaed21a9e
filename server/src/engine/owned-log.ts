import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Lease } from '../conversations/lease-store.ts';
import type { Log } from '../conversations/log.ts';
import type { Logger } from '../logger.ts';
import type { CostOf } from '../providers/prices.ts';
import { isSamePart } from './phase-events.ts';
import type { AskBrain } from './speak.ts';
import type { Stage } from './stage.ts';
import type { StageKeeper } from './stage-keeper.ts';
import { Unheard } from './unheard.ts';

export interface OwnedLogParts {
  readonly log: Pick<Log, 'append'>;
  readonly ask: AskBrain;
  readonly costOf: CostOf;
  readonly logger: Logger;
  readonly now: () => Date;
}

type Decide = (conversation: Conversation) => readonly Event[];

/** How the owner of a running conversation writes into its log: with what was asked beside the talk meanwhile. */
export class OwnedLog {
  /** Brains to ask beside the talk; what they use is written with the next events. */
  readonly ask: AskBrain;
  readonly #lease: Lease;
  readonly #keeper: StageKeeper;
  readonly #parts: OwnedLogParts;
  readonly #unheard: Unheard;
  #isClosed = false;

  constructor(lease: Lease, keeper: StageKeeper, parts: OwnedLogParts) {
    this.#lease = lease;
    this.#keeper = keeper;
    this.#parts = parts;
    this.#unheard = new Unheard(parts.costOf, () => this.#heardLate());
    this.ask = this.#unheard.counting(parts.ask);
  }

  async append(decide: Decide): Promise<void> {
    const committed = await this.#unheard.writtenBy(this.#at(), (unheard) =>
      this.#parts.log.append(
        this.#lease.ref,
        (conversation) => [...unheard, ...decide(conversation)],
        this.#lease.epoch,
      ),
    );
    await this.#keeper.follow(committed);
  }

  /** What takes a while to be made is written only where it still belongs. */
  async appendTo(stage: Stage, decide: Decide): Promise<void> {
    await this.append((now) => (isSamePart(stage.conversation, now) ? decide(now) : []));
  }

  /** Nothing more is written but what is still on its way from brains, such as the minutes of a talk that stopped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writeRest();
  }

  #heardLate(): void {
    if (!this.#isClosed) return;
    void this.#writeRest().catch((error: unknown) =>
      this.#parts.logger.warn({ error }, 'what a brain used beside the talk could not be written'),
    );
  }

  /** Like a person's command it names no epoch: whoever owns the conversation by now, this was used. */
  async #writeRest(): Promise<void> {
    await this.#unheard.writtenBy(this.#at(), async (unheard) => {
      if (unheard.length > 0) await this.#parts.log.append(this.#lease.ref, () => unheard);
    });
  }

  #at(): string {
    return this.#parts.now().toISOString();
  }
}
