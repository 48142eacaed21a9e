import type { Model } from '@chimera/protocol/provider';
import { isChatModel } from './chat-model.ts';
import type { ServedConnection } from './served-connection.ts';

/** The model of a connection that speaks when nobody chose one; null: it has none that can talk. */
export function preferredModel({ vendor }: Pick<ServedConnection, 'vendor'>, models: readonly Model[]) {
  const talking = models.map(({ id }) => id).filter(isChatModel);
  // A higher number in a name is a newer model.
  const newestFirst = talking.toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  for (const pattern of vendor.preferred) {
    const model = newestFirst.find((id) => pattern.test(id));
    if (model !== undefined) return model;
  }
  return talking[0] ?? null;
}

/** The first of these that is ready, with a model; null: none is. */
export async function firstReady(connections: readonly ServedConnection[]) {
  const able = connections.filter(({ vendor, hasKey }) => hasKey || !vendor.needsKey);
  // All are asked at once, the answers are read in order.
  const conditions = able.map(({ health }) => health.recent());
  for (const [at, served] of able.entries()) {
    if ((await conditions[at])?.state !== 'ready') continue;
    const model = preferredModel(served, served.health.models);
    if (model !== null) return { connectionId: served.connection.id, kind: served.kind, model };
  }
  return null;
}
