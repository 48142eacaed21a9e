import type { InstanceSettingsChange, User, UserChange } from '@chimera/protocol/admin';
import { dollars } from '@chimera/protocol/dollars';
import type { AuditStore } from '../accounts/audit-store.ts';
import type { Farewell } from '../accounts/farewell.ts';
import type { InstanceSettingsBook } from '../accounts/instance-settings.ts';
import type { UserBefore, UserStore } from '../accounts/user-store.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { doerOf, noteOf } from './audit-note.ts';
import type { AccountHandlers } from './handlers.ts';
import { type InstanceConnectionParts, instanceConnectionHandlers } from './instance-connection-handlers.ts';

export interface AdminParts extends InstanceConnectionParts {
  readonly users: UserStore;
  readonly settings: InstanceSettingsBook;
  readonly audit: AuditStore;
  readonly farewell: Farewell;
  readonly now: () => Date;
}

type Names =
  | 'listUsers'
  | 'changeUser'
  | 'deleteUser'
  | 'getInstanceSettings'
  | 'changeInstanceSettings'
  | 'listAudit'
  | keyof ReturnType<typeof instanceConnectionHandlers>;

const AUDIT_PAGE_LIMIT = 50;

/** What admins do: people, what holds for everybody, and what was done. */
export function adminHandlers(parts: AdminParts): Pick<AccountHandlers, Names> {
  const { users, settings, audit, farewell, now } = parts;
  const userOf = async (id: string): Promise<User> => {
    const user = await users.find(id, now());
    if (!user) throw notFound('account');
    return user;
  };
  return {
    listUsers: ({ query }) => users.list(query, now()),
    async changeUser({ params: { id }, body, asking }) {
      await users.change(id, body, (before) => {
        const detail = userChangeInWords(before, body);
        const subject = { kind: 'account', id, name: before.username };
        return detail === '' ? null : noteOf(asking, 'user-changed', { subject, detail });
      });
      return userOf(id);
    },
    async deleteUser({ params: { id }, asking }) {
      const { username } = await userOf(id);
      // First out of office: so nobody can be the last to go, and nothing of theirs runs while it is taken away.
      const subject = { kind: 'account', id, name: username };
      const detail = 'disabled, to be deleted';
      await users.change(id, { state: 'disabled' }, () =>
        noteOf(asking, 'user-changed', { subject, detail }),
      );
      await farewell({ id, username }, 'user-deleted', doerOf(asking));
    },
    getInstanceSettings: () => settings.get(),
    async changeInstanceSettings({ body, asking }) {
      const detail = settingsChangeInWords(body);
      if (detail === '') return settings.get();
      return settings.change(body, noteOf(asking, 'settings-changed', { detail }));
    },
    async listAudit({ query: { limit = AUDIT_PAGE_LIMIT, cursor: before, action, userId } }) {
      if (before !== undefined && !/^[0-9a-f]{12}-[0-9a-f]+$/.test(before)) throw unknownCursor();
      const entries = await audit.list({ action, userId, before, limit: limit + 1 });
      const items = entries.slice(0, limit);
      const last = items.at(-1);
      return { items: [...items], ...(entries.length > limit && last && { nextCursor: last.id }) };
    },
    ...instanceConnectionHandlers(parts),
  };
}

function unknownCursor(): ChimeraError {
  const message = 'This cursor is not one that a list gave out.';
  return new ChimeraError('invalid-request', message, { errors: [{ path: 'cursor', message }] });
}

function userChangeInWords(before: UserBefore, { role, state, costPerDay }: UserChange): string {
  return [
    role !== undefined && role !== before.role && `role: ${before.role} → ${role}`,
    state !== undefined && state !== before.state && `state: ${before.state} → ${state}`,
    costPerDay !== undefined &&
      costPerDay !== before.costPerDay &&
      `a day: ${amount(before.costPerDay)} → ${amount(costPerDay)}`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}

function settingsChangeInWords({ registration, costPerDay, playingPerUser }: InstanceSettingsChange): string {
  return [
    registration !== undefined && `registration: ${registration}`,
    costPerDay !== undefined && `a day for everybody: ${amount(costPerDay)}`,
    playingPerUser !== undefined && `conversations that play at a time: ${playingPerUser}`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}

function amount(costPerDay: number | null): string {
  return costPerDay === null ? 'no limit of its own' : dollars(costPerDay);
}
