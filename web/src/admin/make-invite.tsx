import type { NewInvite } from '@chimera/protocol/admin';
import { useState } from 'react';
import { type FieldErrors, fieldErrorsOf } from '../queries/field-errors.ts';
import { useMakeInvite } from '../queries/use-invites.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isolate } from '../ui/isolate.ts';
import { typedWhole } from '../ui/typed-number.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { type InviteDraft, InviteForm } from './invite-form.tsx';
import { OneTimeLink } from './one-time-link.tsx';

type Made = Awaited<ReturnType<ReturnType<typeof useMakeInvite>>>;

const MOST_DAYS = 90;
const FIELDS = ['note', 'email', 'expiresInDays'];

/** Makes an invite and shows its link. It is kept here only, and goes with the dialog. */
export function MakeInvite({ onClose }: { readonly onClose: () => void }) {
  const { admin, invites: words } = useAdminWords();
  const make = useMakeInvite();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors | null>(null);
  const [made, setMade] = useState<Made | null>(null);

  async function create(draft: InviteDraft): Promise<void> {
    const days = typedWhole(draft.days);
    if (days !== null && !(days >= 1 && days <= MOST_DAYS)) {
      setErrors({ fields: { expiresInDays: words.daysWrong }, whole: null });
      return;
    }
    setBusy(true);
    setErrors(null);
    try {
      setMade(await make(wantedOf(draft, days)));
    } catch (cause) {
      setErrors(fieldErrorsOf(cause, FIELDS));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={made === null ? words.makeTitle : words.madeTitle}
      description={made === null ? undefined : mailWord(made, words)}
      open
      onOpenChange={(open) => !open && onClose()}
      {...(made !== null && { actions: <Button onClick={onClose}>{admin.doneWithIt}</Button> })}
    >
      {made === null ? (
        <InviteForm busy={busy} errors={errors} onCreate={(draft) => void create(draft)} onCancel={onClose} />
      ) : (
        <OneTimeLink link={made} />
      )}
    </Dialog>
  );
}

function wantedOf({ role, note, email }: InviteDraft, days: number | null): NewInvite {
  return {
    role,
    ...(note.trim() !== '' && { note: note.trim() }),
    ...(email.trim() !== '' && { email: email.trim() }),
    ...(days !== null && { expiresInDays: days }),
  };
}

function mailWord(
  { mailed, email }: Made,
  words: { readonly mailed: (email: string) => string; readonly notMailed: string },
): string {
  return mailed && email !== undefined ? words.mailed(isolate(email)) : words.notMailed;
}
