import type { Format } from '@chimera/protocol/format';
import type { FormatChoice } from '@chimera/protocol/conversation';
import { misfit } from '@chimera/protocol/format-cast';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { FieldErrors } from '../../queries/field-errors.ts';
import { useFormats } from '../../queries/use-formats.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Field, fieldLook } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { linkLook } from '../link-look.ts';
import type { CastDraft } from './cast-draft.ts';
import { OWN_FORMAT, seated } from './cast-format.ts';
import { SeatList } from './seat-list.tsx';

type OwnFormat = Exclude<FormatChoice, string>;

export interface CastFormProps {
  readonly initial: CastDraft;
  /** The format that was written for it, if there is one. */
  readonly ownFormat: OwnFormat | undefined;
  readonly busy: boolean;
  readonly errors: FieldErrors | null;
  readonly onKeep: (draft: CastDraft) => void;
  /** The cast to go back to; null: all of them. */
  readonly cancelTo: string | null;
}

const LIMITS = { name: 80, line: 200, text: 2000 } as const;

/** Who is in a cast, and what it plays. */
export function CastForm({ initial, ownFormat, busy, errors, onKeep, cancelTo }: CastFormProps) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(initial);
  const [tries, setTries] = useState(0);
  const change = (part: Partial<CastDraft>) => setDraft((before) => ({ ...before, ...part }));
  const format = useFormat(draft.formatId, ownFormat);
  const missing = {
    name: draft.name.trim() === '' ? words.nameMissing : undefined,
    seats: draft.seats.length === 0 ? words.seatsMissing : undefined,
  };
  const problem =
    format && draft.seats.length > 0 ? (misfit(format, seated(draft.seats)) ?? undefined) : undefined;
  const isWhole = missing.name === undefined && missing.seats === undefined && problem === undefined;
  const shown = tries > 0 ? missing : { name: undefined, seats: undefined };
  useEffect(() => {
    // What has to be mended comes into view.
    if (tries === 0 && errors === null) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries, errors]);

  return (
    <form
      ref={form}
      noValidate
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (busy) return;
        if (isWhole) onKeep(draft);
        else setTries(tries + 1);
      }}
    >
      {errors !== null && errors.whole !== null && (
        <ErrorBlock title={words.notKept}>{errors.whole}</ErrorBlock>
      )}
      <TextFields
        draft={draft}
        errors={{ ...errors?.fields, ...(shown.name && { name: shown.name }) }}
        onChange={change}
      />
      <FormatField
        formatId={draft.formatId}
        ownFormat={ownFormat}
        problem={problem ?? errors?.fields['format']}
        onChange={(formatId) => change({ formatId, seats: draft.seats.map(({ role: _, ...seat }) => seat) })}
      />
      <SeatList
        seats={draft.seats}
        format={format}
        problem={shown.seats ?? errors?.fields['seats']}
        onChange={(seats) => change({ seats })}
      />
      <div className="flex flex-wrap gap-2 border-t border-line pt-6">
        <Button type="submit" variant="primary" busy={busy}>
          {words.keep}
        </Button>
        {cancelTo === null ? (
          <Link to="/personas" className={linkLook('secondary')}>
            {common.cancel}
          </Link>
        ) : (
          <Link to="/casts/$castId" params={{ castId: cancelTo }} className={linkLook('secondary')}>
            {common.cancel}
          </Link>
        )}
      </div>
    </form>
  );
}

interface TextFieldsProps {
  readonly draft: CastDraft;
  readonly errors: Readonly<Partial<Record<string, string>>>;
  readonly onChange: (part: Partial<CastDraft>) => void;
}

function TextFields({ draft, errors, onChange }: TextFieldsProps) {
  const { casts: words } = usePersonaWords();
  const line = (field: 'name' | 'line', label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[field]}>
      {(control) => (
        <input
          {...control}
          dir="auto"
          autoComplete="off"
          value={draft[field]}
          maxLength={LIMITS[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
          className={fieldLook}
        />
      )}
    </Field>
  );
  const text = (field: 'topic' | 'premise', label: string, hint: string) => (
    <Field label={label} hint={hint} error={errors[field]}>
      {(control) => (
        <TextArea
          {...control}
          dir="auto"
          value={draft[field]}
          maxLength={LIMITS.text}
          onChange={(event) => onChange({ [field]: event.target.value })}
          className="font-serif"
        />
      )}
    </Field>
  );
  return (
    <>
      {line('name', words.name)}
      {line('line', words.line, words.lineHint)}
      {text('topic', words.topic, words.topicHint)}
      {text('premise', words.premise, words.premiseHint)}
    </>
  );
}

interface FormatFieldProps {
  readonly formatId: string;
  readonly ownFormat: OwnFormat | undefined;
  readonly problem: string | undefined;
  readonly onChange: (formatId: string) => void;
}

function FormatField({ formatId, ownFormat, problem, onChange }: FormatFieldProps) {
  const { casts: words } = usePersonaWords();
  const formats = useFormats().data ?? [];
  const chosen = formats.find(({ id }) => id === formatId);
  const options = [
    ...(ownFormat === undefined ? [] : [{ value: OWN_FORMAT, label: words.ownFormat(ownFormat.name) }]),
    ...formats.map(({ id, name }) => ({ value: id, label: name })),
    // Not loaded yet, or gone: it stays what it is.
    ...(chosen === undefined && formatId !== OWN_FORMAT ? [{ value: formatId, label: formatId }] : []),
  ];
  return (
    <Field label={words.format} hint={chosen?.description ?? words.formatHint} error={problem}>
      {(control) => <Select {...control} value={formatId} options={options} onValueChange={onChange} />}
    </Field>
  );
}

function useFormat(formatId: string, ownFormat: OwnFormat | undefined): Format | undefined {
  const formats = useFormats();
  if (formatId === OWN_FORMAT) return ownFormat && { id: OWN_FORMAT, ...ownFormat };
  return formats.data?.find(({ id }) => id === formatId);
}
