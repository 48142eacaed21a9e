import type { CacheEntry } from '@chimera/protocol/cache';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useBrainNames } from '../queries/use-brain-names.ts';
import { useCacheEntries } from '../queries/use-kept-answers.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useNumbers } from '../words/use-numbers.ts';
import { useKeptAnswersWords } from '../words/use-kept-answers-words.ts';
import { useWords } from '../words/use-words.ts';
import { bytesIn } from '../words/bytes-in.ts';
import { Dotted } from '../ui/dotted.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { Part } from '../ui/part.tsx';

/** The list of what is kept, newest first, and the way to forget it. */
export function KeptAnswers() {
  const { common } = useWords();
  const words = useKeptAnswersWords();
  const [asking, setAsking] = useState(false);
  const nameOf = useBrainNames();
  const list = useCacheEntries();
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Part
      title={words.entries}
      aside={entries.length > 0 && <Button onClick={() => setAsking(true)}>{words.forget}</Button>}
    >
      {list.isPending && <Skeleton className="h-32" />}
      {list.isError && (
        <div className="mb-4">
          <ErrorBlock
            title={words.entriesFailed}
            actions={
              <Button busy={list.isFetching} onClick={() => void list.refetch()}>
                {common.retry}
              </Button>
            }
          >
            {reasonOf(list.error)}
          </ErrorBlock>
        </div>
      )}
      {list.isSuccess && entries.length === 0 && <p className="text-body text-muted">{words.none}</p>}
      {entries.length > 0 && (
        <ul className="border-t border-line">
          {entries.map((entry) => (
            <li key={entry.id} className="border-b border-line py-3 last:border-b-0">
              <Entry entry={entry} brain={`${nameOf(entry)} · ${entry.model}`} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-6">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
      {asking && (
        <ForgetDialog entries={entries} hasMore={list.hasNextPage} onClose={() => setAsking(false)} />
      )}
    </Part>
  );
}

function Entry({ entry, brain }: { readonly entry: CacheEntry; readonly brain: string }) {
  const { language } = useWords();
  const words = useKeptAnswersWords();
  const numbers = useNumbers();
  const { createdAt, expiresAt } = entry;
  const at = numbers.time(expiresAt);
  const until = numbers.day(createdAt) === numbers.day(expiresAt) ? at : `${numbers.day(expiresAt)}, ${at}`;
  return (
    <>
      <p dir="auto" className="line-clamp-2 font-said text-stage wrap-anywhere">
        {entry.preview}
      </p>
      <p className="mt-1 text-note wrap-anywhere text-muted tabular-nums">
        <Dotted>
          {brain}
          <TimeAgo at={createdAt} language={language} />
          {words.until(until)}
          {bytesIn(language, entry.bytes)}
          {words.said(entry.hits)}
        </Dotted>
      </p>
    </>
  );
}
