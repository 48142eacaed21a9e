import { SHEET_LIMITS } from '@chimera/protocol/sheet-limits';
import { memo } from 'react';
import { Field, fieldLook } from '../../ui/field.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { type SheetAccess, useSheet } from '../sheet-context.tsx';

/** From this share of its room on it is said how much is left. */
const NARROW = 0.8;

interface FieldProps {
  readonly hint: string;
  readonly error: string | undefined;
  readonly edit: SheetAccess['edit'];
}

export interface LineFieldProps {
  readonly field: 'name' | 'tagline';
  readonly hint: string;
  /** It has the focus when the studio opens. */
  readonly isFirst?: boolean;
}

/** A field of one line. */
export function LineField(props: LineFieldProps) {
  const { sheet, edit, errorAt } = useSheet();
  return <Line {...props} value={sheet[props.field]} error={errorAt(props.field)} edit={edit} />;
}

const Line = memo(function Line({
  field,
  hint,
  error,
  isFirst = false,
  value,
  edit,
}: LineFieldProps & FieldProps & { readonly value: string }) {
  const { versions } = usePersonaWords();
  return (
    <div data-field={field}>
      <Field label={versions.fields[field]} hint={hint} error={error}>
        {(control) => (
          <input
            {...control}
            {...(isFirst && { ref: focusOnce })}
            dir="auto"
            autoComplete="off"
            value={value}
            onChange={({ target }) => edit({ [field]: target.value })}
            className={fieldLook}
          />
        )}
      </Field>
    </div>
  );
});

export interface TextFieldProps {
  readonly field: 'description' | 'systemPrompt' | 'greeting';
  readonly hint: string;
  readonly rows: number;
  /** It is what somebody says. */
  readonly said?: boolean;
}

/** A field of many lines, which says how much room is left before there is none. */
export function TextField(props: TextFieldProps) {
  const { sheet, edit, errorAt } = useSheet();
  return <Text {...props} value={sheet[props.field]} error={errorAt(props.field)} edit={edit} />;
}

/** A long text is not drawn anew for what is typed elsewhere. */
const Text = memo(function Text({
  field,
  hint,
  error,
  rows,
  said = false,
  value,
  edit,
}: TextFieldProps & FieldProps & { readonly value: string }) {
  const { versions } = usePersonaWords();
  const words = useStudioWords();
  const most = field === 'greeting' ? SHEET_LIMITS.greeting : SHEET_LIMITS.text;
  const isNarrow = value.length > most * NARROW;
  return (
    <div data-field={field}>
      <Field
        label={versions.fields[field]}
        hint={isNarrow ? `${hint} ${words.room(value.length, most)}` : hint}
        error={error}
      >
        {(control) => (
          <LongText
            {...control}
            rows={rows}
            value={value}
            onChange={({ target }) => edit({ [field]: target.value })}
            {...(said && { className: 'font-said text-stage' })}
          />
        )}
      </Field>
    </div>
  );
});

function focusOnce(field: HTMLInputElement | null): void {
  field?.focus({ preventScroll: true });
}
