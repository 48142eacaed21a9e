import type { ListedPersona } from '@chimera/protocol/persona';
import { useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { usePersonaVersions } from '../../queries/use-persona-versions.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Part } from '../../ui/part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { RestoreVersion } from './restore-version.tsx';
import { VersionRow } from './version-row.tsx';
import { VersionSheet } from './version-sheet.tsx';

/** What is open over the list. */
type Opened = { readonly what: 'look' | 'restore'; readonly version: number };

/** The versions of a persona of one's own: what changed and when, to look at, to compare, to go back to. */
export function VersionsPart({ persona }: { readonly persona: ListedPersona }) {
  const { common } = useWords();
  const { versions: words } = usePersonaWords();
  const list = usePersonaVersions(persona.id);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  return (
    <Part title={words.title} lead={words.lead}>
      {list.isPending && <Skeleton className="h-32 w-full" />}
      {list.isError && (
        <ErrorBlock
          title={words.failed}
          actions={<Button onClick={() => void list.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(list.error)}
        </ErrorBlock>
      )}
      {items.length > 0 && (
        <ul className="border-t border-line">
          {items.map((item) => (
            <li key={item.version} className="border-b border-line last:border-b-0">
              <VersionRow
                personaId={persona.id}
                item={item}
                newest={persona.version}
                onLook={() => setOpened({ what: 'look', version: item.version })}
                onRestore={() => setOpened({ what: 'restore', version: item.version })}
              />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
      {opened?.what === 'look' && (
        <VersionSheet
          persona={persona}
          version={opened.version}
          onRestore={() => setOpened({ what: 'restore', version: opened.version })}
          onClose={close}
        />
      )}
      {opened?.what === 'restore' && (
        <RestoreVersion persona={persona} version={opened.version} onClose={close} />
      )}
    </Part>
  );
}
