import { type Role, roles } from '@chimera/protocol/access';
import { useEffect, useRef, useState } from 'react';
import type { FieldErrors } from '../queries/field-errors.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import { ChoiceList } from './choice-list.tsx';

/** What somebody typed; empty where nothing was. */
export interface InviteDraft {
  readonly role: Role;
  readonly note: string;
  readonly email: string;
  readonly days: string;
}

export interface InviteFormProps {
  readonly busy: boolean;
  readonly errors: FieldErrors | null;
  readonly onCreate: (draft: InviteDraft) => void;
  readonly onCancel: () => void;
}

const NOTE_LIMIT = 120;

/** Who is invited, as what, and for how long. Nothing must be filled in. */
export function InviteForm({ busy, errors, onCreate, onCancel }: InviteFormProps) {
  const { common } = useWords();
  const { admin, invites: words } = useAdminWords();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<InviteDraft>({ role: 'member', note: '', email: '', days: '' });
  const change = (part: Partial<InviteDraft>) => setDraft((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (errors !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [errors]);
  return (
    <form
      ref={form}
      noValidate
      className="mt-4 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onCreate(draft);
      }}
    >
      {errors !== null && errors.whole !== null && (
        <ErrorBlock title={words.notMade}>{errors.whole}</ErrorBlock>
      )}
      <ChoiceList
        label={words.role}
        value={draft.role}
        choices={roles.map((value) => ({ value, label: admin.roles[value], hint: words.roleHints[value] }))}
        onValueChange={(role) => change({ role })}
      />
      <Field label={words.note} hint={words.noteHint} error={errors?.fields['note']}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            value={draft.note}
            maxLength={NOTE_LIMIT}
            autoComplete="off"
            onChange={(event) => change({ note: event.target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      <Field label={words.email} hint={words.emailHint} error={errors?.fields['email']}>
        {(control) => (
          <input
            {...control}
            type="email"
            inputMode="email"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={draft.email}
            maxLength={254}
            onChange={(event) => change({ email: event.target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      <Field label={words.days} hint={words.daysHint} error={errors?.fields['expiresInDays']}>
        {(control) => (
          <input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={draft.days}
            maxLength={6}
            onChange={(event) => change({ days: event.target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common.cancel}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
