import type { Profile } from '@chimera/protocol/account';
import { useState } from 'react';
import { useUsers } from '../queries/use-users.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { isolate } from '../ui/isolate.ts';
import { SearchField } from '../ui/search-field.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { AdminGate } from './admin-gate.tsx';
import { AdminPage } from './admin-page.tsx';
import { Failed } from './failed.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { UserRow } from './user-row.tsx';

/** The accounts of this server, to find and to change. */
export function UsersScreen() {
  return <AdminGate>{(me) => <Users me={me} />}</AdminGate>;
}

/** As long as somebody types, nobody is asked. */
const SEARCH_DELAY_MS = 250;

function Users({ me }: { readonly me: Profile }) {
  const { admin, users: words } = useAdminWords();
  const [q, setQ] = useState('');
  const wanted = useSettled(q.trim(), SEARCH_DELAY_MS);
  const list = useUsers(wanted);
  const users = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <AdminPage title={admin.users} lead={admin.lead}>
      <search className="mb-4 block">
        <SearchField label={words.searchLabel} value={q} onValueChange={setQ} />
      </search>
      {list.isPending && <LoadingRows />}
      {list.isError && <Failed title={words.failed} query={list} />}
      {list.isSuccess && users.length === 0 && wanted !== '' && (
        <EmptyState
          title={words.noMatch(isolate(wanted))}
          action={<Button onClick={() => setQ('')}>{words.clear}</Button>}
        />
      )}
      {list.isSuccess && users.length === 0 && wanted === '' && (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      )}
      <output aria-live="polite" className="sr-only">
        {list.isSuccess && wanted !== '' ? words.found(users.length) : ''}
      </output>
      {users.length > 0 && (
        <ul aria-label={admin.users} className="border-t border-line">
          {users.map((user) => (
            <li key={user.id} className="border-b border-line">
              <UserRow user={user} isMe={user.id === me.id} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-6">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {admin.showMore}
          </Button>
        </div>
      )}
    </AdminPage>
  );
}
