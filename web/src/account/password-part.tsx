import { PASSWORD_LEAST } from '@chimera/protocol/password-least';
import { useAccountWork } from '../queries/use-account.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';
import { Part } from '../ui/part.tsx';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { isRefused } from './problem-of.ts';
import { PasswordField } from './text-field.tsx';
import { useForm } from './use-form.ts';

export function PasswordPart({ username }: { readonly username: string }) {
  const { account: words } = useWords();
  const { changePassword } = useAccountWork();
  const toast = useToast();
  const form = useForm({
    fields: ['currentPassword', 'newPassword'],
    check: (text) => ({
      ...(text('newPassword').length < PASSWORD_LEAST && { newPassword: words.passwordShort }),
      ...missingIn(['currentPassword', 'newPassword'], text, words.missing),
    }),
    send: async (text) => {
      await changePassword({ currentPassword: text('currentPassword'), newPassword: text('newPassword') });
      form.clear();
      toast.show({ text: words.passwordChanged });
    },
    explain: (cause) =>
      isRefused(cause) ? { fields: { currentPassword: words.wrongPassword }, whole: null } : null,
  });
  return (
    <Part title={words.changePassword} lead={words.changePasswordLead}>
      <div className="max-w-xl">
        <FormFrame
          form={form}
          label={words.changePassword}
          submit={words.changePasswordSubmit}
          notDone={words.notDone}
        >
          {/* For password managers: whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
          <PasswordField
            form={form}
            name="currentPassword"
            label={words.currentPassword}
            autoComplete="current-password"
          />
          <PasswordField
            form={form}
            name="newPassword"
            label={words.newPassword}
            hint={words.passwordHint}
            autoComplete="new-password"
          />
        </FormFrame>
      </div>
    </Part>
  );
}
