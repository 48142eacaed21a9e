import type { ComponentPropsWithRef } from 'react';
import { Field, fieldLook } from '../ui/field.tsx';
import { SecretInput } from '../ui/secret-input.tsx';
import { useWords } from '../words/use-words.ts';
import type { Form } from './use-form.ts';

interface FieldParts {
  readonly form: Form;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What a password manager fills in. */
  readonly autoComplete: string;
  /** It has the focus when the form appears. */
  readonly first?: boolean;
}

export function TextField({
  form,
  label,
  hint,
  first = false,
  ...rest
}: FieldParts & Omit<ComponentPropsWithRef<'input'>, 'form' | 'ref'>) {
  return (
    <Field label={label} hint={hint} error={form.errorOf(rest.name)}>
      {(control) => (
        <input
          dir="auto"
          {...control}
          {...rest}
          {...(first && { ref: focusOnce })}
          autoCapitalize="off"
          spellCheck={false}
          className={fieldLook}
        />
      )}
    </Field>
  );
}

export function PasswordField({ form, name, label, hint, autoComplete, first = false }: FieldParts) {
  const { account: words } = useWords();
  return (
    <Field label={label} hint={hint} error={form.errorOf(name)}>
      {(control) => (
        <SecretInput
          {...control}
          {...(first && { ref: focusOnce })}
          name={name}
          maxLength={1000}
          autoComplete={autoComplete}
          showLabel={words.showPassword}
          hideLabel={words.hidePassword}
        />
      )}
    </Field>
  );
}

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus({ preventScroll: true });
}
