import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useInvites } from '../queries/use-invites.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { AdminGate } from './admin-gate.tsx';
import { AdminPage } from './admin-page.tsx';
import { Failed } from './failed.tsx';
import { InviteRow } from './invite-row.tsx';
import { LoadingRows } from './loading-rows.tsx';
import { MakeInvite } from './make-invite.tsx';

/** Invites that nobody has used yet, and a way to make one. */
export function InvitesScreen() {
  return <AdminGate>{() => <Invites />}</AdminGate>;
}

function Invites() {
  const { admin, invites: words } = useAdminWords();
  const invites = useInvites();
  const [making, setMaking] = useState(false);
  return (
    <AdminPage
      title={admin.invites}
      lead={words.lead}
      aside={
        <Button
          variant="primary"
          onClick={() => setMaking(true)}
          icon={<UserPlus size={16} strokeWidth={1.5} aria-hidden="true" />}
        >
          {words.make}
        </Button>
      }
    >
      {invites.isPending && <LoadingRows />}
      {invites.isError && <Failed title={words.failed} query={invites} />}
      {invites.data?.length === 0 && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
      {invites.data !== undefined && invites.data.length > 0 && (
        <ul aria-label={admin.invites} className="border-t border-line">
          {invites.data.map((invite) => (
            <li key={invite.id} className="border-b border-line">
              <InviteRow invite={invite} />
            </li>
          ))}
        </ul>
      )}
      {making && <MakeInvite onClose={() => setMaking(false)} />}
    </AdminPage>
  );
}
