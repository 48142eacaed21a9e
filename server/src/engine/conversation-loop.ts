import type { Conversation } from '@chimera/protocol/conversation';
import type { Reason } from '@chimera/protocol/seat';
import type { NumberedEvent } from '@chimera/protocol/event';
import { pause, stop } from '../conversations/play-commands.ts';
import type { CheckpointStore } from '../conversations/checkpoint-store.ts';
import type { Lease } from '../conversations/lease-store.ts';
import { Allowance, mayPass, type OverLimit } from './allowance.ts';
import { Audience } from './audience.ts';
import { beginTurn } from './begin-turn.ts';
import { circleOf } from './circle.ts';
import { Failures } from './failures.ts';
import type { Frozen } from '../live/signal.ts';
import { Flight } from './flight.ts';
import { Hold } from './hold.ts';
import { parkedSeat } from './hopeless.ts';
import { abortUnwanted, Interruption } from './interruption.ts';
import { News } from './news.ts';
import { endOfFormat, formatEvents } from './phase-events.ts';
import { LedgerKeeper, type LedgerParts } from './ledger-keeper.ts';
import { OwnedLog } from './owned-log.ts';
import type { StageKeeper } from './stage-keeper.ts';
import { pausedAfterStep } from './step.ts';
import { stopReason } from './stop-rules.ts';
import { circleStop, twistEvents } from './twist.ts';
import { Troubles } from './troubles.ts';
import { type Running, takeTurn, type TurnParts } from './turn.ts';
import { takenUpAgain } from './taken-up-again.ts';
import { endedWaits } from './waits.ts';

export interface LoopParts extends TurnParts, LedgerParts {
  readonly checkpoints: CheckpointStore;
  /** Viewers on all nodes, as far as this one knows. */
  readonly viewers: (conversationId: string) => number;
  /** How long a conversation may go on with nobody watching, when it is told to mind that. */
  readonly unwatchedMs: number;
  readonly overLimit: OverLimit;
}

/** How often rules that depend on time are looked at while nothing happens. */
const IDLE_MS = 1000;

/** A conversation that runs on this node: turn after turn, until something stops it. */
export class ConversationLoop {
  readonly lease: Lease;
  readonly #parts: LoopParts;
  readonly #log: OwnedLog;
  /** The same parts, with brains whose use is counted: for questions beside the talk. */
  readonly #beside: LoopParts;
  readonly #allowance: Allowance;
  readonly #keeper: StageKeeper;
  readonly #ledger: LedgerKeeper;
  readonly #ending = new AbortController();
  readonly #running: Running;
  readonly #audience: Audience;
  readonly #flight = new Flight();
  readonly #hold = new Hold();
  #turn: AbortController | null = null;
  #hasRecovered = false;
  readonly #news = new News();
  readonly #failures = new Failures();

  constructor(lease: Lease, keeper: StageKeeper, parts: LoopParts) {
    this.lease = lease;
    this.#keeper = keeper;
    this.#parts = parts;
    this.#running = { keeper, epoch: lease.epoch, troubles: new Troubles(), flight: this.#flight };
    this.#log = new OwnedLog(lease, keeper, parts);
    this.#beside = { ...parts, ask: this.#log.ask };
    this.#audience = new Audience(parts.unwatchedMs);
    this.#allowance = new Allowance(parts.overLimit, lease.ref.ownerId);
    this.#ledger = new LedgerKeeper(keeper, this.#beside);
  }

  /** Ends when the conversation no longer runs, or when `end` is called. */
  async run(): Promise<void> {
    await this.#keeper.catchUp();
    await this.#ledger.load();
    await this.#recover();
    this.#hasRecovered = true;
    try {
      await this.#play();
    } finally {
      await this.#log.close();
    }
  }

  async #play(): Promise<void> {
    // A turn that began while it was told to stop is ended, too.
    while (
      !this.#ending.signal.aborted &&
      (this.#conversation.turn || this.#conversation.state === 'running')
    ) {
      if (this.#conversation.turn) await this.#takeTurn();
      else if (this.#hold.isOn) await this.#news.wait(IDLE_MS);
      else if (
        !(await this.#applyStopRules()) &&
        !(await this.#endWaits()) &&
        !(await this.#changePhase()) &&
        !(await this.#breakCircle()) &&
        !(await this.#beginTurn())
      ) {
        await this.#news.wait(IDLE_MS);
      }
    }
  }

  /** Takes in what happened, whoever wrote it, and ends the turn when it is no longer wanted. */
  hear(events: readonly NumberedEvent[]): void {
    if (this.#keeper.take(events)) this.#react();
    else this.catchUp();
  }

  /** Takes in what happened and was not heard of. */
  catchUp(): void {
    void this.#keeper.catchUp().then(
      () => this.#react(),
      (error: unknown) => this.#parts.logger.warn({ error }, 'the log could not be read; trying again'),
    );
  }

  /** How far it has read the log; 0 before it began. */
  get head(): number {
    return this.#keeper.head;
  }

  /** Ends the turn in flight at once, and returns what was shown of it: the caller writes it down, then lets it go on. */
  freeze(reason: Reason): Frozen | null {
    this.#hold.begin(reason);
    this.#turn?.abort(new Interruption(reason));
    // What a former owner had said of its turn is known, and written, once that was taken over.
    const turn = this.#hasRecovered ? this.#conversation.turn : null;
    return this.#flight.frozen(this.#parts.speeches.of(this.lease.ref.id), turn);
  }

  /** What follows is written: it goes on. */
  thaw(): void {
    this.#hold.end();
    this.#news.arrive();
  }

  /** Cuts the turn in flight; the rules then decide whether it goes on. */
  cut(reason: Reason): void {
    this.#turn?.abort(new Interruption(reason));
    this.#news.arrive();
  }

  /** Ends the loop: the turn in flight is cut, what was said of it is kept. */
  end(reason: Reason): void {
    this.#ending.abort();
    this.cut(reason);
  }

  get #conversation(): Conversation {
    return this.#keeper.conversation;
  }

  /** A former owner died in the middle of a turn: what it had said is kept, and the turn is taken again. */
  async #recover(): Promise<void> {
    const { turn } = this.#conversation;
    if (!turn) return;
    const text = await this.#parts.checkpoints.load({ ...turn, conversationId: this.lease.ref.id });
    await this.#log.append((conversation) => takenUpAgain(conversation, turn, text, this.#at()));
  }

  async #applyStopRules(): Promise<boolean> {
    const stage = this.#keeper.stage();
    const nowMs = this.#parts.now().getTime();
    const rule = stopReason(stage, this.#audience.at(nowMs, this.#parts.viewers(this.lease.ref.id)));
    const reason = rule ?? (await this.#allowance.refusal(stage.conversation.head));
    if (!reason) return false;
    const command = mayPass(reason) ? pause : stop;
    // Points may be asked of a model, which is no longer allowed to cost.
    const over = rule ? await endOfFormat(stage, this.#beside, this.#at(), this.#ending.signal) : [];
    await this.#log.appendTo(stage, (now) => [...over, ...command(now, reason, this.#context())]);
    return true;
  }

  /** Seats whose provider may be asked again can be chosen again. */
  async #endWaits(): Promise<boolean> {
    if (endedWaits(this.#conversation, this.#at()).length === 0) return false;
    await this.#log.append((now) => endedWaits(now, this.#at()));
    return true;
  }

  /** Begins the next phase of the format when the present one is over; false when it goes on. */
  async #changePhase(): Promise<boolean> {
    const stage = this.#keeper.stage();
    const events = await formatEvents(stage, this.#beside, this.#at(), this.#ending.signal);
    if (events.length > 0) await this.#log.appendTo(stage, () => events);
    return events.length > 0;
  }

  /** Turns a talk that runs in circles, or ends one that turning did not help. */
  async #breakCircle(): Promise<boolean> {
    const stage = this.#keeper.stage();
    const circle = circleOf(stage);
    if (!circle || circle.remedy === 'nudge') return false;
    await this.#log.append((conversation) => {
      if (conversation.head !== stage.conversation.head || conversation.state !== 'running') return [];
      return circle.remedy === 'stop'
        ? stop(conversation, circleStop(circle.rule), this.#context())
        : twistEvents(stage, circle.rule, this.#parts.chance, this.#at());
    });
    return true;
  }

  /** False when nobody should speak for now, or somebody began to cut in. */
  async #beginTurn(): Promise<boolean> {
    if (this.#hold.isOn) return false;
    this.#hold.forget();
    return await beginTurn(this.#keeper.stage(), this.#log, this.#beside, this.#ending.signal);
  }

  async #takeTurn(): Promise<void> {
    this.#turn = new AbortController();
    if (this.#ending.signal.aborted) return;
    abortUnwanted(this.#turn, this.#conversation);
    // Somebody cut in while it was being written down, and may have written, too: not a word of it is said.
    if (this.#hold.latest) this.#turn.abort(new Interruption(this.#hold.latest));
    const seatId = this.#conversation.turn?.seatId;
    const outcome = await takeTurn(this.#parts, this.#running, this.#turn.signal);
    this.#turn = null;
    this.#failures.note(outcome);
    if (outcome === 'failed' && seatId !== undefined) {
      const stage = this.#keeper.stage();
      await this.#log.append(({ head }) =>
        head === stage.conversation.head ? parkedSeat(stage, seatId, this.#at()) : [],
      );
    }
    if (this.#failures.areTooMany) {
      await this.#log.append((now) => this.#failures.giveUp(now, this.#context()));
    } else if (outcome !== 'interrupted' && pausedAfterStep(this.#conversation, this.#at()).length > 0) {
      await this.#log.append((now) => pausedAfterStep(now, this.#at()));
    }
    this.#ledger.foldWhenFull(this.#ending.signal);
  }

  #react(): void {
    this.#news.arrive();
    abortUnwanted(this.#turn, this.#conversation);
  }

  #context() {
    return { at: this.#at(), newId: this.#parts.newId };
  }

  #at(): string {
    return this.#parts.now().toISOString();
  }
}
