import { Link } from '@tanstack/react-router';
import { ApiError } from '@chimera/client/api-error';
import { useInstance } from '../queries/use-instance.ts';
import { useSession } from '../queries/use-session.ts';
import { useWords } from '../words/use-words.ts';
import { DoorNote, DoorPage, doorLink } from './door-page.tsx';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { PasswordField, TextField } from './text-field.tsx';
import { useForm } from './use-form.ts';

/** Whoever comes in goes back to where they were: the gate above sees that they are in. */
export function SignInScreen() {
  const { account: words } = useWords();
  const { data: instance } = useInstance();
  const { signIn } = useSession();
  const form = useForm({
    fields: ['username', 'password'],
    check: (text) => missingIn(['username', 'password'], text, words.missing),
    send: (text) => signIn({ username: text('username').trim(), password: text('password') }),
    explain: (cause) =>
      cause instanceof ApiError && cause.status === 401 ? { fields: {}, whole: words.wrongSignIn } : null,
  });
  const accounts = instance?.auth === 'accounts' ? instance : null;
  return (
    <DoorPage
      title={words.signIn}
      foot={
        <>
          {accounts?.registration === 'open' && (
            <Link to="/register" className={doorLink}>
              {words.toRegister}
            </Link>
          )}
          {accounts?.sendsMail === true ? (
            <Link to="/forgot" className={doorLink}>
              {words.toForgot}
            </Link>
          ) : (
            <p className="py-2 text-pretty">{words.forgotAsk}</p>
          )}
        </>
      }
    >
      {accounts?.needsAdmin === true && (
        <div className="mb-6">
          <DoorNote title={words.setup}>{words.noAdminYet}</DoorNote>
        </div>
      )}
      <FormFrame form={form} label={words.signIn} submit={words.signIn} notDone={words.notDone} wide>
        <TextField
          form={form}
          first
          name="username"
          label={words.usernameOrEmail}
          maxLength={254}
          autoComplete="username"
        />
        <PasswordField form={form} name="password" label={words.password} autoComplete="current-password" />
      </FormFrame>
    </DoorPage>
  );
}
