import type { Lorebook, LoreEntry } from '@chimera/protocol/lore';
import { LORE_BUDGET_LIMIT, LORE_ENTRIES_LIMIT, LORE_SCAN_LIMIT } from '@chimera/protocol/sheet-limits';
import { Plus } from 'lucide-react';
import { memo, useRef, useState } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Slider } from '../../ui/slider.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { type SheetAccess, useSheet } from '../sheet-context.tsx';
import { EntrySheet } from './entry-sheet.tsx';
import { entryName } from './entry-name.ts';
import { LoreList } from './lore-list.tsx';

const blankBook: Lorebook = { scanDepth: 4, tokenBudget: 400, entries: [] };
const blankEntry: LoreEntry = {
  keys: [],
  secondaryKeys: [],
  content: '',
  enabled: true,
  constant: false,
  caseSensitive: false,
  order: 0,
  priority: 0,
};
/** Cards by other programs bring larger numbers; the sliders reach as far as they have to. */
const USUAL_SCAN = 40;
const USUAL_BUDGET = 2000;

/** What it knows of its world. */
export function LorePart() {
  const { sheet, edit, errorAt } = useSheet();
  return <Lore lore={sheet.lore} edit={edit} errorAt={errorAt} />;
}

type LoreProps = Pick<SheetAccess, 'edit' | 'errorAt'> & { readonly lore: Lorebook | null };

/** A book may have a thousand entries: it is not drawn anew for what is typed elsewhere. */
const Lore = memo(function Lore({ lore, edit, errorAt }: LoreProps) {
  const words = useStudioWords();
  const announcer = useAnnouncer();
  const [open, setOpen] = useState<number | null>(null);
  const part = useRef<HTMLDivElement>(null);
  const book = lore ?? blankBook;
  const { entries } = book;
  const isFull = entries.length >= LORE_ENTRIES_LIMIT;
  const change = (parts: Partial<Lorebook>) => edit({ lore: { ...book, ...parts } });

  function add(): void {
    change({ entries: [...entries, blankEntry] });
    setOpen(entries.length);
  }

  function remove(index: number): void {
    const entry = entries[index];
    const rest = entries.filter((_, at) => at !== index);
    setOpen(null);
    // An empty book that nobody brought along is no lore.
    const isNothing = rest.length === 0 && book.name === undefined && book.description === undefined;
    edit({ lore: isNothing ? null : { ...book, entries: rest } });
    if (entry) announcer.status(words.entryRemoved(isolate(entryName(entry, words))));
    setTimeout(() => part.current?.querySelector<HTMLElement>('[data-add]')?.focus());
  }

  const opened = open === null ? undefined : entries[open];
  return (
    <div data-field="lore" ref={part} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-note text-muted">{words.loreHint}</p>
      {entries.length === 0 ? (
        <p className="text-body text-muted">{words.loreNone}</p>
      ) : (
        <LoreList entries={entries} errorAt={errorAt} onOpen={setOpen} />
      )}
      <Button
        data-add
        className="justify-self-start"
        icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
        disabledReason={isFull ? words.loreFull(LORE_ENTRIES_LIMIT) : undefined}
        onClick={add}
      >
        {words.addEntry}
      </Button>
      {entries.length > 0 && (
        <>
          <Slider
            label={words.budget}
            min={0}
            max={book.tokenBudget > USUAL_BUDGET ? LORE_BUDGET_LIMIT : USUAL_BUDGET}
            step={50}
            value={book.tokenBudget}
            valueText={words.tokenCount(book.tokenBudget)}
            onValueChange={(tokenBudget) => change({ tokenBudget })}
          />
          <Slider
            label={words.scanDepth}
            min={0}
            max={book.scanDepth > USUAL_SCAN ? LORE_SCAN_LIMIT : USUAL_SCAN}
            value={book.scanDepth}
            valueText={words.lines(book.scanDepth)}
            onValueChange={(scanDepth) => change({ scanDepth })}
          />
        </>
      )}
      {open !== null && opened !== undefined && (
        <EntrySheet
          entry={opened}
          errorAt={(path) => errorAt(`lore.entries.${open}.${path}`)}
          onChange={(entry) => change({ entries: entries.with(open, entry) })}
          onRemove={() => remove(open)}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
});
