import { type Role, type Scope, scopesOfRole } from '@chimera/protocol/access';
import { useState } from 'react';
import { useAccountWork } from '../queries/use-account.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useWords } from '../words/use-words.ts';
import { FormFrame } from './form-frame.tsx';
import { missingIn } from './missing-in.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { ShownKey } from './shown-key.tsx';
import { TextField } from './text-field.tsx';
import { useForm } from './use-form.ts';

const EXPIRIES = ['7', '30', '90', '365', 'never'] as const;

/** Makes a key, and shows it once. */
export function MakeKey({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const { account: words, common } = useWords();
  const { createApiKey } = useAccountWork();
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [expiry, setExpiry] = useState<string>('90');
  const [made, setMade] = useState<string | null>(null);
  const form = useForm({
    fields: ['name', 'scopes', 'expiresInDays'],
    check: (text) => ({
      ...missingIn(['name'], text, words.missing),
      ...(scopes.length === 0 && { scopes: words.chooseScope }),
    }),
    send: async (text) => {
      const { key } = await createApiKey({
        name: text('name').trim(),
        scopes: [...scopes],
        ...(expiry !== 'never' && { expiresInDays: Number(expiry) }),
      });
      setMade(key);
    },
  });
  if (made !== null) return <ShownKey secret={made} onClose={onClose} />;
  return (
    <Dialog title={words.makeKey} open onOpenChange={(open) => !open && onClose()}>
      <div className="mt-4">
        <FormFrame form={form} label={words.makeKey} submit={words.makeKey} notDone={words.notDone} wide>
          <TextField
            form={form}
            first
            name="name"
            label={words.keyName}
            hint={words.keyNameHint}
            maxLength={60}
            autoComplete="off"
          />
          <ScopeChoice
            offered={scopesOfRole[role]}
            chosen={scopes}
            error={form.errorOf('scopes')}
            onChange={setScopes}
          />
          <Field label={words.keyExpiry} error={form.errorOf('expiresInDays')}>
            {(control) => (
              <Select
                {...control}
                value={expiry}
                options={EXPIRIES.map((value) => ({ value, label: words.expiries[value] }))}
                onValueChange={setExpiry}
              />
            )}
          </Field>
        </FormFrame>
        <Button variant="quiet" className="mt-2 w-full" onClick={onClose}>
          {common.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
