import type { AuditStore } from './audit-store.ts';

/** How long it can be read who did what. */
export const AUDIT_DAYS = 400;

const DAY_MS = 86_400_000;

/** Forgets entries of the audit log that are too old; called now and then. */
export async function forgetOld(audit: Pick<AuditStore, 'forget'>, now: Date): Promise<void> {
  await audit.forget(new Date(now.getTime() - AUDIT_DAYS * DAY_MS).toISOString());
}
