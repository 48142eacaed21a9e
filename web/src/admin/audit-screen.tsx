import type { AuditEntry } from '@chimera/protocol/admin';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type AuditFilter, useAudit } from '../queries/use-audit.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { AdminGate } from './admin-gate.tsx';
import { AdminPage } from './admin-page.tsx';
import { AuditDays } from './audit-days.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditActionOf } from './audit-actions.ts';
import { Failed } from './failed.tsx';
import { LoadingRows } from './loading-rows.tsx';

/** What was done that matters for safety, the newest first. What is looked for stands in the address. */
export function AuditScreen() {
  return <AdminGate>{() => <Audit />}</AdminGate>;
}

function Audit() {
  const { admin, audit: words } = useAdminWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false });
  const filter: AuditFilter = { action: auditActionOf(search.action), userId: search.user ?? null };
  const list = useAudit(filter);
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const isFiltered = filter.action !== null || filter.userId !== null;

  function look({ action, userId }: AuditFilter): void {
    void navigate({
      to: '/admin/audit',
      search: { ...(action !== null && { action }), ...(userId !== null && { user: userId }) },
      replace: true,
    });
  }

  return (
    <AdminPage title={admin.audit} lead={words.lead}>
      <AuditFilters
        filter={filter}
        person={filter.userId === null ? null : nameIn(entries, filter.userId)}
        onChange={look}
      />
      {list.isPending && <LoadingRows />}
      {list.isError && <Failed title={words.failed} query={list} />}
      {list.isSuccess && entries.length === 0 && isFiltered && (
        <EmptyState
          title={words.noMatch}
          action={<Button onClick={() => look({ action: null, userId: null })}>{words.clear}</Button>}
        />
      )}
      {list.isSuccess && entries.length === 0 && !isFiltered && (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      )}
      <output aria-live="polite" className="sr-only">
        {list.isSuccess && isFiltered && !list.isPlaceholderData ? words.shown(entries.length) : ''}
      </output>
      <AuditDays entries={entries} />
      {list.hasNextPage && (
        <div className="mt-6">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </AdminPage>
  );
}

/** How the log itself calls a person; null while no entry tells. */
function nameIn(entries: readonly AuditEntry[], userId: string): string | null {
  for (const { actor, subject } of entries) {
    if (actor.id === userId) return actor.name;
    if (subject?.id === userId && subject.name !== undefined) return subject.name;
  }
  return null;
}
