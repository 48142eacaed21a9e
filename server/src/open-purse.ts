import type { OwnerRules } from './accounts/owner-rules-store.ts';
import { reachedLimit } from './accounts/reached-limit.ts';
import type { SpendingStore } from './accounts/spending-store.ts';
import { ACCOUNT_DISABLED } from './engine/allowance.ts';
import { charged } from './engine/bill.ts';
import type { ConnectionParts } from './http/connection-handlers.ts';
import type { OpenMonitoring } from './open-monitoring.ts';
import type { Prices } from './providers/prices.ts';

interface PurseParts {
  readonly spending: SpendingStore;
  readonly rules: OwnerRules;
  readonly prices: Prices;
  readonly monitoring: Pick<OpenMonitoring, 'charged'>;
  readonly now: () => Date;
}

/** A part of the composition root: what owners may spend, and what is spent outside of talks. */
export function openPurse({ spending, rules, prices, monitoring, now }: PurseParts) {
  const overLimit = async (ownerId: string) => {
    if ((await rules.barred([ownerId])).has(ownerId)) return ACCOUNT_DISABLED;
    return reachedLimit(await spending.standing(ownerId, now()), await rules.costPerDay(ownerId));
  };
  const charge: ConnectionParts['charge'] = async (ownerId, used) => {
    const priced = await charged(used, prices.costOf);
    await spending.addAlone(ownerId, [priced], now());
    monitoring.charged(priced);
  };
  return { overLimit, charge };
}
