import type { AuditAction } from '@chimera/protocol/admin';
import { adminEnglish } from '../words/admin-english.ts';

/** All that is written down. (The browser gets no schemas, and so no list from there; every language has these words.) */
const known = new Set(Object.keys(adminEnglish.audit.actions));

export function isAuditAction(text: string): text is AuditAction {
  return known.has(text);
}

/** The action that an address names; null for none, and for one that is not known. */
export function auditActionOf(text: string | undefined): AuditAction | null {
  return text !== undefined && isAuditAction(text) ? text : null;
}
