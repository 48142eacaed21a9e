import { useState } from 'react';
import { useAccountWork } from '../queries/use-account.ts';
import { useSession } from '../queries/use-session.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWords } from '../words/use-words.ts';
import { Part } from '../ui/part.tsx';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { isRefused } from './problem-of.ts';
import { PasswordField } from './text-field.tsx';
import { useForm } from './use-form.ts';

/** The end of the account, after a password and a confirmation. */
export function DeletePart() {
  const { account: words } = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <Part title={words.deletion} lead={words.deletionLead}>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {words.deletion}
      </Button>
      {asking && <DeleteDialog onClose={() => setAsking(false)} />}
    </Part>
  );
}

function DeleteDialog({ onClose }: { readonly onClose: () => void }) {
  const { account: words, common } = useWords();
  const { deleteAccount } = useAccountWork();
  const { leave } = useSession();
  const form = useForm({
    fields: ['password', 'sure'],
    check: (text) => ({
      ...missingIn(['password'], text, words.missing),
      ...missingIn(['sure'], text, words.deletionConfirmMissing),
    }),
    send: async (text) => {
      await deleteAccount(text('password'));
      leave();
    },
    explain: (cause) =>
      isRefused(cause) ? { fields: { password: words.wrongPassword }, whole: null } : null,
  });
  const unsure = form.errorOf('sure');
  return (
    <Dialog
      title={words.deletionAsk}
      description={words.deletionLead}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="mt-4">
        <FormFrame
          form={form}
          label={words.deletion}
          submit={words.deletion}
          notDone={words.deletionNotDone}
          wide
        >
          <PasswordField
            form={form}
            first
            name="password"
            label={words.currentPassword}
            autoComplete="current-password"
          />
          <div>
            <label className="flex min-h-11 cursor-pointer items-center gap-3 text-body">
              <input
                type="checkbox"
                name="sure"
                aria-invalid={unsure !== undefined || undefined}
                aria-describedby={unsure === undefined ? undefined : 'deletion-unsure'}
                className="size-5 shrink-0 accent-(--accent)"
              />
              {words.deletionConfirm}
            </label>
            {unsure !== undefined && (
              <p id="deletion-unsure" className="text-note text-danger">
                {unsure}
              </p>
            )}
          </div>
        </FormFrame>
        <Button variant="quiet" className="mt-2 w-full" onClick={onClose}>
          {common.keep}
        </Button>
      </div>
    </Dialog>
  );
}
