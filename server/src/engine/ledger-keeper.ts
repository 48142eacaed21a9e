import type { SpokenBy } from '@chimera/protocol/provider';
import type { Seat } from '@chimera/protocol/seat';
import type { LedgerStore } from '../conversations/ledger-store.ts';
import type { Logger } from '../logger.ts';
import { modelSize } from '../providers/model-size.ts';
import { askAside } from './ask-aside.ts';
import type { LedgerPage, LedgerRecord } from '../conversations/ledger-page.ts';
import { indexAfter } from './heard.ts';
import { ledgerOf } from './ledger.ts';
import { extractedRecords } from './ledger-extract.ts';
import { ANSWER_CHARACTERS, ledgerPrompt, readLedger, stretchesOf } from './ledger-model.ts';
import { foldPoint, smallestBudget } from './ledger-point.ts';
import type { AskBrain } from './speak.ts';
import type { Stage } from './stage.ts';
import type { StageKeeper } from './stage-keeper.ts';

export interface LedgerParts {
  readonly ask: AskBrain;
  readonly ledgers: LedgerStore;
  readonly logger: Logger;
  readonly newId: () => string;
}

/** How long a model may take over one stretch: nobody waits for it. */
const LIMIT_MS = 60_000;
const ANSWER_TOKENS = 1500;
/** Of a talk that is long already a model reads the newest part: what it costs has an end. */
const STRETCHES_LIMIT = 8;
const EXTRACTED_LINES = 600;
/** A model that made nothing of it is asked again so many events later, then after twice as many, and so on. */
const RETRY_EVENTS = 60;

/** Has the older part of a talk noted down by a model, beside its turns. Without one, prompts extract it themselves. */
export class LedgerKeeper {
  readonly #keeper: StageKeeper;
  readonly #parts: LedgerParts;
  #isFolding = false;
  #notBeforeSeq = 0;
  #retryEvents = RETRY_EVENTS;

  constructor(keeper: StageKeeper, parts: LedgerParts) {
    this.#keeper = keeper;
    this.#parts = parts;
  }

  /** Takes in what was noted so far. */
  async load(): Promise<void> {
    this.#keeper.fold(ledgerOf(await this.#parts.ledgers.pages(this.#keeper.ref)));
  }

  /** Returns at once; until the records are there, prompts go on as they were. */
  foldWhenFull(signal: AbortSignal): void {
    if (this.#isFolding || this.#keeper.conversation.head < this.#notBeforeSeq) return;
    const stage = this.#keeper.stage();
    const seat = minuteTaker(stage, this.#keeper.spokenBy);
    const budget = smallestBudget(stage, this.#keeper.spokenBy);
    const untilSeq = seat === null || budget === null ? null : foldPoint(stage, budget);
    if (seat === null || untilSeq === null) return;
    this.#isFolding = true;
    void this.#fold(stage, { seat, untilSeq }, signal)
      .catch((error: unknown) => {
        this.#retryLater(stage);
        this.#parts.logger.warn({ error }, 'older talk could not be noted down; it is tried again later');
      })
      .finally(() => {
        this.#isFolding = false;
      });
  }

  async #fold(
    stage: Stage,
    { seat, untilSeq }: { readonly seat: Seat; readonly untilSeq: number },
    signal: AbortSignal,
  ): Promise<void> {
    const page = await notedPage(this.#parts, stage, { seat, untilSeq }, signal);
    if (signal.aborted) return;
    if (page === null) return this.#retryLater(stage);
    this.#retryEvents = RETRY_EVENTS;
    await this.#parts.ledgers.keep(this.#keeper.ref, page);
    // What another node kept of the same stretch holds instead.
    await this.load();
  }

  #retryLater({ conversation }: Stage): void {
    this.#notBeforeSeq = conversation.head + this.#retryEvents;
    this.#retryEvents *= 2;
  }
}

/** What a model noted up to a position; what it noted badly, or would be too much to read, is extracted. Null when it noted nothing at all. */
export async function notedPage(
  { ask, newId }: Pick<LedgerParts, 'ask' | 'newId'>,
  stage: Stage,
  { seat, untilSeq }: { readonly seat: Seat; readonly untilSeq: number },
  signal: AbortSignal,
): Promise<LedgerPage | null> {
  const afterSeq = stage.ledger?.untilSeq ?? 0;
  const { transcript } = stage;
  const entries = transcript.slice(indexAfter(transcript, afterSeq), indexAfter(transcript, untilSeq));
  const stretches = stretchesOf(entries);
  const unread = stretches.slice(0, -STRETCHES_LIMIT).flat();
  const records: LedgerRecord[] = [...extractedRecords(unread.slice(-EXTRACTED_LINES))];
  const answered = new Set<string>();
  let isNoted = false;
  for (const lines of stretches.slice(-STRETCHES_LIMIT)) {
    const open = [...(stage.ledger?.records ?? []), ...records].filter(
      ({ kind, messageId }) => kind === 'question' && !answered.has(messageId),
    );
    const prompt = ledgerPrompt({ lines, open }, newId().slice(0, 6));
    const aside = { seat, prompt, task: 'minutes', maxTokens: ANSWER_TOKENS, textLimit: ANSWER_CHARACTERS };
    // One after the other: what is open after a stretch is asked of the next one.
    const text = await askAside(ask, stage, aside, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
    if (text === null && !isNoted) return null;
    const noted = text === null ? null : readLedger(text, { lines, open });
    records.push(...(noted?.records ?? extractedRecords(lines)));
    for (const messageId of noted?.answered ?? []) answered.add(messageId);
    isNoted ||= noted !== null;
  }
  return isNoted ? { afterSeq, untilSeq, records, answered: [...answered] } : null;
}

/** Whose model takes the minutes: a large one when there is one. Rules that improvise take none. */
function minuteTaker({ conversation }: Stage, spokenBy: ReadonlyMap<string, SpokenBy>): Seat | null {
  const seats = conversation.seats.flatMap((seat) => {
    const brain = spokenBy.get(seat.id);
    if (!brain || brain.kind === 'demo' || seat.presence === 'away' || seat.waiting) return [];
    return [{ seat, isLarge: modelSize(brain).prompt === 'full' }];
  });
  return (seats.find(({ isLarge }) => isLarge) ?? seats[0])?.seat ?? null;
}
