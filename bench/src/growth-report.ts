import type { IdleMemory } from './growth-memory.ts';
import type { Turns } from './growth-turns.ts';
import type { Visit } from './growth-visit.ts';
import { median } from './quantile.ts';

/** Messages that a conversation has behind it; the first is the floor of the others. */
export const sizes = [10, 1_000, 10_000] as const;
export const TARGET_RATIO = 1.25;

/** What one conversation of one size cost. */
export interface Size extends Visit, Turns {
  readonly messages: number;
  readonly residentBytes: number;
}

type Column = Exclude<keyof Size, 'messages'>;

const columns: readonly (readonly [name: string, column: Column, unit: string, divisor: number])[] = [
  ['CPU of a turn', 'turnCpuMs', 'ms', 1],
  ['time of a turn beyond the model', 'turnMs', 'ms', 1],
  ['prompt', 'promptBytes', 'kB', 1024],
  ['asked beside the talk', 'asides', 'times', 1],
  ['from the press to the first turn', 'beginMs', 'ms', 1],
  ['open', 'openMs', 'ms', 1],
  ['snapshot', 'openBytes', 'kB', 1024],
  ['resume 5 events back', 'resumeMs', 'ms', 1],
  ['what resuming sends', 'resumeBytes', 'kB', 1024],
  ['first page over REST', 'pageMs', 'ms', 1],
  ['memory of the server', 'residentBytes', 'MB', 2 ** 20],
];

/** The rows as a table of Markdown. A ratio is the median of those of neighbouring runs. */
export function rowsOf(measured: readonly Size[], memory: IdleMemory): string {
  const heads = sizes.map((messages) => `${messages} messages`);
  const [floor, ...long] = sizes;
  const lines = columns.map(([name, column, unit, divisor]) => {
    const of = (messages: number) =>
      measured.filter((size) => size.messages === messages).map((size) => size[column]);
    const values = sizes.map((messages) => `${rounded(median(of(messages)) / divisor)} ${unit}`);
    const ratios = long.map((messages) =>
      rounded(median(of(messages).map((value, run) => value / (of(floor)[run] ?? Number.NaN)))),
    );
    return [name, ...values, ...ratios];
  });
  const table = [
    ['', ...heads, ...long.map((messages) => `${messages} : ${floor}`)],
    ['---', ...heads.map(() => '---'), ...long.map(() => '---')],
    ...lines,
    ['prompt, 10000 : 1000', '', '', '', '', rounded(promptGrowth(measured))],
  ];
  const held = [
    ['what one more holds', 'in use', 'resident'],
    ['---', '---', '---'],
    ...(['conversation', 'viewer', 'left'] as const).map((what) => [
      NAMES[what],
      `${Math.round(memory[what].usedBytes)} bytes`,
      `${Math.round(memory[what].residentBytes)} bytes`,
    ]),
  ];
  return `${markdown(table)}\n\n${markdown(held)}\n\ntarget: ${TARGET_RATIO} each`;
}

const NAMES = {
  conversation: 'a conversation that somebody watches, without the viewer',
  viewer: 'a further viewer of the same conversation',
  left: 'a conversation that nobody watches any more',
};

function promptGrowth(measured: readonly Size[]): number {
  const [, middle, longest] = sizes.map((messages) =>
    median(measured.filter((size) => size.messages === messages).map(({ promptBytes }) => promptBytes)),
  );
  return (longest ?? Number.NaN) / (middle ?? Number.NaN);
}

function markdown(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
