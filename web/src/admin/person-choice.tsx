import type { User } from '@chimera/protocol/admin';
import { useState } from 'react';
import { useUsers } from '../queries/use-users.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Face } from '../ui/face.tsx';
import { isolate } from '../ui/isolate.ts';
import { SearchField } from '../ui/search-field.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import { Failed } from './failed.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { seatColourOf } from './seat-colour-of.ts';

/** As long as somebody types, nobody is asked. */
const SEARCH_DELAY_MS = 250;

export interface PersonChoiceProps {
  readonly onChoose: (user: User) => void;
  readonly onClose: () => void;
}

/** One of the accounts, to be found by name. */
export function PersonChoice({ onChoose, onClose }: PersonChoiceProps) {
  const { common } = useWords();
  const { admin, users: words, audit } = useAdminWords();
  const [q, setQ] = useState('');
  const wanted = useSettled(q.trim(), SEARCH_DELAY_MS);
  const list = useUsers(wanted);
  const users = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Dialog
      title={audit.choosePerson}
      description={audit.choosePersonHint}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={<Button onClick={onClose}>{common.cancel}</Button>}
    >
      <div className="mt-4 grid gap-3">
        <SearchField label={words.searchLabel} value={q} onValueChange={setQ} />
        {list.isPending && <LoadingRows />}
        {list.isError && <Failed title={words.failed} query={list} />}
        {list.isSuccess && users.length === 0 && (
          <p className="text-body text-muted">{words.noMatch(isolate(wanted))}</p>
        )}
        <ul aria-label={admin.users} className="-mx-2 max-h-80 overflow-y-auto overscroll-contain px-2">
          {users.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => onChoose(user)}
                className="flex min-h-14 w-full items-center gap-3 rounded-card px-2 py-1 text-left -outline-offset-2 hover:bg-sunken"
              >
                <Face name={user.name} seatNumber={seatColourOf(user.id)} size={28} />
                <span className="min-w-0 flex-1">
                  <bdi className="block text-body wrap-anywhere">{user.name}</bdi>{' '}
                  <bdi className="block text-note wrap-anywhere text-muted">{user.username}</bdi>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button
            className="justify-self-start"
            busy={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {admin.showMore}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
