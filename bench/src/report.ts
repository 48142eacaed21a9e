import type { Finding } from './measure.ts';
import { median } from './quantile.ts';

/** One line of the outcome: the product and the floor side by side. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly chimera: number;
  readonly floor: number;
  /** The median of the ratios of neighbouring runs: what disturbs both cancels out. */
  readonly ratio: number;
  readonly target: Target | null;
}

/** At most so many times the floor, or at most so much: the floor may be close to nothing. Or at least so much. */
export interface Target {
  readonly ratio?: number;
  readonly value?: number;
  readonly least?: number;
}

export function rowOf({ name, unit, chimera, floor }: Finding, target: Target | null): Row {
  const ratios = chimera.map((value, run) => value / (floor[run] ?? Number.NaN));
  return { name, unit, chimera: median(chimera), floor: median(floor), ratio: median(ratios), target };
}

export function holds(row: Row): boolean {
  const { target } = row;
  if (target === null) return true;
  if (target.least !== undefined) return row.chimera >= target.least;
  const within = (value: number, limit: number | undefined) => limit !== undefined && value <= limit;
  return within(row.ratio, target.ratio) || within(row.chimera, target.value);
}

/** The rows as a table for people. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['', 'Chimera', 'floor', 'ratio', 'target', ''];
  const body = rows.map((row) => [
    row.name,
    amount(row.chimera, row.unit),
    amount(row.floor, row.unit),
    rounded(row.ratio),
    targetText(row),
    row.target === null ? '' : holds(row) ? 'ok' : 'over',
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((line) => line[column]?.length ?? 0)),
  );
  const lines = [head, ...body].map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function targetText({ target, unit }: Row): string {
  if (target === null) return '';
  const parts = [
    ...(target.ratio === undefined ? [] : [`≤ ${target.ratio}×`]),
    ...(target.value === undefined ? [] : [`≤ ${target.value} ${unit}`]),
    ...(target.least === undefined ? [] : [`≥ ${target.least} ${unit}`]),
  ];
  return parts.join(' or ');
}

/** Not everything has a floor. */
function amount(value: number, unit: string): string {
  return Number.isFinite(value) ? `${rounded(value)} ${unit}` : '–';
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
