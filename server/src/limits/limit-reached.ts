import { ChimeraError } from '../errors.ts';
import type { Standing } from './rule.ts';

/** Somebody did something too often; says when they may again. */
export class LimitReached extends ChimeraError {
  /** Null: not too often but too much at the same time. */
  readonly standing: Standing | null;

  constructor(detail: string, standing: Standing | null, retryAfterSeconds: number) {
    super('too-many-requests', detail, { retryAfterSeconds });
    this.name = 'LimitReached';
    this.standing = standing;
  }
}

export function tooOften(standing: Standing): LimitReached {
  const seconds = Math.max(1, Math.ceil(standing.resetMs / 1000));
  return new LimitReached(`Too many requests. Try again in ${waitOf(seconds)}.`, standing, seconds);
}

export function waitOf(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
