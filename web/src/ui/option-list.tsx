import { useEffect, useId, useRef, useState } from 'react';
import { fieldLook } from './field.tsx';
import { matchesWords } from './matches-words.ts';

export interface ListedOption {
  readonly value: string;
  readonly label: string;
  /** What else one wants to know of it. */
  readonly note?: string;
}

export interface OptionListProps {
  readonly label: string;
  readonly searchLabel: string;
  readonly options: readonly ListedOption[];
  readonly value: string;
  /** Said instead of the list when nothing fits. */
  readonly noMatch: (query: string) => string;
  readonly onValueChange: (value: string) => void;
}

/** A list this short is seen at one glance. */
const SEARCHED_FROM = 8;

/** One of many, with a search above. Real radio buttons: arrows and screen readers work by themselves. */
export function OptionList(props: OptionListProps) {
  const { label, searchLabel, options, value, noMatch, onValueChange } = props;
  const [query, setQuery] = useState('');
  const found = options.filter((option) =>
    matchesWords(`${option.label} ${option.value} ${option.note ?? ''}`, query),
  );
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-body font-medium">{label}</legend>
      {options.length >= SEARCHED_FROM && (
        <input
          type="search"
          aria-label={searchLabel}
          placeholder={searchLabel}
          value={query}
          autoComplete="off"
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            // Enter takes the first that fits; it does not send the form around it.
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            const first = found[0];
            if (first) onValueChange(first.value);
          }}
          className={`${fieldLook} mb-2`}
        />
      )}
      {found.length === 0 ? (
        <p className="py-2 text-body text-muted">{noMatch(query)}</p>
      ) : (
        <Options options={found} value={value} onValueChange={onValueChange} />
      )}
    </fieldset>
  );
}

function Options({
  options,
  value,
  onValueChange,
}: Pick<OptionListProps, 'options' | 'value' | 'onValueChange'>) {
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What is chosen is in view at the beginning; the page around it stays where it is.
    const chosen = list.current?.querySelector<HTMLElement>('label:has(:checked)');
    if (!list.current || !chosen) return;
    list.current.scrollTop = chosen.offsetTop - (list.current.clientHeight - chosen.offsetHeight) / 2;
  }, []);
  return (
    <div
      ref={list}
      className="relative max-h-72 overflow-y-auto overscroll-contain rounded-card border border-line-strong bg-surface p-1"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex min-h-11 items-center gap-3 rounded-[7px] px-3 py-1 hover:bg-sunken has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="size-4 shrink-0 cursor-pointer accent-accent outline-none"
          />
          <span className="min-w-0 flex-1">
            <bdi className="block text-as-around text-body wrap-anywhere">{option.label}</bdi>
            {option.note !== undefined && option.note !== '' && (
              <span className="block text-note text-muted">{option.note}</span>
            )}
          </span>
        </label>
      ))}
    </div>
  );
}
