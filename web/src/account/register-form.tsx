import { PASSWORD_LEAST } from '@chimera/protocol/password-least';
import { useSession } from '../queries/use-session.ts';
import { useWords } from '../words/use-words.ts';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { PasswordField, TextField } from './text-field.tsx';
import { useForm } from './use-form.ts';

export interface RegisterFormProps {
  /** What lets one in, besides an open door. */
  readonly proof?: { readonly invite: string } | { readonly setupToken: string };
  readonly onDone?: () => void;
}

/** A new account; whoever made it is in. */
export function RegisterForm({ proof, onDone }: RegisterFormProps) {
  const { account: words } = useWords();
  const { register } = useSession();
  const form = useForm({
    fields: ['username', 'name', 'email', 'password'],
    check: (text) => ({
      ...(text('password').length < PASSWORD_LEAST && { password: words.passwordShort }),
      ...missingIn(['username', 'email', 'password'], text, words.missing),
    }),
    send: async (text) => {
      const name = text('name').trim();
      await register({
        username: text('username').trim(),
        email: text('email').trim(),
        password: text('password'),
        ...(name !== '' && { name }),
        ...proof,
      });
      onDone?.();
    },
  });
  return (
    <FormFrame form={form} label={words.register} submit={words.registerSubmit} notDone={words.notDone} wide>
      <TextField
        form={form}
        first
        name="username"
        label={words.username}
        hint={words.usernameHint}
        maxLength={40}
        autoComplete="username"
      />
      <TextField
        form={form}
        name="name"
        label={words.nameOptional}
        hint={words.nameHint}
        maxLength={60}
        autoComplete="name"
      />
      <TextField
        form={form}
        name="email"
        type="email"
        label={words.email}
        maxLength={254}
        autoComplete="email"
      />
      <PasswordField
        form={form}
        name="password"
        label={words.password}
        hint={words.passwordHint}
        autoComplete="new-password"
      />
    </FormFrame>
  );
}
