import { SHEET_LIMITS } from '@chimera/protocol/sheet-limits';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { type SheetAccess, useSheet } from '../sheet-context.tsx';

export interface LineListProps {
  readonly field: 'alternateGreetings' | 'exampleMessages';
  readonly title: string;
  readonly hint?: string;
  readonly nameOf: (number: number) => string;
  readonly add: string;
}

/** Lines that one adds, takes away and puts in order. */
export function LineList(props: LineListProps) {
  const { sheet, edit, errorAt } = useSheet();
  return <Lines lines={sheet[props.field]} edit={edit} errorAt={errorAt} {...props} />;
}

type LinesProps = LineListProps &
  Pick<SheetAccess, 'edit' | 'errorAt'> & { readonly lines: readonly string[] };

/** The focus stays with the line that moves. What is typed elsewhere does not draw it anew. */
const Lines = memo(function Lines({ field, title, hint, nameOf, add, lines, edit, errorAt }: LinesProps) {
  const words = useStudioWords();
  const announcer = useAnnouncer();
  const keys = useKeys(lines.length);
  const list = useRef<HTMLDivElement>(null);
  const isFull = lines.length >= SHEET_LIMITS.examples;

  /** Once it is drawn. */
  const focus = (selector: string) =>
    setTimeout(() => list.current?.querySelector<HTMLElement>(selector)?.focus());

  function append(): void {
    edit({ [field]: [...lines, ''] });
    focus('li:last-of-type textarea');
  }

  function remove(index: number): void {
    keys.remove(index);
    edit({ [field]: lines.filter((_, at) => at !== index) });
    announcer.status(words.lineRemoved(nameOf(index + 1)));
    const next = Math.min(index + 1, lines.length - 1);
    focus(next === 0 ? '[data-add]' : `li:nth-of-type(${next}) textarea`);
  }

  function move(from: number, to: number): void {
    keys.move(from, to);
    const line = lines[from];
    if (line === undefined) return;
    edit({ [field]: lines.toSpliced(from, 1).toSpliced(to, 0, line) });
    announcer.status(words.movedTo(to + 1));
    // At the end of the list the button in use cannot be pressed any more.
    if (to === 0 || to === lines.length - 1) focus(`li:nth-of-type(${to + 1}) textarea`);
  }

  const errorOfAll = errorAt(field);
  return (
    <div data-field={field} ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div>
        <h3 className="text-body font-medium">{title}</h3>
        {hint !== undefined && <p className="text-note text-muted">{hint}</p>}
      </div>
      {lines.length > SHEET_LIMITS.examples && errorOfAll !== undefined && (
        <p role="alert" className="text-note text-danger">
          {errorOfAll}
        </p>
      )}
      {lines.length > 0 && (
        <ol aria-label={title} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {lines.map((line, index) => (
            <Line
              key={keys.of(index)}
              name={nameOf(index + 1)}
              line={line}
              error={errorAt(`${field}.${index}`)}
              onChange={(text) => edit({ [field]: lines.with(index, text) })}
              onRemove={() => remove(index)}
              onEarlier={index === 0 ? undefined : () => move(index, index - 1)}
              onLater={index === lines.length - 1 ? undefined : () => move(index, index + 1)}
            />
          ))}
        </ol>
      )}
      <Button
        data-add
        className="justify-self-start"
        icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
        disabledReason={isFull ? words.linesFull(SHEET_LIMITS.examples) : undefined}
        onClick={append}
      >
        {add}
      </Button>
    </div>
  );
});

interface LineProps {
  readonly name: string;
  readonly line: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onRemove: () => void;
  readonly onEarlier: (() => void) | undefined;
  readonly onLater: (() => void) | undefined;
}

function Line({ name, line, error, onChange, onRemove, onEarlier, onLater }: LineProps) {
  const words = useStudioWords();
  return (
    <li className="flex flex-wrap items-start justify-end gap-x-1 sm:flex-nowrap">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        <Field label={name} labelHidden error={error}>
          {(control) => (
            <LongText
              {...control}
              rows={1}
              value={line}
              onChange={({ target }) => onChange(target.value)}
              className="font-said text-stage"
            />
          )}
        </Field>
      </div>
      <div className="flex shrink-0">
        <IconButton
          label={words.earlier(name)}
          disabled={onEarlier === undefined}
          onClick={onEarlier}
          icon={<ArrowUp size={16} strokeWidth={1.5} aria-hidden="true" />}
        />
        <IconButton
          label={words.later(name)}
          disabled={onLater === undefined}
          onClick={onLater}
          icon={<ArrowDown size={16} strokeWidth={1.5} aria-hidden="true" />}
        />
        <IconButton
          label={words.removeLine(name)}
          onClick={onRemove}
          icon={<X size={16} strokeWidth={1.5} aria-hidden="true" />}
        />
      </div>
    </li>
  );
}

interface LineKeys {
  readonly keys: readonly number[];
  readonly last: number;
}

/** A name for each line that goes with it when it moves: two lines may say the same. */
function useKeys(count: number) {
  const [known, setKnown] = useState<LineKeys>(() => resized({ keys: [], last: 0 }, count));
  // Another list took its place, or one was added at the end.
  const now = known.keys.length === count ? known : resized(known, count);
  if (now !== known) setKnown(now);
  return {
    of: (index: number) => now.keys[index] ?? 0,
    remove: (index: number) => setKnown({ ...now, keys: now.keys.toSpliced(index, 1) }),
    move: (from: number, to: number) => {
      const key = now.keys[from] ?? 0;
      setKnown({ ...now, keys: now.keys.toSpliced(from, 1).toSpliced(to, 0, key) });
    },
  };
}

function resized({ keys, last }: LineKeys, count: number): LineKeys {
  const more = Array.from({ length: Math.max(0, count - keys.length) }, (_, index) => last + index + 1);
  return { keys: [...keys.slice(0, count), ...more], last: last + more.length };
}
