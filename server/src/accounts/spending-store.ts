import { type ProviderKind, providerKindSchema } from '@chimera/protocol/provider';
import {
  type Spending,
  type SpendingLimits,
  spendingLimitsSchema,
  type Spent,
} from '@chimera/protocol/spending';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema, SpentTable } from '../db/schema.ts';
import type { Charge } from './charge.ts';
import { dayOf, daysBefore, monthStart } from './days.ts';

/** How an owner stands now, for the limits. */
export interface Standing {
  readonly today: { readonly cost: number; readonly tokens: number };
  readonly month: { readonly cost: number };
  readonly limits: SpendingLimits;
}

export interface SpendingStore {
  /** Adds what was used, in the transaction of the events that tell it. */
  add(transaction: Transaction<Schema>, ownerId: string, charges: readonly Charge[], at: Date): Promise<void>;
  /** Adds what was used outside of conversations. */
  addAlone(ownerId: string, charges: readonly Charge[], at: Date): Promise<void>;
  standing(ownerId: string, at: Date): Promise<Standing>;
  spending(ownerId: string, at: Date): Promise<Spending>;
  setLimits(ownerId: string, limits: SpendingLimits): Promise<void>;
}

/** Days that are told one by one. */
const DAYS_SHOWN = 31;

export function createSpendingStore({ db }: Pick<Database, 'db'>): SpendingStore {
  return {
    add,
    addAlone: (ownerId, charges, at) =>
      db.transaction().execute((transaction) => add(transaction, ownerId, charges, at)),

    async standing(ownerId, at) {
      const row = await db
        .selectFrom('spent')
        .where('owner_id', '=', ownerId)
        .where('day', '>=', monthStart(at))
        .select((eb) => [
          sql<Sum>`coalesce(sum(cost), 0)`.as('month'),
          sumOfDay('cost', at).as('today'),
          sumOfDay('input_tokens + output_tokens', at).as('tokens'),
          eb
            .selectFrom('owner_limits')
            .where('owner_limits.owner_id', '=', ownerId)
            .select('document')
            .as('limits'),
        ])
        .executeTakeFirstOrThrow();
      return {
        today: { cost: Number(row.today), tokens: Number(row.tokens) },
        month: { cost: Number(row.month) },
        limits: limitsIn(row.limits),
      };
    },

    async spending(ownerId, at) {
      const shownFrom = daysBefore(at, DAYS_SHOWN - 1);
      const rows = await db
        .selectFrom('spent')
        .selectAll()
        .where('owner_id', '=', ownerId)
        .where('day', '>=', monthStart(at) < shownFrom ? monthStart(at) : shownFrom)
        .orderBy('day')
        .execute();
      const limits = await db
        .selectFrom('owner_limits')
        .select('document')
        .where('owner_id', '=', ownerId)
        .executeTakeFirst();
      return { ...toldOf(rows, at, shownFrom), limits: limitsIn(limits?.document ?? null) };
    },

    async setLimits(ownerId, limits) {
      const document = JSON.stringify(limits);
      await db
        .insertInto('owner_limits')
        .values({ owner_id: ownerId, document })
        .onConflict((conflict) => conflict.column('owner_id').doUpdateSet({ document }))
        .execute();
    },
  };
}

async function add(
  transaction: Transaction<Schema>,
  ownerId: string,
  charges: readonly Charge[],
  at: Date,
): Promise<void> {
  for (const row of rowsOf(ownerId, charges, dayOf(at))) {
    await transaction
      .insertInto('spent')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['owner_id', 'day', 'connection_id', 'kind', 'model']).doUpdateSet((eb) => ({
          calls: eb('spent.calls', '+', eb.ref('excluded.calls')),
          input_tokens: eb('spent.input_tokens', '+', eb.ref('excluded.input_tokens')),
          output_tokens: eb('spent.output_tokens', '+', eb.ref('excluded.output_tokens')),
          cached_tokens: eb('spent.cached_tokens', '+', eb.ref('excluded.cached_tokens')),
          cost: eb('spent.cost', '+', eb.ref('excluded.cost')),
          unpriced: eb('spent.unpriced', '+', eb.ref('excluded.unpriced')),
        })),
      )
      .execute();
  }
}

function toldOf(rows: readonly SpentTable[], at: Date, shownFrom: string): Omit<Spending, 'limits'> {
  const month = rows.filter(({ day }) => day >= monthStart(at));
  const shown = rows.filter(({ day }) => day >= shownFrom);
  return {
    today: totalOf(rows.filter(({ day }) => day === dayOf(at))),
    month: totalOf(month),
    byModel: modelsOf(month),
    byDay: groupsOf(shown, ({ day }) => day).map(([day, group]) => ({ day, ...totalOf(group) })),
  };
}

type Counted = Pick<
  SpentTable,
  'calls' | 'input_tokens' | 'output_tokens' | 'cached_tokens' | 'cost' | 'unpriced'
>;

/** One row for each brain, in one order everywhere: two writers who lock the same rows never wait for each other. */
function rowsOf(owner_id: string, charges: readonly Charge[], day: string): SpentTable[] {
  const rows = charges.map(
    ({ brain: { connectionId, kind, model }, usage, cost }): SpentTable => ({
      owner_id,
      day,
      connection_id: connectionId ?? kind,
      kind,
      model,
      calls: 1,
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cached_tokens: usage.cachedInputTokens ?? 0,
      cost: cost ?? 0,
      unpriced: cost === undefined ? 1 : 0,
    }),
  );
  return groupsOf(rows, brainKey)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => group.slice(0, 1).map((first) => ({ ...first, ...summed(group) })));
}

function brainKey({ connection_id, kind, model }: SpentTable): string {
  return JSON.stringify([connection_id, kind, model]);
}

function summed(rows: readonly Counted[]): Counted {
  const sum = (count: (row: Counted) => number) => rows.reduce((total, row) => total + count(row), 0);
  return {
    calls: sum(({ calls }) => calls),
    input_tokens: sum((row) => row.input_tokens),
    output_tokens: sum((row) => row.output_tokens),
    cached_tokens: sum((row) => row.cached_tokens),
    cost: sum(({ cost }) => cost),
    unpriced: sum(({ unpriced }) => unpriced),
  };
}

function totalOf(rows: readonly SpentTable[]): Spent {
  const { calls, input_tokens, output_tokens, cached_tokens, cost, unpriced } = summed(rows);
  return {
    calls,
    inputTokens: input_tokens,
    outputTokens: output_tokens,
    cachedInputTokens: cached_tokens,
    cost,
    unpriced,
  };
}

function modelsOf(rows: readonly SpentTable[]): Spending['byModel'] {
  return groupsOf(rows, brainKey)
    .flatMap(([, group]) =>
      group.slice(0, 1).map(({ connection_id, kind, model }) => ({
        connectionId: connection_id,
        kind: kindOf(kind),
        model,
        ...totalOf(group),
      })),
    )
    .toSorted((a, b) => b.cost - a.cost || b.inputTokens - a.inputTokens);
}

function groupsOf<T>(rows: readonly T[], keyOf: (row: T) => string): [string, T[]][] {
  return [...Map.groupBy(rows, keyOf)];
}

function kindOf(kind: string): ProviderKind {
  return providerKindSchema.parse(kind);
}

function limitsIn(document: string | null): SpendingLimits {
  return document === null ? {} : spendingLimitsSchema.parse(JSON.parse(document));
}

/** PostgreSQL gives sums of whole numbers as text, for they may be greater than any number. */
type Sum = number | string;

function sumOfDay(counted: 'cost' | 'input_tokens + output_tokens', at: Date) {
  return sql<Sum>`coalesce(sum(case when day = ${dayOf(at)} then ${sql.raw(counted)} end), 0)`;
}
