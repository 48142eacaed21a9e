import type { Spending } from '@chimera/protocol/spending';
import type { SpendingStore } from '../accounts/spending-store.ts';
import type { Handlers } from './handlers.ts';

export interface SpendingParts {
  readonly spending: SpendingStore;
  /** US dollars that an owner may spend a day, whatever they allow themselves; null: no limit. */
  readonly ceilingOf: (ownerId: string) => Promise<number | null>;
  readonly now: () => Date;
}

/** What the conversations of an owner cost, and how much they may. */
export function spendingHandlers({
  spending,
  ceilingOf,
  now,
}: SpendingParts): Pick<Handlers, 'getSpending' | 'setSpendingLimits'> {
  const of = async (ownerId: string): Promise<Spending> => {
    const operatorCostPerDay = await ceilingOf(ownerId);
    return {
      ...(await spending.spending(ownerId, now())),
      ...(operatorCostPerDay !== null && { operatorCostPerDay }),
    };
  };
  return {
    getSpending: ({ person }) => of(person.userId),
    async setSpendingLimits({ person, body }) {
      await spending.setLimits(person.userId, body);
      return of(person.userId);
    },
  };
}
