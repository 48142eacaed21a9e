import { PASSWORD_LEAST } from '@chimera/protocol/password-least';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAccountWork } from '../queries/use-account.ts';
import { useInstance } from '../queries/use-instance.ts';
import { useSession } from '../queries/use-session.ts';
import { useWords } from '../words/use-words.ts';
import { DoorNote, DoorPage, doorLink } from './door-page.tsx';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { PasswordField, TextField } from './text-field.tsx';
import { useForm } from './use-form.ts';
import { useSecretInFragment } from './use-secret-in-fragment.ts';

/** Asks for a link by mail. The answer is the same for every address. */
export function ForgotScreen() {
  const { account: words } = useWords();
  const { data: instance } = useInstance();
  const { askForReset } = useAccountWork();
  const [sent, setSent] = useState(false);
  const form = useForm({
    fields: ['email'],
    check: (text) => missingIn(['email'], text, words.missing),
    send: async (text) => {
      await askForReset(text('email').trim());
      setSent(true);
    },
  });
  const sendsMail = instance?.auth !== 'accounts' || instance.sendsMail;
  return (
    <DoorPage
      title={words.forgot}
      {...(sendsMail && !sent && { lead: words.forgotLead })}
      foot={
        <Link to="/sign-in" className={doorLink}>
          {words.toSignIn}
        </Link>
      }
    >
      {!sendsMail && <DoorNote title={words.forgotNoMail}>{words.forgotNoMailHint}</DoorNote>}
      {sendsMail && sent && <DoorNote title={words.forgotSent}>{words.forgotSentHint}</DoorNote>}
      {sendsMail && !sent && (
        <FormFrame form={form} label={words.forgot} submit={words.forgotSubmit} notDone={words.notDone} wide>
          <TextField
            form={form}
            first
            name="email"
            type="email"
            label={words.email}
            maxLength={254}
            autoComplete="email"
          />
        </FormFrame>
      )}
    </DoorPage>
  );
}

/** Sets a new password with a link. All sessions end with it, also one of this browser. */
export function ResetScreen() {
  const { account: words } = useWords();
  const token = useSecretInFragment();
  const { resetPassword } = useAccountWork();
  const { leave } = useSession();
  const [done, setDone] = useState(false);
  const form = useForm({
    fields: ['password'],
    check: (text) => (text('password').length < PASSWORD_LEAST ? { password: words.passwordShort } : {}),
    send: async (text) => {
      await resetPassword({ token, password: text('password') });
      leave();
      setDone(true);
    },
  });
  return (
    <DoorPage
      title={words.reset}
      {...(token !== '' && !done && { lead: words.resetLead })}
      foot={
        <Link to="/sign-in" className={doorLink}>
          {words.signIn}
        </Link>
      }
    >
      {token === '' && <DoorNote title={words.linkEmpty}>{words.linkEmptyHint}</DoorNote>}
      {done && <DoorNote title={words.resetDone}>{words.resetDoneHint}</DoorNote>}
      {token !== '' && !done && (
        <FormFrame form={form} label={words.reset} submit={words.resetSubmit} notDone={words.notDone} wide>
          <PasswordField
            form={form}
            first
            name="password"
            label={words.newPassword}
            hint={words.passwordHint}
            autoComplete="new-password"
          />
        </FormFrame>
      )}
    </DoorPage>
  );
}
