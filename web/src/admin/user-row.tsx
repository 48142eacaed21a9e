import type { User } from '@chimera/protocol/admin';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Dotted } from '../ui/dotted.tsx';
import { Face } from '../ui/face.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { isolate } from '../ui/isolate.ts';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { seatColourOf } from './seat-colour-of.ts';
import { type UserAction, UserDialog } from './user-dialog.tsx';

export interface UserRowProps {
  readonly user: User;
  /** It is the account of whoever looks at it. */
  readonly isMe: boolean;
}

/** An account: who, since when not seen, what it used, and what one can do with it. */
export function UserRow({ user, isMe }: UserRowProps) {
  const { language } = useWords();
  const { admin, users: words } = useAdminWords();
  const { money } = useNumbers();
  const isDisabled = user.state === 'disabled';
  return (
    <article className="flex items-start gap-3 py-3">
      <Face name={user.name} seatNumber={seatColourOf(user.id)} state={isDisabled ? 'away' : 'listening'} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          <h2 className="min-w-0 text-body font-semibold wrap-anywhere">
            <bdi>{user.name}</bdi>
          </h2>
          {isMe && <Badge>{words.you}</Badge>}
          <Badge>{admin.roles[user.role]}</Badge>
          <StateWord isDisabled={isDisabled} />
        </div>
        <p className="text-body wrap-anywhere text-muted">
          <Dotted>
            <bdi>{user.username}</bdi>
            <bdi>{user.email}</bdi>
          </Dotted>
        </p>
        <p className="mt-1 text-note text-muted tabular-nums">
          <Dotted>
            {user.lastSeenAt === undefined ? (
              words.neverSeen
            ) : (
              <span>
                {words.seen} <TimeAgo at={user.lastSeenAt} language={language} />
              </span>
            )}
            {words.conversations(user.conversations)}
            {words.spentThisMonth(money(user.costThisMonth))}
            {user.costPerDay !== null && words.ownLimit(money(user.costPerDay))}
          </Dotted>
        </p>
      </div>
      <Actions user={user} isMe={isMe} />
    </article>
  );
}

/** By form and word, not by colour alone. */
function StateWord({ isDisabled }: { readonly isDisabled: boolean }) {
  const { users: words } = useAdminWords();
  return (
    <span className="inline-flex items-center gap-1.5 text-note text-muted">
      <svg
        viewBox="0 0 12 12"
        width="10"
        height="10"
        aria-hidden="true"
        className={isDisabled ? 'text-warn' : 'text-ok'}
      >
        <path d={isDisabled ? CROSS : DISC} fill="currentColor" />
      </svg>
      {isDisabled ? words.disabled : words.active}
    </span>
  );
}

const DISC = 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Z';
const CROSS = 'M2.6 1.2 6 4.6l3.4-3.4 1.4 1.4L7.4 6l3.4 3.4-1.4 1.4L6 7.4l-3.4 3.4-1.4-1.4L4.6 6 1.2 2.6Z';

function Actions({ user, isMe }: UserRowProps) {
  const { users: words } = useAdminWords();
  const navigate = useNavigate();
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<UserAction | null>(null);

  function choose(action: UserAction): void {
    // The item is gone in a moment; a dialog gives the focus back to what had it before.
    trigger.current?.focus();
    setOpen(action);
  }
  const item = (id: UserAction, label: string, more: Partial<MenuItem> = {}): MenuItem => ({
    id,
    label,
    onSelect: () => choose(id),
    ...more,
  });
  const items: readonly MenuItem[] = [
    user.role === 'admin' ? item('make-member', words.makeMember) : item('make-admin', words.makeAdmin),
    item('limit', words.limit),
    item('reset-link', words.resetLink),
    {
      id: 'log',
      label: words.log,
      onSelect: () => void navigate({ to: '/admin/audit', search: { user: user.id } }),
    },
    user.state === 'active'
      ? item('disable', words.disable, { separated: true })
      : item('enable', words.enable, { separated: true }),
    item('delete', words.delete, { danger: true }),
  ];
  return (
    <>
      <Menu
        label={words.actionsOf(isolate(user.name))}
        trigger={
          <IconButton
            ref={trigger}
            label={words.actionsOf(isolate(user.name))}
            icon={<Ellipsis size={20} strokeWidth={1.5} aria-hidden="true" />}
          />
        }
        items={items}
      />
      {open !== null && <UserDialog action={open} user={user} isMe={isMe} onClose={() => setOpen(null)} />}
    </>
  );
}
