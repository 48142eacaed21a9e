import { X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useAnnouncer } from './announcer.tsx';
import { Field } from './field.tsx';

export interface ChipWords {
  readonly hint: string;
  readonly remove: (word: string) => string;
  readonly added: (word: string) => string;
  readonly removed: (word: string) => string;
  readonly there: (word: string) => string;
}

export interface ChipInputProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly values: readonly string[];
  readonly words: ChipWords;
  readonly onChange: (values: string[]) => void;
}

/** What parts one word from the next, also in Chinese, Japanese and Arabic. */
const SEPARATOR = /[,\n\t、，،]+/u;

/**
 * Short words, each a chip. Enter, a comma or leaving the field adds what is typed; Backspace in an empty field goes
 * to the last chip, arrows go from chip to chip, and Delete takes one away.
 */
export function ChipInput({ label, hint, error, values, words, onChange }: ChipInputProps) {
  const announcer = useAnnouncer();
  const [text, setText] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const buttons = () => [...(box.current?.querySelectorAll<HTMLElement>('li button') ?? [])];

  function add(typed: string): void {
    const known = new Set(values);
    const fresh = typed.split(SEPARATOR).flatMap((part) => {
      const word = part.replaceAll(/\s+/gu, ' ').trim();
      if (word === '' || known.has(word)) return [];
      known.add(word);
      return [word];
    });
    setText('');
    if (fresh.length > 0) {
      onChange([...values, ...fresh]);
      announcer.status(words.added(fresh.join(', ')));
    } else if (typed.trim() !== '') {
      announcer.status(words.there(typed.trim()));
    }
  }

  function remove(index: number): void {
    const word = values[index];
    if (word === undefined) return;
    onChange(values.filter((_, at) => at !== index));
    announcer.status(words.removed(word));
    // The one that takes its place, when it is drawn; after the last one the field.
    setTimeout(() => (buttons()[index] ?? input.current)?.focus());
  }

  function move(from: number, step: number): void {
    const rest = buttons();
    (from + step >= rest.length ? input.current : rest[Math.max(0, from + step)])?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      add(text);
    } else if (text === '' && (event.key === 'Backspace' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      buttons().at(-1)?.focus();
    }
  }

  return (
    <Field label={label} hint={hint === undefined ? words.hint : `${hint} ${words.hint}`} error={error}>
      {(control) => (
        <div
          ref={box}
          className="flex min-w-0 flex-wrap gap-1 rounded-card border border-line-strong bg-surface p-1 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-focus has-aria-invalid:border-danger"
        >
          {values.length > 0 && (
            <ul aria-label={label} className="contents">
              {values.map((word, index) => (
                <Chip
                  key={`${index} ${word}`}
                  word={word}
                  label={words.remove(word)}
                  onRemove={() => remove(index)}
                  onMove={(step) => move(index, step)}
                />
              ))}
            </ul>
          )}
          <input
            {...control}
            ref={input}
            dir="auto"
            autoComplete="off"
            value={text}
            onChange={({ target }) => {
              if (SEPARATOR.test(target.value)) add(target.value);
              else setText(target.value);
            }}
            onPaste={(event) => {
              // A field of one line would join the lines.
              const pasted = event.clipboardData.getData('text');
              if (!SEPARATOR.test(pasted)) return;
              event.preventDefault();
              add(`${text}${pasted}`);
            }}
            onKeyDown={onKeyDown}
            onBlur={() => text !== '' && add(text)}
            className="min-h-[calc(var(--control)-10px)] min-w-24 flex-1 bg-transparent px-2 text-body text-ink outline-none touch:min-h-11"
          />
        </div>
      )}
    </Field>
  );
}

function Chip({
  word,
  label,
  onRemove,
  onMove,
}: {
  readonly word: string;
  readonly label: string;
  readonly onRemove: () => void;
  readonly onMove: (step: number) => void;
}) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowLeft') onMove(-1);
    else if (event.key === 'ArrowRight') onMove(1);
    else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else return;
    event.preventDefault();
  }
  return (
    <li className="flex max-w-full min-w-0 items-center rounded-key bg-sunken pl-2 text-body">
      <bdi className="min-w-0 py-1 wrap-anywhere">{word}</bdi>
      <button
        type="button"
        aria-label={label}
        onClick={onRemove}
        onKeyDown={onKeyDown}
        className="grid size-[calc(var(--control)-10px)] shrink-0 place-items-center rounded-key text-muted hover:text-ink touch:size-11"
      >
        <X size={14} strokeWidth={1.5} aria-hidden="true" />
      </button>
    </li>
  );
}
