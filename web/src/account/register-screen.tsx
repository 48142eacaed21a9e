import { Link, useRouter } from '@tanstack/react-router';
import { useInstance } from '../queries/use-instance.ts';
import { useWords } from '../words/use-words.ts';
import { DoorNote, DoorPage, doorLink } from './door-page.tsx';
import { RegisterForm, type RegisterFormProps } from './register-form.tsx';
import { useSecretInFragment } from './use-secret-in-fragment.ts';

/** A new account, where anybody may make one; else words what to do. */
export function RegisterScreen() {
  const { account: words } = useWords();
  const { data: instance } = useInstance();
  const registration = instance?.auth === 'accounts' ? instance.registration : 'open';
  return (
    <DoorPage title={words.register} foot={<ToSignIn />}>
      {registration === 'open' && <RegisterForm />}
      {registration === 'invite' && (
        <DoorNote title={words.registrationInvite}>{words.registrationInviteHint}</DoorNote>
      )}
      {registration === 'closed' && (
        <DoorNote title={words.registrationClosed}>{words.registrationClosedHint}</DoorNote>
      )}
    </DoorPage>
  );
}

/** Somebody opens an invitation. */
export function JoinScreen() {
  const { account: words } = useWords();
  const invite = useSecretInFragment();
  return <ByLink title={words.join} lead={words.joinLead} proof={invite === '' ? null : { invite }} />;
}

/** The operator opens the link of a new server. */
export function SetupScreen() {
  const { account: words } = useWords();
  const setupToken = useSecretInFragment();
  return (
    <ByLink title={words.setup} lead={words.setupLead} proof={setupToken === '' ? null : { setupToken }} />
  );
}

function ByLink({
  title,
  lead,
  proof,
}: {
  readonly title: string;
  readonly lead: string;
  readonly proof: NonNullable<RegisterFormProps['proof']> | null;
}) {
  const { account: words } = useWords();
  const { history } = useRouter();
  return (
    <DoorPage title={title} {...(proof !== null && { lead })} foot={<ToSignIn />}>
      {proof === null ? (
        <DoorNote title={words.linkEmpty}>{words.linkEmptyHint}</DoorNote>
      ) : (
        <RegisterForm proof={proof} onDone={() => history.replace('/')} />
      )}
    </DoorPage>
  );
}

function ToSignIn() {
  const { account: words } = useWords();
  return (
    <Link to="/sign-in" className={doorLink}>
      {words.toSignIn}
    </Link>
  );
}
