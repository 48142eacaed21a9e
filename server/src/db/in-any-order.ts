import type { Database } from './open-database.ts';

/**
 * Statements of one transaction that need nothing of each other. SQLite is told all of them at once: each answer it
 * would have to wait for keeps the one writer a little longer. A connection to PostgreSQL takes one at a time.
 */
export async function inAnyOrder(
  kind: Database['kind'],
  works: readonly (() => Promise<unknown>)[],
): Promise<void> {
  if (kind === 'postgres') {
    for (const work of works) await work();
    return;
  }
  // All have ended before one that failed is told: none may write after the transaction was taken back.
  const outcomes = await Promise.allSettled(works.map((work) => work()));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
