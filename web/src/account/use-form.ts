import { useEffect, useState, type FormEvent } from 'react';
import type { FieldErrors } from '../queries/field-errors.ts';
import { useWords } from '../words/use-words.ts';
import { problemOf } from './problem-of.ts';

export interface FormParts {
  /** Names of its fields, in their order. */
  readonly fields: readonly string[];
  /** What is wrong before anything is sent; empty: nothing. */
  readonly check: (text: (name: string) => string) => Readonly<Record<string, string>>;
  readonly send: (text: (name: string) => string) => Promise<void>;
  /** What a failure means here; null: what it says itself. */
  readonly explain?: (cause: unknown) => FieldErrors | null;
}

export interface Form {
  /** For the form element. */
  readonly attach: (element: HTMLFormElement | null) => void;
  /** Empties its fields. */
  readonly clear: () => void;
  readonly busy: boolean;
  readonly whole: string | null;
  readonly errorOf: (name: string) => string | undefined;
  readonly onSubmit: (event: FormEvent) => void;
}

/**
 * A form whose words stay in its elements: React never holds a password. After a failure the focus goes to the first
 * field that is wrong, or to the sentence about the whole.
 */
export function useForm({ fields, check, send, explain }: FormParts): Form {
  const words = useWords();
  const [element, attach] = useState<HTMLFormElement | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors | null>(null);
  useEffect(() => {
    if (errors !== null) element?.querySelector<HTMLElement>('[aria-invalid=true], [data-whole]')?.focus();
  }, [errors, element]);

  async function submit(): Promise<void> {
    if (busy || element === null) return;
    const text = textIn(element);
    const wrong = check(text);
    if (Object.keys(wrong).length > 0) return setErrors({ fields: wrong, whole: null });
    setBusy(true);
    setErrors(null);
    try {
      await send(text);
    } catch (cause) {
      setErrors(explain?.(cause) ?? problemOf(cause, fields, words));
    } finally {
      setBusy(false);
    }
  }

  return {
    attach,
    clear: () => element?.reset(),
    busy,
    whole: errors?.whole ?? null,
    errorOf: (name) => errors?.fields[name],
    onSubmit: (event) => {
      event.preventDefault();
      void submit();
    },
  };
}

function textIn(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}
