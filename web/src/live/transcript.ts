import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { Cell, type Reading } from './cell.ts';
import type { PendingLine } from './pending-line.ts';

/** One row of the script. */
export type Row =
  | { readonly kind: 'message'; readonly message: Message; readonly retaking: OpenTurn | null }
  | { readonly kind: 'turn'; readonly turn: OpenTurn }
  | { readonly kind: 'pending'; readonly line: PendingLine };

/** The row between lines that were gone to and those that are held: what was said in between is not here yet. */
export const GAP = 'gap';

/**
 * The rows of a script and their order. A row keeps its id from its first word on: the turn's id for what a seat
 * says, the client's id for what the person sends; a list that anchors by key would jump if it changed.
 */
export class Transcript {
  readonly #order = new Cell<readonly string[]>([]);
  readonly #rows = new Map<string, Cell<Row | undefined>>();
  readonly #rowOf = new Map<string, string>();
  #said: readonly string[] = [];
  /** Lines from long before what is held, around one that was gone to; what lies between is not here yet. */
  #island: readonly string[] = [];
  #held = new Set<string>();
  #pending: readonly PendingLine[] = [];
  #turn: { readonly row: string; readonly open: OpenTurn } | null = null;

  readonly order: Reading<readonly string[]> = this.#order;

  row(id: string): Reading<Row | undefined> {
    return this.#cell(id);
  }

  rowOf(messageId: string): string | undefined {
    return this.#rowOf.get(messageId);
  }

  /** The position of the oldest message that is held; undefined when none is. */
  oldestSeq(): number | undefined {
    return this.#messageOf(this.#island[0] ?? this.#said[0])?.seq;
  }

  /** After which position lines are missing; undefined when all are here from the oldest one to the newest. */
  gapAfter(): number | undefined {
    return this.#messageOf(this.#island.at(-1))?.seq;
  }

  /** Whether the lines of now go back to this position, or beyond it. */
  reachesBackTo(seq: number): boolean {
    const first = this.#messageOf(this.#said[0]);
    return first !== undefined && first.seq <= seq;
  }

  /** The row of the line at this position or, when none is there, of the next one; null where none follows. Undefined: not here yet. */
  rowAt(seq: number): string | null | undefined {
    const gap = this.gapAfter();
    const oldest = this.oldestSeq();
    const isHere = this.reachesBackTo(seq) || (gap !== undefined && seq <= gap);
    if (oldest === undefined || !isHere || seq < oldest) return undefined;
    const rows = [...this.#island, ...this.#said];
    return rows.find((row) => (this.#messageOf(row)?.seq ?? 0) >= seq) ?? null;
  }

  messages(): readonly Message[] {
    return [...this.#island, ...this.#said].flatMap((row) => this.#messageOf(row) ?? []);
  }

  /** A snapshot: older messages already here stay when the snapshot meets them without a gap. Tells whether they did. */
  reset(messages: readonly Message[], keepOlder: boolean): boolean {
    const first = messages[0];
    const meets = keepOlder && first !== undefined && this.#holds(first.id);
    const isOlder = (row: string) => (this.#messageOf(row)?.seq ?? 0) < (first?.seq ?? 0);
    const older = meets ? this.#said.filter(isOlder) : [];
    this.#island = keepOlder ? this.#island.filter(isOlder) : [];
    this.#said = [...older, ...messages.map((message) => this.#place(message))];
    this.#held = new Set([...this.#island, ...this.#said]);
    return older.length > 0 || this.#island.length > 0;
  }

  prepend(messages: readonly Message[]): void {
    const rows = this.#newRows(messages);
    if (this.#island.length > 0) this.#island = [...rows, ...this.#island];
    else this.#said = [...rows, ...this.#said];
  }

  /** Goes to a place long ago: these lines stand before what is held, in place of others that were gone to. */
  land(messages: readonly Message[]): void {
    this.leave();
    this.#island = this.#newRows(messages);
  }

  /** The lines that follow on those that were gone to. `meets`: the next one is held already. */
  extend(messages: readonly Message[], meets: boolean): void {
    this.#island = [...this.#island, ...this.#newRows(messages)];
    if (!meets) return;
    this.#said = [...this.#island, ...this.#said];
    this.#island = [];
  }

  /** Gives the lines up that were gone to, unless they have met what is held. Tells whether there were any. */
  leave(): boolean {
    const left = this.#island;
    for (const row of left) this.#held.delete(row);
    this.#island = [];
    return left.length > 0;
  }

  #newRows(messages: readonly Message[]): readonly string[] {
    const rows = messages.filter(({ id }) => !this.#holds(id)).map((message) => this.#place(message));
    for (const row of rows) this.#held.add(row);
    return rows;
  }

  /** A message that was said now, or a known one as it is now. `sentAs` is the row it was sent from. */
  put(message: Message, sentAs?: string): void {
    if (this.#holds(message.id)) {
      this.#place(message);
      return;
    }
    const last = this.#messageOf(this.#said.at(-1));
    // An edit of a line older than what is held: it will be read when that page is.
    if (last && message.seq < last.seq) return;
    if (sentAs !== undefined) this.#rowOf.set(message.id, sentAs);
    const row = this.#place(message);
    this.#said = [...this.#said, row];
    this.#held.add(row);
  }

  /** The turn that is being taken: a row of its own, or the row of the message that it makes again. */
  openTurn(open: OpenTurn | null): void {
    if (open === null) {
      this.#closeTurn();
      return;
    }
    if (this.#turn?.open.turnId !== open.turnId) this.#closeTurn();
    const replaced = open.replaces === undefined ? undefined : this.#rowOf.get(open.replaces);
    const row = this.#turn?.row ?? replaced ?? this.#freeRow(open.turnId, `${open.turnId}.${open.attempt}`);
    this.#turn = { row, open };
    const shown = this.#cell(row).get();
    this.#cell(row).set(
      shown?.kind === 'message' ? { ...shown, retaking: open } : { kind: 'turn', turn: open },
    );
  }

  setPending(lines: readonly PendingLine[]): void {
    this.#pending = lines;
    for (const line of lines) {
      const cell = this.#cell(line.id);
      const shown = cell.get();
      if (shown?.kind === 'pending' ? shown.line !== line : shown === undefined)
        cell.set({ kind: 'pending', line });
    }
  }

  /**
   * Shows the order as it is now; called once after a batch of changes. `finishing` is the turn whose last words are
   * still being shown: nothing new stands below its line yet, which would push it down with its next words.
   */
  publish(finishing: string | null): void {
    const waiting = this.#pending.map(({ id }) => id).filter((id) => !this.#held.has(id));
    const speaking = this.#turn && !this.#held.has(this.#turn.row) ? [this.#turn.row] : [];
    const before = this.#island.length > 0 ? [...this.#island, GAP] : [];
    const next = this.#withoutNewBelow(finishing, [...before, ...this.#said, ...waiting, ...speaking]);
    if (!sameOrder(this.#order.get(), next)) this.#order.set(next);
  }

  #withoutNewBelow(finishing: string | null, order: readonly string[]): readonly string[] {
    if (finishing === null) return order;
    const place = order.findLastIndex((id) => {
      const row = this.#cell(id).get();
      return row?.kind === 'message' && row.message.turnId === finishing;
    });
    if (place < 0) return order;
    // What stands below a line that is said again stays there.
    const shown = new Set(this.#order.get());
    return order.filter((id, index) => index <= place || shown.has(id));
  }

  #closeTurn(): void {
    if (this.#turn === null) return;
    const cell = this.#cell(this.#turn.row);
    const shown = cell.get();
    this.#turn = null;
    if (shown?.kind === 'message') cell.set({ ...shown, retaking: null });
    else cell.set(undefined);
  }

  #place(message: Message): string {
    const row = this.#rowOf.get(message.id) ?? this.#rowFor(message);
    this.#rowOf.set(message.id, row);
    const cell = this.#cell(row);
    const shown = cell.get();
    const retaking = shown?.kind === 'message' ? shown.retaking : null;
    if (shown?.kind !== 'message' || shown.message !== message)
      cell.set({ kind: 'message', message, retaking });
    return row;
  }

  #rowFor(message: Message): string {
    if (message.turnId === undefined) return message.id;
    if (this.#turn?.open.turnId === message.turnId) return this.#turn.row;
    return this.#freeRow(message.turnId, message.id);
  }

  #freeRow(wanted: string, otherwise: string): string {
    const taken = this.#rows.get(wanted)?.get() !== undefined;
    return taken ? otherwise : wanted;
  }

  #holds(messageId: string): boolean {
    const row = this.#rowOf.get(messageId);
    return row !== undefined && this.#held.has(row);
  }

  #messageOf(row: string | undefined): Message | undefined {
    const shown = row === undefined ? undefined : this.#cell(row).get();
    return shown?.kind === 'message' ? shown.message : undefined;
  }

  #cell(id: string): Cell<Row | undefined> {
    const known = this.#rows.get(id);
    if (known) return known;
    const cell = new Cell<Row | undefined>(undefined);
    this.#rows.set(id, cell);
    return cell;
  }
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
