/** Speech of a screen reader, about. */
const WORDS_PER_MINUTE = 180;
/** With more than this waiting, later messages become one line. */
const PATIENCE_MS = 30_000;

export interface Line {
  readonly name: string;
  readonly text: string;
}

/** What is being read out, as far as it can be estimated, and what waits until there is room. */
export interface Backlog {
  /** When the reader will be through with what it was given. */
  readonly busyUntilMs: number;
  readonly waiting: readonly Line[];
}

export type Spoken =
  | { readonly kind: 'whole'; readonly line: Line }
  /** Several messages as one line with their speakers. */
  | { readonly kind: 'summary'; readonly lines: readonly Line[] };

export const quiet: Backlog = { busyUntilMs: 0, waiting: [] };

/** Takes a finished message in: it is spoken now, or waits while too much is being spoken. */
export function hear(
  backlog: Backlog,
  line: Line,
  nowMs: number,
): { backlog: Backlog; speak: Spoken | null } {
  const isBehind = backlog.waiting.length > 0 || backlog.busyUntilMs - nowMs > PATIENCE_MS;
  if (isBehind) return { backlog: { ...backlog, waiting: [...backlog.waiting, line] }, speak: null };
  return { backlog: busyWith(backlog, line.text, nowMs), speak: { kind: 'whole', line } };
}

/** When to ask `catchUp`; null while nothing waits. */
export function dueAtMs({ busyUntilMs, waiting }: Backlog): number | null {
  return waiting.length === 0 ? null : busyUntilMs;
}

/** The reader is through: what waited is said, one message whole, several as one line. */
export function catchUp(backlog: Backlog, nowMs: number): { backlog: Backlog; speak: Spoken | null } {
  const [first, ...others] = backlog.waiting;
  if (!first || backlog.busyUntilMs > nowMs) return { backlog, speak: null };
  const rest = { ...backlog, waiting: [] };
  if (others.length === 0)
    return { backlog: busyWith(rest, first.text, nowMs), speak: { kind: 'whole', line: first } };
  const names = backlog.waiting.map(({ name }) => name).join(' ');
  return { backlog: busyWith(rest, names, nowMs), speak: { kind: 'summary', lines: backlog.waiting } };
}

function busyWith(backlog: Backlog, text: string, nowMs: number): Backlog {
  const words = text.split(/\s+/u).length + 1;
  const beginMs = Math.max(backlog.busyUntilMs, nowMs);
  return { ...backlog, busyUntilMs: beginMs + (words / WORDS_PER_MINUTE) * 60_000 };
}
