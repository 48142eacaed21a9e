import type { SpendingLimits } from '@chimera/protocol/spending';
import { useRef, useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useSetLimits } from '../queries/use-spending.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { useToast } from '../ui/toast.tsx';
import { typedNumber } from '../ui/typed-number.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import {
  draftOf,
  type LimitField,
  limitFields,
  type LimitsDraft,
  limitsOf,
  problemOf,
} from './limits-draft.ts';

export interface LimitsFormProps {
  readonly limits: SpendingLimits;
  /** US dollars a day; undefined: the operator sets no limit. */
  readonly ceiling: number | undefined;
}

/** One's own limits over all conversations. They are replaced together; an empty field is no limit. */
export function LimitsForm({ limits, ceiling }: LimitsFormProps) {
  const { costs: words } = useWords();
  const { money } = useNumbers();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const setLimits = useSetLimits();
  // Only what was typed: the other fields follow the limits, which may be changed elsewhere meanwhile.
  const [typed, setTyped] = useState<Partial<LimitsDraft>>({});
  const draft: LimitsDraft = { ...draftOf(limits), ...typed };
  const [tried, setTried] = useState(false);

  function save(): void {
    setTried(true);
    const wrong = limitFields.find((field) => problemOf(field, draft) !== null);
    if (wrong !== undefined) {
      form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    setLimits.mutate(limitsOf(draft), {
      onSuccess: () => {
        // What was typed while it was being saved stays.
        setTyped((before) => (before === typed ? {} : before));
        toast.show({ text: words.saved });
      },
    });
  }

  function hintOf(field: LimitField): string {
    const isAbove =
      field === 'costPerDay' && ceiling !== undefined && Number(typedNumber(draft[field])) > ceiling;
    return isAbove ? words.aboveCeiling(money(ceiling)) : words.emptyIsNone;
  }

  return (
    <form
      ref={form}
      noValidate
      aria-label={words.limits}
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="grid items-start gap-4 sm:grid-cols-3">
        {limitFields.map((field) => {
          const problem = tried ? problemOf(field, draft) : null;
          return (
            <Field
              key={field}
              label={words[field]}
              hint={hintOf(field)}
              error={problem === null ? undefined : words.problems[problem]}
            >
              {(control) => (
                <input
                  {...control}
                  name={field}
                  inputMode={field === 'tokensPerDay' ? 'numeric' : 'decimal'}
                  autoComplete="off"
                  value={draft[field]}
                  onChange={({ target }) => setTyped((before) => ({ ...before, [field]: target.value }))}
                  className={fieldLook}
                />
              )}
            </Field>
          );
        })}
      </div>
      {ceiling !== undefined && (
        <p className="max-w-prose text-body text-pretty text-muted">{words.ceiling(money(ceiling))}</p>
      )}
      {setLimits.isError && <ErrorBlock title={words.notSaved}>{reasonOf(setLimits.error)}</ErrorBlock>}
      <Button type="submit" variant="primary" busy={setLimits.isPending} className="justify-self-start">
        {words.save}
      </Button>
    </form>
  );
}
