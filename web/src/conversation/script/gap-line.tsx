import { useEffect } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { GAP } from '../../live/transcript.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

/** Between a place of long ago and now: reads on as soon as it comes near the view. */
export function GapLine() {
  const { store } = useStage();
  const { conversation: words, common } = useWords();
  const between = useReading(store.between);
  useEffect(() => {
    if (between.kind === 'more') void store.loadBetween();
  }, [store, between]);
  return (
    <p
      id={`name-${GAP}`}
      className="flex min-h-11 items-center justify-center gap-4 border-y border-dashed border-line-strong text-body text-muted"
    >
      {between.kind === 'failed' ? (
        <>
          {words.earlierFailed} {between.detail}
          <Button onClick={() => void store.loadBetween()}>{common.retry}</Button>
        </>
      ) : (
        <>
          <Spinner /> {words.between}
        </>
      )}
    </p>
  );
}
