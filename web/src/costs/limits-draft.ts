import type { SpendingLimits } from '@chimera/protocol/spending';
import { isPositiveOrNone, isWholeOrNone, typedNumber, typedWhole } from '../ui/typed-number.ts';

export const limitFields = ['costPerDay', 'costPerMonth', 'tokensPerDay'] as const;
export type LimitField = (typeof limitFields)[number];
export type LimitProblem = 'number' | 'whole' | 'too-much';

/** The limits as they stand in the fields: text, so that half a number can be typed. */
export type LimitsDraft = Readonly<Record<LimitField, string>>;

/** US dollars; the server takes no more. */
const MOST_DOLLARS = 1_000_000;

export function draftOf(limits: SpendingLimits): LimitsDraft {
  const text = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    costPerDay: text(limits.costPerDay),
    costPerMonth: text(limits.costPerMonth),
    tokensPerDay: text(limits.tokensPerDay),
  };
}

/** What is wrong with a field; null when it can be saved. */
export function problemOf(field: LimitField, draft: LimitsDraft): LimitProblem | null {
  const value = valueOf(field, draft);
  if (field === 'tokensPerDay') return isWholeOrNone(value) ? null : 'whole';
  if (!isPositiveOrNone(value)) return 'number';
  return value !== null && value > MOST_DOLLARS ? 'too-much' : null;
}

/** The limits that a draft without problems asks for; an empty field is no limit. */
export function limitsOf(draft: LimitsDraft): SpendingLimits {
  const filled = limitFields.flatMap((field) => {
    const value = valueOf(field, draft);
    return value === null ? [] : [[field, value] as const];
  });
  return Object.fromEntries(filled);
}

function valueOf(field: LimitField, draft: LimitsDraft): number | null {
  return field === 'tokensPerDay' ? typedWhole(draft[field]) : typedNumber(draft[field]);
}
