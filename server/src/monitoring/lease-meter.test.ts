import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { samplesIn, valueOf } from '../../test/metrics-text.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createLeaseStore, type LeaseStore } from '../conversations/lease-store.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { created } from '../records/__fixtures__/sample-log.ts';
import { meteredLeases } from './lease-meter.ts';

const at = new Date(0).toISOString();

describe.each(testDatabases)('leases that are counted, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let leases: LeaseStore;
  let metrics: Metrics;

  beforeEach(async () => {
    opened = await open();
    metrics = createMetrics();
    leases = meteredLeases(createLeaseStore(opened.database), metrics);
    const conversations = createConversationStore(opened.database, async () => undefined);
    const ref = { id: 'c1', ownerId: 'u1' };
    await conversations.create(ref, 'g1', [created()]);
    await conversations.change(ref, () => [{ type: 'conversation-changed', at, state: 'running' }]);
  });
  afterEach(() => opened.close());

  const runOut = () => opened.database.db.updateTable('conversation').set({ lease_until: 1 }).execute();
  const counts = async () => {
    const samples = samplesIn(await metrics.metrics());
    const claimed = (from: string) => valueOf(samples, 'chimera_leases_claimed_total', { from });
    const lost = valueOf(samples, 'chimera_leases_lost_total');
    return { nobody: claimed('nobody'), another: claimed('another'), itself: claimed('itself'), lost };
  };

  test('free ones, those of a node that is gone, and its own are told apart', async () => {
    await leases.claim('a', 10);
    expect(await counts()).toEqual({ nobody: 1, another: 0, itself: 0, lost: 0 });
    await runOut();
    await leases.claim('b', 10);
    await runOut();
    await leases.claim('b', 10);
    expect(await counts()).toEqual({ nobody: 1, another: 1, itself: 1, lost: 0 });
  });

  test('one that another node took is lost, once', async () => {
    const mine = await leases.claim('a', 10);
    await runOut();
    await createLeaseStore(opened.database).claim('b', 10);
    await leases.renew('a', mine);
    await leases.renew('a', mine);
    expect((await counts()).lost).toBe(1);
  });

  test('one that was given back is not lost', async () => {
    const mine = await leases.claim('a', 10);
    for (const lease of mine) await leases.release('a', lease);
    expect(await leases.renew('a', mine)).toEqual(new Set());
    expect((await counts()).lost).toBe(0);
    await leases.claim('b', 10);
    expect((await counts()).nobody).toBe(2);
  });

  test('a round that fails is counted, and fails', async () => {
    const mine = await leases.claim('a', 10);
    metrics = createMetrics();
    const broken = meteredLeases(
      { ...createLeaseStore(opened.database), renew: () => Promise.reject(new Error('gone')) },
      metrics,
    );
    await expect(broken.renew('a', mine)).rejects.toThrow('gone');
    const samples = samplesIn(await metrics.metrics());
    expect(valueOf(samples, 'chimera_lease_renewal_failures_total')).toBe(1);
  });
});
