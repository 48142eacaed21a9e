import type { LoreEntry } from '@chimera/protocol/lore';
import { useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { matchesWords } from '../../ui/matches-words.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { entryName } from './entry-name.ts';

const SEARCHED_FROM = 8;
const SHOWN_AT_FIRST = 40;

/** The entries of a book; one press opens one. */
export function LoreList({
  entries,
  errorAt,
  onOpen,
}: {
  readonly entries: readonly LoreEntry[];
  readonly errorAt: (path: string) => string | undefined;
  readonly onOpen: (index: number) => void;
}) {
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const found = entries
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => query === '' || matchesWords(textOf(entry), query));
  const shown = all ? found : found.slice(0, SHOWN_AT_FIRST);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {entries.length >= SEARCHED_FROM && (
        <SearchField label={words.findEntry} value={query} onValueChange={setQuery} />
      )}
      {found.length === 0 && <p className="text-body text-muted">{words.noEntry(isolate(query))}</p>}
      <ul aria-label={versions.fields.lore} className="grid grid-cols-[minmax(0,1fr)]">
        {shown.map(({ entry, index }) => (
          <li key={index} className="border-line not-first:border-t">
            <EntryRow
              entry={entry}
              isWrong={errorAt(`lore.entries.${index}`) !== undefined}
              onOpen={() => onOpen(index)}
            />
          </li>
        ))}
      </ul>
      {shown.length < found.length && (
        <Button variant="quiet" className="-ml-4 justify-self-start" onClick={() => setAll(true)}>
          {words.showAllEntries(found.length)}
        </Button>
      )}
    </div>
  );
}

function EntryRow({
  entry,
  isWrong,
  onOpen,
}: {
  readonly entry: LoreEntry;
  readonly isWrong: boolean;
  readonly onOpen: () => void;
}) {
  const words = useStudioWords();
  const name = entryName(entry, words);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-14 w-full min-w-0 items-center gap-3 rounded-card px-2 py-2 text-left -outline-offset-2 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-body font-medium">{name}</bdi>
        <span className="line-clamp-1 text-note text-muted">{whenTold(entry, words)}</span>
      </span>
      {!entry.enabled && <Badge>{words.entryOff}</Badge>}
      {isWrong && <span className="text-note text-danger">{words.entryWrong}</span>}
    </button>
  );
}

function whenTold({ constant, keys }: LoreEntry, words: ReturnType<typeof useStudioWords>): string {
  if (constant) return words.entryAlways;
  if (keys.length === 0) return words.entryNoKeys;
  return words.entryCalledBy(keys.map((key) => isolate(key)).join(', '));
}

function textOf({ name = '', keys, secondaryKeys, content }: LoreEntry): string {
  return [name, ...keys, ...secondaryKeys, content].join(' ');
}
