import { dollars } from '@chimera/protocol/dollars';
import type { Reason } from '@chimera/protocol/seat';
import type { Standing } from './spending-store.ts';

/**
 * The limit that an owner has reached; null: none. The operator's holds whatever owners allow themselves, so
 * the smaller of the two counts.
 */
export function reachedLimit(
  { today, month, limits }: Standing,
  operatorCostPerDay: number | null,
): Reason | null {
  const { costPerDay = Number.POSITIVE_INFINITY, costPerMonth, tokensPerDay } = limits;
  if (operatorCostPerDay !== null && operatorCostPerDay < costPerDay && today.cost >= operatorCostPerDay) {
    return { code: 'max-cost-day', text: stopped(dollars(operatorCostPerDay), 'day', BY_OPERATOR) };
  }
  if (today.cost >= costPerDay) {
    return { code: 'max-cost-day', text: stopped(dollars(costPerDay), 'day', BY_OWNER) };
  }
  if (costPerMonth !== undefined && month.cost >= costPerMonth) {
    return { code: 'max-cost-month', text: stopped(dollars(costPerMonth), 'month', BY_OWNER) };
  }
  if (tokensPerDay !== undefined && today.tokens >= tokensPerDay) {
    const tokens = `${tokensPerDay.toLocaleString('en')} token${tokensPerDay === 1 ? '' : 's'}`;
    return { code: 'max-tokens-day', text: stopped(tokens, 'day', BY_OWNER) };
  }
  return null;
}

const BY_OWNER = 'that you set';
const BY_OPERATOR = 'that this server sets';

function stopped(amount: string, span: 'day' | 'month', by: string): string {
  return `Stopped at ${amount}, the limit of a ${span} ${by}.`;
}
