import { useProfile } from '../queries/use-profile.ts';
import { Page } from '../ui/page.tsx';
import { useWords } from '../words/use-words.ts';
import { DeletePart } from './delete-part.tsx';
import { KeysPart } from './keys-part.tsx';
import { PasswordPart } from './password-part.tsx';
import { ProfilePart } from './profile-part.tsx';
import { SessionsPart } from './sessions-part.tsx';

/** Everything about one's account. */
export function AccountScreen() {
  const { account: words, common } = useWords();
  const { data: profile } = useProfile();
  // Without one the gate does not lead here.
  if (!profile) return null;
  return (
    <Page
      title={words.account}
      product={common.product}
      lead={
        <>
          <bdi>{profile.username}</bdi> · {words.roles[profile.role]}
        </>
      }
    >
      <ProfilePart profile={profile} key={profile.id} />
      <PasswordPart username={profile.username} />
      <SessionsPart />
      <KeysPart role={profile.role} />
      <DeletePart />
    </Page>
  );
}
