import { useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useNumbers } from '../../words/use-numbers.ts';
import { DemoNote } from './demo-note.tsx';

/** The id of the row at the head of the script. */
export const OPENING = 'opening';

/** The head of the script: what it is about, or the way to what was said before. */
export function OpeningLine() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const numbers = useNumbers();
  const history = useReading(store.history);
  const conversation = useReading(store.conversation);
  const [today] = useState(() => numbers.day(new Date().toISOString()));
  if (!conversation) return null;
  const { topic, createdAt } = conversation;
  const day = numbers.day(createdAt);
  return (
    <div>
      {history.kind !== 'complete' && <Earlier />}
      <h3 id={`name-${OPENING}`} dir="auto" className="font-serif text-stage wrap-anywhere text-muted italic">
        {words.topicLine(topic)}
      </h3>
      <time id={`time-${OPENING}`} dateTime={createdAt} className="sr-only">
        {numbers.time(createdAt)}
      </time>
      {history.kind === 'complete' && day !== today && (
        <p className="mt-2 text-note text-muted">{words.beginning(day)}</p>
      )}
      {history.kind === 'complete' && <DemoNote />}
    </div>
  );
}

function Earlier() {
  const { store } = useStage();
  const { conversation: words, common } = useWords();
  const history = useReading(store.history);
  return (
    <p className="mb-4 flex min-h-11 items-center justify-center gap-4 text-body text-muted">
      {history.kind === 'loading' && (
        <>
          <Spinner /> {words.earlier}
        </>
      )}
      {history.kind === 'more' && (
        <Button variant="quiet" onClick={() => void store.loadEarlier()}>
          {words.earlier}
        </Button>
      )}
      {history.kind === 'failed' && (
        <>
          {words.earlierFailed} {history.detail}
          <Button onClick={() => void store.loadEarlier()}>{common.retry}</Button>
        </>
      )}
    </p>
  );
}
