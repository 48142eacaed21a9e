import type { Connection, Provider } from '@chimera/protocol/provider';
import { useRef, useState, type ClipboardEvent, type FormEvent, type ReactNode } from 'react';
import type { FieldErrors } from '../queries/field-errors.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { Fold } from '../ui/fold.tsx';
import { SecretInput } from '../ui/secret-input.tsx';
import { useWords } from '../words/use-words.ts';

/** What somebody typed; empty where nothing was. */
export interface ConnectionFields {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly label: string;
}

export interface ConnectionFormProps {
  readonly provider: Provider;
  /** The one that is changed; null: a new one. */
  readonly existing: Connection | null;
  readonly busy: boolean;
  readonly errors: FieldErrors | null;
  readonly onSave: (fields: ConnectionFields) => void;
  /** Beside the button that saves. */
  readonly actions: ReactNode;
}

/** Where Ollama and a server of one's own are usually reached in a home network. */
const ADDRESS_EXAMPLES: Readonly<Partial<Record<Provider['kind'], string>>> = {
  ollama: 'http://192.168.1.20:11434',
  lmstudio: 'http://192.168.1.20:1234',
};
const ADDRESS_EXAMPLE = 'http://192.168.1.20:8000/v1';

/** One field, and the rest folded. A key that is pasted is saved at once; its words stay in the element. */
export function ConnectionForm({ provider, existing, busy, errors, onSave, actions }: ConnectionFormProps) {
  const { providers: words } = useWords();
  const form = useRef<HTMLFormElement>(null);
  const more = useRef<HTMLDetailsElement>(null);
  const [missing, setMissing] = useState(false);
  const primary = provider.needsKey ? 'apiKey' : 'baseUrl';
  const folded = [provider.needsKey ? 'baseUrl' : 'apiKey', 'label'];

  function save(): void {
    if (form.current === null || busy) return;
    const fields = fieldsOf(form.current);
    setMissing(fields[primary] === '');
    if (fields[primary] === '') form.current.querySelector<HTMLElement>(`[name=${primary}]`)?.focus();
    else onSave(fields);
  }

  function paste(event: ClipboardEvent<HTMLInputElement>): void {
    // With more fields open somebody is still filling them in: the key goes nowhere before they are done.
    if (more.current?.open === true) return;
    const text = event.clipboardData.getData('text').trim();
    if (text === '') return;
    event.preventDefault();
    event.currentTarget.value = text;
    save();
  }

  const errorOf = (field: string) => errors?.fields[field];
  const key = (
    <KeyField
      provider={provider}
      isPrimary={provider.needsKey}
      error={errorOf('apiKey') ?? (missing && primary === 'apiKey' ? words.keyMissing : undefined)}
      {...(provider.needsKey && { onPaste: paste })}
    />
  );
  const address = (
    <AddressField
      provider={provider}
      existing={existing}
      error={errorOf('baseUrl') ?? (missing && primary === 'baseUrl' ? words.addressMissing : undefined)}
    />
  );
  return (
    <form
      ref={form}
      noValidate
      className="grid gap-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save();
      }}
    >
      {errors !== null && errors.whole !== null && (
        <ErrorBlock title={words.notSaved}>{errors.whole}</ErrorBlock>
      )}
      {provider.needsKey ? key : address}
      <Fold ref={more} label={words.more} opened={folded.some((field) => errorOf(field) !== undefined)}>
        {provider.needsKey ? address : key}
        {existing === null && <LabelField provider={provider} error={errorOf('label')} />}
      </Fold>
      <div className="mt-2 flex flex-wrap items-center justify-end gap-2">
        {actions}
        <Button type="submit" variant="primary" busy={busy} className="max-sm:w-full">
          {words.save}
        </Button>
      </div>
    </form>
  );
}

interface OneFieldProps {
  readonly provider: Provider;
  readonly error: string | undefined;
}

function KeyField({
  provider,
  isPrimary,
  error,
  onPaste,
}: OneFieldProps & {
  readonly isPrimary: boolean;
  readonly onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
}) {
  const { providers: words } = useWords();
  return (
    <Field
      label={isPrimary ? words.keyField(provider.name) : words.keyOptional}
      hint={isPrimary ? `${words.keyHint} ${words.keyHintMore}` : words.keyOptionalHint}
      error={error}
    >
      {(control) => (
        <SecretInput
          {...control}
          {...(isPrimary && { ref: focusOnce })}
          name="apiKey"
          showLabel={words.showKey}
          hideLabel={words.hideKey}
          onPaste={onPaste}
        />
      )}
    </Field>
  );
}

function AddressField({
  provider,
  existing,
  error,
}: OneFieldProps & { readonly existing: Connection | null }) {
  const { providers: words } = useWords();
  const example = ADDRESS_EXAMPLES[provider.kind] ?? ADDRESS_EXAMPLE;
  return (
    <Field
      label={words.addressField}
      hint={provider.needsKey ? words.addressOptionalHint : `${words.addressHint} ${example}`}
      error={error}
    >
      {(control) => (
        <input
          {...control}
          {...(!provider.needsKey && { ref: focusOnce })}
          name="baseUrl"
          type="url"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          defaultValue={existing?.baseUrl ?? ''}
          className={fieldLook}
        />
      )}
    </Field>
  );
}

function LabelField({ provider, error }: OneFieldProps) {
  const { providers: words } = useWords();
  return (
    <Field label={words.labelField} hint={words.labelHint(provider.name)} error={error}>
      {(control) => (
        <input {...control} name="label" dir="auto" maxLength={80} autoComplete="off" className={fieldLook} />
      )}
    </Field>
  );
}

/** The one field to fill comes first, whatever had the focus before. */
function focusOnce(field: HTMLInputElement | null): void {
  field?.focus({ preventScroll: true });
}

function fieldsOf(form: HTMLFormElement): ConnectionFields {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return { apiKey: text('apiKey'), baseUrl: text('baseUrl'), label: text('label') };
}
