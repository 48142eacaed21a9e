import { ApiError } from '@chimera/client/api-error';
import type { Profile } from '@chimera/protocol/account';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useProfile } from '../queries/use-profile.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import { LoadingRows } from './loading-rows.tsx';

/** Lets admins in and tells all others plainly. The server decides; this only spares them a page full of refusals. */
export function AdminGate({ children }: { readonly children: (me: Profile) => ReactNode }) {
  const { common, errors } = useWords();
  const { admin: words } = useAdminWords();
  const profile = useProfile();
  const code = profile.error instanceof ApiError ? profile.error.problem.code : null;
  if (code === 'unauthenticated') return <Outside title={words.notSignedIn}>{words.notSignedInHint}</Outside>;
  // Without accounts there are no admins.
  if (code === 'not-found') return <Outside title={errors.notFound}>{errors.notFoundHint}</Outside>;
  if (profile.data?.role === 'admin') return children(profile.data);
  if (profile.data) return <Outside title={words.notForMembers}>{words.notForMembersHint}</Outside>;
  return (
    <Page title={words.title} product={common.product}>
      {profile.isPending ? (
        <LoadingRows />
      ) : (
        <ErrorBlock
          title={words.notKnown}
          actions={
            <Button busy={profile.isFetching} onClick={() => void profile.refetch()}>
              {common.retry}
            </Button>
          }
        >
          {reasonOf(profile.error)}
        </ErrorBlock>
      )}
    </Page>
  );
}

function Outside({ title, children }: { readonly title: string; readonly children: string }) {
  const { common } = useWords();
  return (
    <Page title={title} product={common.product} lead={children}>
      <Link
        to="/"
        className="control-height inline-flex min-w-11 items-center text-accent underline underline-offset-4"
      >
        {common.home}
      </Link>
    </Page>
  );
}
