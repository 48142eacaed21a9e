import type { Reason } from '@chimera/protocol/seat';
import type { AuditStore } from '../accounts/audit-store.ts';
import type { Connections } from '../accounts/connections.ts';
import { notFound } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import type { TestOutcome } from '../providers/connection-test.ts';
import { SHARED_OWNER } from '../providers/connection-book.ts';
import { noteOf } from './audit-note.ts';
import { connectionChangeInWords, requireOwn, TEST_TIMEOUT_MS, untried } from './connection-handlers.ts';
import type { AccountHandlers } from './handlers.ts';

export interface InstanceConnectionParts {
  readonly brains: Pick<Brains, 'shared' | 'test'>;
  readonly connections: Connections;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly overLimit: (ownerId: string) => Promise<Reason | null>;
  readonly charge: (ownerId: string, used: NonNullable<TestOutcome['used']>) => Promise<void>;
}

type Names =
  | 'listInstanceConnections'
  | 'createInstanceConnection'
  | 'changeInstanceConnection'
  | 'deleteInstanceConnection'
  | 'testInstanceConnection';

/** Connections that everybody on this server may use. */
export function instanceConnectionHandlers(parts: InstanceConnectionParts): Pick<AccountHandlers, Names> {
  const { brains, connections, audit, overLimit, charge } = parts;
  const refOf = (id: string) => ({ id, ownerId: SHARED_OWNER });
  const subjectOf = (id: string, name: string) => ({ kind: 'connection', id, name });
  return {
    listInstanceConnections: async () => ({ items: await brains.shared() }),
    async createInstanceConnection({ body, asking }) {
      const made = await connections.create(SHARED_OWNER, body);
      const more = { subject: subjectOf(made.id, made.label), detail: `${made.kind}, for everybody` };
      await audit.note(noteOf(asking, 'connection-made', more));
      return untried(made);
    },
    async changeInstanceConnection({ params: { id }, body, asking }) {
      requireOwn(id);
      const changed = await connections.change(refOf(id), body);
      const detail = `for everybody: ${connectionChangeInWords(body)}`;
      await audit.note(
        noteOf(asking, 'connection-changed', { subject: subjectOf(id, changed.label), detail }),
      );
      return untried(changed);
    },
    async deleteInstanceConnection({ params: { id }, asking }) {
      requireOwn(id);
      const connection = await connections.find(refOf(id));
      if (!connection) throw notFound('connection');
      await connections.remove(refOf(id));
      const subject = subjectOf(id, connection.label);
      await audit.note(noteOf(asking, 'connection-removed', { subject, detail: 'for everybody' }));
    },
    async testInstanceConnection({ params: { id }, body, person: { userId } }) {
      if (!(await brains.shared()).some((shared) => shared.id === id)) throw notFound('connection');
      const { result, used } = await brains.test(userId, id, {
        model: body?.model ?? null,
        limit: await overLimit(userId),
        signal: AbortSignal.timeout(TEST_TIMEOUT_MS),
      });
      // Whoever tries it pays.
      if (used) await charge(userId, used);
      return result;
    },
  };
}
