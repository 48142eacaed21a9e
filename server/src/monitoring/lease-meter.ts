import { Counter } from 'prom-client';
import type { Lease, LeaseStore } from '../conversations/lease-store.ts';
import type { Metrics } from '../metrics.ts';

/** The same leases; counts whom they come from and which are lost. */
export function meteredLeases(leases: LeaseStore, metrics: Metrics): LeaseStore {
  const registers = [metrics];
  const claimed = new Counter({
    name: 'chimera_leases_claimed_total',
    help: 'Running conversations that this node took: free ones, those of a node that stopped renewing, its own.',
    labelNames: ['from'],
    registers,
  });
  const lost = new Counter({
    name: 'chimera_leases_lost_total',
    help: 'Conversations that this node ran until another took them.',
    registers,
  });
  const failures = new Counter({
    name: 'chimera_lease_renewal_failures_total',
    help: 'Rounds in which leases could not be renewed.',
    registers,
  });
  for (const from of ['nobody', 'another', 'itself']) claimed.inc({ from }, 0);
  const held = new Set<string>();
  return {
    ...leases,
    async claim(node, limit) {
      const claims = await leases.claim(node, limit);
      for (const claim of claims) {
        held.add(nameOf(claim));
        const { formerNode } = claim;
        claimed.inc({ from: formerNode === null ? 'nobody' : formerNode === node ? 'itself' : 'another' });
      }
      return claims;
    },
    async renew(node, given) {
      const mine = await leases.renew(node, given).catch((error: unknown) => {
        failures.inc();
        throw error;
      });
      // What was given back meanwhile is not lost.
      for (const lease of given) if (!mine.has(lease.ref.id) && held.delete(nameOf(lease))) lost.inc();
      return mine;
    },
    async release(node, lease) {
      held.delete(nameOf(lease));
      await leases.release(node, lease);
    },
  };
}

function nameOf({ ref, epoch }: Lease): string {
  return `${ref.id} ${epoch}`;
}
