import type { Spending } from '@chimera/protocol/spending';
import type { ProviderKind } from '@chimera/protocol/provider';
import type { SpentThisMonthProps } from './spent-this-month.tsx';

/** What each provider cost this month; one that nobody called is not in it. */
export function spentByKind({ byModel }: Spending): ReadonlyMap<ProviderKind, Required<SpentThisMonthProps>> {
  const spent = new Map<ProviderKind, Required<SpentThisMonthProps>>();
  for (const { kind, cost, unpriced } of byModel) {
    const before = spent.get(kind) ?? { cost: 0, unpriced: 0 };
    spent.set(kind, { cost: before.cost + cost, unpriced: before.unpriced + unpriced });
  }
  return spent;
}
