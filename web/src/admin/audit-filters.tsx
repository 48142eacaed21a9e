import { X } from 'lucide-react';
import { useState } from 'react';
import type { AuditFilter } from '../queries/use-audit.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { isolate } from '../ui/isolate.ts';
import { Select } from '../ui/select.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { auditActionOf } from './audit-actions.ts';
import { PersonChoice } from './person-choice.tsx';

export interface AuditFiltersProps {
  readonly filter: AuditFilter;
  /** The name of the chosen person, when the log tells it. */
  readonly person: string | null;
  readonly onChange: (filter: AuditFilter) => void;
}

/** Only what was done of one kind, or by and to one person. */
export function AuditFilters({ filter, person, onChange }: AuditFiltersProps) {
  const { audit: words } = useAdminWords();
  const [choosing, setChoosing] = useState(false);
  // The log tells no name where nothing fits; the one who was chosen is still who was chosen.
  const [chosen, setChosen] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const name = person ?? (chosen?.id === filter.userId ? chosen?.name : null) ?? words.thisPerson;
  return (
    <search className="mb-6 flex flex-wrap gap-3">
      <Field label={words.actionLabel} labelHidden>
        {(control) => (
          <Select
            {...control}
            value={filter.action ?? ''}
            onValueChange={(value) => onChange({ ...filter, action: auditActionOf(value) })}
            options={[
              { value: '', label: words.anyAction },
              ...Object.entries(words.actions).map(([value, label]) => ({ value, label })),
            ]}
            className="w-64"
          />
        )}
      </Field>
      <div className="flex min-w-0 items-center gap-1">
        <Button className="min-w-0 shrink!" onClick={() => setChoosing(true)}>
          <span className="max-w-60 truncate">
            {words.personOf(filter.userId === null ? words.everybody : isolate(name))}
          </span>
        </Button>
        {filter.userId !== null && (
          <IconButton
            label={words.showEverybody}
            icon={<X size={18} strokeWidth={1.5} aria-hidden="true" />}
            onClick={() => onChange({ ...filter, userId: null })}
          />
        )}
      </div>
      {choosing && (
        <PersonChoice
          onChoose={(user) => {
            setChosen(user);
            setChoosing(false);
            onChange({ ...filter, userId: user.id });
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </search>
  );
}
