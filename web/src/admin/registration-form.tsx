import type { InstanceSettings } from '@chimera/protocol/admin';
import type { Registration } from '@chimera/protocol/instance';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useChangeInstanceSettings } from '../queries/use-instance-settings.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Part } from '../ui/part.tsx';
import { useToast } from '../ui/toast.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { ChoiceList } from './choice-list.tsx';

const KINDS = ['open', 'invite', 'closed'] as const satisfies readonly Registration[];

/** Who may make an account. Where the environment decides, it says so. */
export function RegistrationForm({ settings }: { readonly settings: InstanceSettings }) {
  const { instance: words } = useAdminWords();
  const toast = useToast();
  const change = useChangeInstanceSettings();
  // Only what was chosen: the rest follows the server, where another admin may change it meanwhile.
  const [chosen, setChosen] = useState<Registration | null>(null);
  const registration = chosen ?? settings.registration;

  function save(): void {
    change.mutate(
      { registration },
      {
        onSuccess: () => {
          setChosen(null);
          toast.show({ text: words.registrationSaved });
        },
      },
    );
  }

  return (
    <Part title={words.registration} lead={words.registrationLead}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ChoiceList
          label={words.registration}
          labelHidden
          value={settings.registrationIsFixed ? settings.registration : registration}
          choices={KINDS.map((value) => ({
            value,
            label: words.registrations[value],
            hint: words.registrationHints[value],
          }))}
          fixed={settings.registrationIsFixed ? words.fixed : undefined}
          onValueChange={setChosen}
        />
        {change.isError && <ErrorBlock title={words.notSaved}>{reasonOf(change.error)}</ErrorBlock>}
        {!settings.registrationIsFixed && (
          <Button type="submit" variant="primary" busy={change.isPending} className="justify-self-start">
            {words.saveRegistration}
          </Button>
        )}
      </form>
    </Part>
  );
}
