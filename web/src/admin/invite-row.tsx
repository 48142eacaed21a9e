import type { Invite } from '@chimera/protocol/admin';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useRevokeInvite } from '../queries/use-invites.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dotted } from '../ui/dotted.tsx';
import { isolate } from '../ui/isolate.ts';
import { TimeAgo, useNow } from '../ui/time-ago.tsx';
import { useToast } from '../ui/toast.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';

/** An invite that nobody has used yet: for whom, by whom, until when. */
export function InviteRow({ invite }: { readonly invite: Invite }) {
  const { language } = useWords();
  const { admin, invites: words } = useAdminWords();
  const { day, time } = useNumbers();
  const [asking, setAsking] = useState(false);
  const { note, email, role, by, createdAt, expiresAt } = invite;
  const title = note ?? email ?? words.forAnybody;
  const isExpired = Date.parse(expiresAt) <= useNow();
  return (
    <article className="flex flex-wrap items-start gap-x-4 gap-y-1 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <div className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
          <h2 className="min-w-0 text-body font-semibold wrap-anywhere">
            <bdi>{title}</bdi>
          </h2>
          <Badge>{admin.roles[role]}</Badge>
        </div>
        {note !== undefined && (
          <p className="text-body wrap-anywhere text-muted">
            <bdi>{email ?? words.forAnybody}</bdi>
          </p>
        )}
        <p className="mt-1 text-note wrap-anywhere text-muted">
          <Dotted>
            <span>
              {words.by(isolate(by))} <TimeAgo at={createdAt} language={language} />
            </span>
            {isExpired ? words.expired : words.holdsUntil(`${day(expiresAt)}, ${time(expiresAt)}`)}
          </Dotted>
        </p>
      </div>
      <Button
        variant="quiet"
        className="-mx-3 px-3!"
        aria-label={words.revokeOf(isolate(title))}
        onClick={() => setAsking(true)}
      >
        {words.revoke}
      </Button>
      {asking && <RevokeInvite id={invite.id} title={title} onClose={() => setAsking(false)} />}
    </article>
  );
}

interface RevokeInviteProps {
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
}

function RevokeInvite({ id, title, onClose }: RevokeInviteProps) {
  const { common } = useWords();
  const { invites: words } = useAdminWords();
  const toast = useToast();
  const revoke = useRevokeInvite();

  function confirm(): void {
    revoke.mutate(id, {
      onSuccess: () => {
        toast.show({ text: words.revoked });
        onClose();
      },
    });
  }

  return (
    <ConfirmDialog
      title={words.revokeQuestion}
      description={words.revokeHint(isolate(title))}
      keep={common.keep}
      verb={words.revoke}
      notDone={words.notRevoked}
      attempt={{ busy: revoke.isPending, error: revoke.error && reasonOf(revoke.error), run: confirm }}
      onClose={onClose}
    />
  );
}
