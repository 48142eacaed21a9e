import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { linkLook } from '../link-look.ts';
import { DropZone } from './drop-zone.tsx';
import { isSettled } from './import-queue.ts';
import { ImportRow } from './import-row.tsx';
import { useImports } from './use-imports.ts';

/** Cards and casts come in: chosen or dropped, each with its own way and its own report. */
export function ImportScreen() {
  const { common } = useWords();
  const { imports: words, persona } = usePersonaWords();
  const { status } = useAnnouncer();
  const { queue, items } = useImports();
  const done = items.filter(({ state }) => isSettled(state)).length;
  const onFiles = useCallback(
    (files: readonly File[]) => {
      if (files.length === 0) return;
      status(words.heardAdded(files.length));
      queue.add(files);
    },
    [queue, status, words],
  );
  return (
    <Page
      title={words.title}
      product={common.product}
      lead={words.lead}
      aside={
        <Link to="/personas" className={linkLook('secondary')}>
          {persona.toGallery}
        </Link>
      }
    >
      <DropZone onFiles={onFiles} />
      <p className="mt-2 text-note text-pretty text-muted">{words.safe}</p>
      {items.length > 0 && (
        <section aria-labelledby="files-title" className="mt-8">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <div>
              <h2 id="files-title" className="font-serif text-head font-medium">
                {words.files}
              </h2>
              <p className="text-body text-muted tabular-nums">{words.overall(done, items.length)}</p>
            </div>
            {done < items.length ? (
              <Button onClick={() => queue.cancelAll()}>{words.cancelAll}</Button>
            ) : (
              <Button onClick={() => queue.clear()}>{words.clear}</Button>
            )}
          </div>
          <ul className="mt-3 border-t border-line">
            {items.map((item) => (
              <li key={item.id} className="border-b border-line">
                <ImportRow
                  item={item}
                  onCancel={() => queue.cancel(item.id)}
                  onAgain={() => queue.again(item.id)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}
