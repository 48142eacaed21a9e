import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { fieldLook } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { findInTalk } from './find-in-talk.ts';
import { useHighlight } from './use-highlight.ts';

const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** Finds words in this talk, also in what was said before the page was opened. The newest place comes first. */
export function FindBar() {
  const { finding, script } = useStage();
  const { conversation: words, common } = useWords();
  const [query, setQuery] = useState('');
  const { rows, place, setPlace, isComplete } = useFound(query);
  const here = rows[place];
  useHighlight(query, here);

  useEffect(() => {
    if (here !== undefined) script.get()?.show(here);
  }, [script, here]);

  const step = (by: number) => rows.length > 0 && setPlace((place + by + rows.length) % rows.length);
  const close = () => {
    finding.set(false);
    script.get()?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
  };
  const told =
    query.trim() === ''
      ? ''
      : rows.length > 0
        ? words.foundAt(place + 1, rows.length)
        : isComplete
          ? words.foundNone
          : words.foundSearching;
  return (
    <search className="absolute inset-x-2 top-2 layer-pill mx-auto flex max-w-md animate-appear items-center gap-1 rounded-card border border-line bg-raised p-1 shadow-above">
      <input
        type="text"
        aria-label={words.find}
        placeholder={words.find}
        autoComplete="off"
        enterKeyHint="search"
        value={query}
        // The person pressed a key to search.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className={`${fieldLook} min-w-0 flex-1`}
      />
      <output className="min-w-16 shrink-0 px-1 text-right text-note text-muted tabular-nums">{told}</output>
      <IconButton
        label={words.findEarlier}
        shortcut="Enter"
        icon={<ArrowUp {...icon} />}
        disabled={rows.length < 2}
        onClick={() => step(-1)}
      />
      <IconButton
        label={words.findLater}
        shortcut="Shift+Enter"
        icon={<ArrowDown {...icon} />}
        disabled={rows.length < 2}
        onClick={() => step(1)}
      />
      <IconButton label={common.close} shortcut="Escape" icon={<X {...icon} />} onClick={close} />
    </search>
  );
}

/** The rows in which the words stand; reads on towards the beginning while there is more. */
function useFound(query: string) {
  const { store } = useStage();
  const order = useReading(store.order);
  const history = useReading(store.history);
  const between = useReading(store.between);
  const [chosen, setChosen] = useState<{ query: string; row: string | undefined }>({ query, row: undefined });
  const rows = useMemo(
    () =>
      order.length === 0
        ? []
        : findInTalk(store.messages(), query).flatMap(({ id }) => store.rowOf(id) ?? []),
    [store, order, query],
  );
  useEffect(() => {
    if (query.trim() === '') return;
    if (history.kind === 'more') void store.loadEarlier();
    if (between.kind === 'more') void store.loadBetween();
  }, [store, query, history, between]);
  const known = chosen.query === query && chosen.row !== undefined ? rows.indexOf(chosen.row) : -1;
  return {
    rows,
    place: known >= 0 ? known : rows.length - 1,
    setPlace: (place: number) => setChosen({ query, row: rows[place] }),
    isComplete: [history, between].every(({ kind }) => kind !== 'more' && kind !== 'loading'),
  };
}
