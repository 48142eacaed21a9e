import type { Profile } from '@chimera/protocol/account';
import { useState } from 'react';
import { useAccountWork } from '../queries/use-account.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';
import { Part } from '../ui/part.tsx';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { isRefused } from './problem-of.ts';
import { PasswordField, TextField } from './text-field.tsx';
import { useForm } from './use-form.ts';

/** Name, username and address. The password is asked for only when the address changes. */
export function ProfilePart({ profile }: { readonly profile: Profile }) {
  const { account: words } = useWords();
  const { changeProfile } = useAccountWork();
  const toast = useToast();
  const [email, setEmail] = useState(profile.email);
  const isMoving = email.trim() !== profile.email;
  const form = useForm({
    fields: isMoving ? ['name', 'username', 'email', 'currentPassword'] : ['name', 'username', 'email'],
    check: (text) =>
      missingIn(['name', 'username', 'email', ...(isMoving ? ['currentPassword'] : [])], text, words.missing),
    send: async (text) => {
      const [name, username] = [text('name').trim(), text('username').trim()];
      await changeProfile({
        ...(name !== profile.name && { name }),
        ...(username !== profile.username && { username }),
        ...(isMoving && { email: email.trim(), currentPassword: text('currentPassword') }),
      });
      setEmail(email.trim());
      toast.show({ text: words.saved });
    },
    explain: (cause) =>
      isMoving && isRefused(cause) ? { fields: { currentPassword: words.wrongPassword }, whole: null } : null,
  });
  return (
    <Part title={words.profile}>
      <div className="max-w-xl">
        <FormFrame form={form} label={words.profile} submit={words.save} notDone={words.notSaved}>
          <TextField
            form={form}
            name="name"
            label={words.name}
            hint={words.nameHint}
            maxLength={60}
            autoComplete="name"
            defaultValue={profile.name}
          />
          <TextField
            form={form}
            name="username"
            label={words.username}
            hint={words.usernameHint}
            maxLength={40}
            autoComplete="username"
            defaultValue={profile.username}
          />
          <TextField
            form={form}
            name="email"
            type="email"
            label={words.email}
            maxLength={254}
            autoComplete="email"
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
          {isMoving && (
            <PasswordField
              form={form}
              name="currentPassword"
              label={words.currentPassword}
              hint={words.emailNeedsPassword}
              autoComplete="current-password"
            />
          )}
        </FormFrame>
      </div>
    </Part>
  );
}
