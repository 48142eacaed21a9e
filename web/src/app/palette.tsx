import { useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { useId, useState } from 'react';
import type { Action } from '../keys/action.ts';
import { useAllActions } from '../keys/use-actions.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useWords } from '../words/use-words.ts';

/** Every action that is possible now, found by its name. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { common, keys } = useWords();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const searching = useSearchAction(query.trim());
  const found = [...matching(useAllActions(), query), ...searching];
  const current = found[Math.min(chosen, found.length - 1)];

  function run(action: Action | undefined): void {
    if (action === undefined) return;
    onClose();
    // After the dialog is gone: the action may move the focus or open a sheet of its own.
    setTimeout(() => action.run({ source: 'palette', target: null }));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((at) => (Math.min(at, found.length - 1) + step + found.length) % found.length);
    else if (event.key === 'Enter') run(current);
    else return;
    event.preventDefault();
  }

  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <div className="fixed inset-0 layer-sheet animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12vh] layer-sheet mx-auto flex max-h-[70vh] max-w-xl animate-appear flex-col rounded-card border border-line bg-raised shadow-above outline-none"
        >
          <Radix.Title className="sr-only">{common.palette}</Radix.Title>
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={current && `${id}-${current.id}`}
            aria-label={keys.paletteLabel}
            placeholder={keys.paletteLabel}
            autoComplete="off"
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
            className="h-14 w-full shrink-0 rounded-t-card border-b border-line bg-transparent px-4 text-head -outline-offset-2"
          />
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no native list is steered from a field */}
          <div id={`${id}-list`} role="listbox" aria-label={common.palette} className="overflow-y-auto p-1">
            {found.map((action) => (
              <PaletteRow
                key={action.id}
                id={`${id}-${action.id}`}
                action={action}
                selected={action === current}
                onRun={run}
              />
            ))}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Whatever is typed may also have been said. */
function useSearchAction(q: string): readonly Action[] {
  const { common, keys } = useWords();
  const navigate = useNavigate();
  if (q === '') return [];
  const run = () => void navigate({ to: '/search', search: { q } });
  return [{ id: 'search-for', label: keys.searchFor(q), group: common.conversations, keys: [], run }];
}

interface PaletteRowProps {
  readonly id: string;
  readonly action: Action;
  readonly selected: boolean;
  readonly onRun: (action: Action) => void;
}

/** Keys stay in the field (see `aria-activedescendant`), so a row answers to the pointer only. */
function PaletteRow({ id, action, selected, onRun }: PaletteRowProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- see the list
      role="option"
      aria-selected={selected}
      onClick={() => onRun(action)}
      className="control-height flex w-full items-center text-left gap-3 rounded-card px-3 text-body hover:bg-sunken aria-selected:bg-sunken aria-selected:outline-1 aria-selected:-outline-offset-1 aria-selected:outline-line-strong"
    >
      <span className="flex-1">{action.label}</span>
      <span className="text-note text-muted">{action.group}</span>
      {action.keys[0] !== undefined && <Kbd keys={action.keys[0]} />}
    </button>
  );
}

function matching(actions: readonly Action[], query: string): readonly Action[] {
  const wanted = query.trim().toLocaleLowerCase();
  return actions.filter(
    (action) =>
      action.id !== 'palette' &&
      (action.when?.({ source: 'palette', target: null }) ?? true) &&
      `${action.group} ${action.label}`.toLocaleLowerCase().includes(wanted),
  );
}
