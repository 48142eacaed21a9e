import { ChimeraError } from '../errors.ts';
import type { Job, JobStore } from '../jobs/job-store.ts';
import type { Account } from './account-store.ts';
import type { AdmissionStore, InTransaction } from './admission-store.ts';
import type { AuditStore, Doer } from './audit-store.ts';
import type { FarewellStore } from './farewell-store.ts';

/** The job that removes what somebody left behind; its subject is the account's id. */
export const FAREWELL = 'farewell';

/** Removes an account, at once and everywhere; all that belonged to it goes by a job that outlives crashes. */
export type Farewell = (
  account: Pick<Account, 'id' | 'username'>,
  action: 'account-deleted' | 'user-deleted',
  doer: Doer,
) => Promise<'done' | 'gone'>;

export interface FarewellParts {
  readonly admission: Pick<AdmissionStore, 'oneByOne' | 'others'>;
  /** Throws when nobody else could admit others without this account. */
  readonly requireOtherAdmin: (transaction: InTransaction, id: string) => Promise<void>;
  readonly store: Pick<FarewellStore, 'removeAccount'>;
  readonly jobs: Pick<JobStore, 'enqueue'>;
  readonly audit: Pick<AuditStore, 'note'>;
  /** There is work for the worker. */
  readonly poke: () => void;
}

/** Throws `conflict` when others would be left without an admin. */
export function createFarewell(parts: FarewellParts): Farewell {
  const { admission, requireOtherAdmin, store, jobs, audit, poke } = parts;
  return async ({ id, username }, action, doer) => {
    const outcome = await admission.oneByOne(async (transaction) => {
      const others = await admission.others(id, transaction);
      if (others.some) await requireOtherAdmin(transaction, id);
      if (!(await store.removeAccount(id, transaction))) return 'gone';
      await jobs.enqueue(transaction, { kind: FAREWELL, subject: id, payload: {} });
      const subject = { kind: 'account', id, name: username };
      await audit.note({ action, ...doer, subject }, transaction);
      return 'done';
    });
    poke();
    return outcome;
  };
}

export interface LeftBehind {
  readonly store: Pick<FarewellStore, 'someConversations' | 'removeRest'>;
  /** Deletes a conversation with its record, and tells all who follow it. */
  readonly removeConversation: (ref: { ownerId: string; id: string }) => Promise<void>;
  readonly forgetAnswers: (ownerId: string) => Promise<unknown>;
}

export function createFarewellHandler(parts: LeftBehind): (job: Pick<Job, 'subject'>) => Promise<void> {
  const { store, removeConversation, forgetAnswers } = parts;
  return async ({ subject: ownerId }) => {
    for (;;) {
      const ids = await store.someConversations(ownerId);
      if (ids.length === 0) break;
      for (const id of ids) await removeConversation({ ownerId, id }).catch(unlessGone);
    }
    await store.removeRest(ownerId);
    await forgetAnswers(ownerId);
  };
}

/** It was deleted meanwhile. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ChimeraError) || error.code !== 'not-found') throw error;
}
