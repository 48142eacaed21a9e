import type { LoreEntry, Lorebook } from '@chimera/protocol/lore';
import { useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Fold } from '../../ui/fold.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { LongText } from './long-text.tsx';

/** A book of a thousand entries is not drawn at once. */
const STEP = 30;

/** What it knows of its world, behind a word. */
export function SheetLore({ lore }: { readonly lore: Lorebook | undefined }) {
  const { persona: words } = usePersonaWords();
  const [shown, setShown] = useState(STEP);
  if (lore === undefined || lore.entries.length === 0) return null;
  const { entries, description = '' } = lore;
  const name = lore.name?.trim() ?? '';
  return (
    <Part
      title={words.lore}
      lead={name === '' ? words.loreCount(entries.length) : words.loreOf(isolate(name), entries.length)}
    >
      {description !== '' && <LongText text={description} className="mb-2 text-body" />}
      <Fold label={words.loreFold(entries.length)}>
        <ul className="grid gap-4">
          {entries.slice(0, shown).map((entry, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- entries have no other name
            <li key={index}>
              <Entry entry={entry} />
            </li>
          ))}
        </ul>
        {entries.length > shown && (
          <div>
            <Button onClick={() => setShown(shown + STEP)}>
              {words.moreEntries(Math.min(STEP, entries.length - shown))}
            </Button>
          </div>
        )}
      </Fold>
    </Part>
  );
}

function Entry({ entry: { name, keys, content, constant, enabled } }: { readonly entry: LoreEntry }) {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const title = name?.trim() ?? '';
  return (
    <article className="max-w-prose border-b border-line pb-4">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {title !== '' && (
          <h3 dir="auto" className="text-as-around text-body font-medium wrap-anywhere">
            {title}
          </h3>
        )}
        {!enabled && <Badge>{words.switchedOff}</Badge>}
        <p className="text-note wrap-anywhere text-muted">
          {constant ? words.always : words.calledBy(common.names(keys.map(isolate)))}
        </p>
      </div>
      <LongText text={content} className="mt-1 text-body" />
    </article>
  );
}
