import type { Message } from '@chimera/protocol/message';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useReading } from '../live/use-reading.ts';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useWords } from '../words/use-words.ts';
import { isolate } from '../ui/isolate.ts';
import { LoadingScreen, TroubleScreen } from './waiting.tsx';
import { Marks } from './script/marks.tsx';
import { Said } from './script/said.tsx';
import { StageProvider, useStage } from './stage.tsx';
import { useNumbers } from '../words/use-numbers.ts';

/** The same talk as one quiet page: every message, headings, nothing that moves. */
export function ReadPage({ conversationId }: { readonly conversationId: string }) {
  return (
    <StageProvider id={conversationId}>
      <Page />
    </StageProvider>
  );
}

function Page() {
  const { store } = useStage();
  const status = useReading(store.status);
  const isKnown = useReading(store.conversation) !== null;
  if (status.kind === 'missing' || (status.kind === 'failed' && !isKnown))
    return <TroubleScreen status={status} />;
  return isKnown ? <Text /> : <LoadingScreen />;
}

function Text() {
  const { id, store } = useStage();
  const { conversation: words, common } = useWords();
  const conversation = useReading(store.conversation);
  const history = useReading(store.history);
  const rows = useWholeTalk();
  if (!conversation) return null;
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-(--column) px-4 py-8 outline-none">
      <p className="mb-6">
        <Link
          to="/c/$conversationId"
          params={{ conversationId: id }}
          className="inline-flex min-h-11 items-center text-body text-accent underline underline-offset-4"
        >
          {words.backToLive}
        </Link>
      </p>
      <h1 dir="auto" className="font-serif text-title font-medium text-balance wrap-anywhere">
        {conversation.title}
      </h1>
      {conversation.topic !== conversation.title && (
        <p dir="auto" className="mt-2 font-serif text-stage text-muted italic">
          {conversation.topic}
        </p>
      )}
      <p className="mt-2 text-body text-muted">
        {common.names(conversation.seats.map(({ name }) => isolate(name)))} · {common.messages(rows.length)}
      </p>
      {history.kind === 'loading' && <p className="mt-6 text-body text-muted">{words.loading}</p>}
      {history.kind === 'failed' && (
        <p className="mt-6 flex items-center gap-4 text-body text-danger">
          {words.earlierFailed}
          <Button onClick={() => void store.loadEarlier()}>{common.retry}</Button>
        </p>
      )}
      {rows.map((row) => (
        <LineOf key={row} id={row} />
      ))}
    </main>
  );
}

/** Lines on their way and turns under way are not shown: this page does not move. */
function LineOf({ id }: { readonly id: string }) {
  const { store } = useStage();
  const row = useReading(store.row(id));
  return row?.kind === 'message' ? <Line message={row.message} /> : null;
}

function Line({ message }: { readonly message: Message }) {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const numbers = useNumbers();
  const { author, text, createdAt } = message;
  const facts = useReading(store.seat(author.seatId ?? ''));
  if (author.kind === 'system') {
    return (
      <p dir="auto" className="mt-6 border-y border-line py-2 text-center text-body text-muted">
        {text}
      </p>
    );
  }
  const isNarrator = author.kind === 'narrator';
  return (
    <article
      data-seat={facts ? String(((facts.number - 1) % 12) + 1) : 'none'}
      className="mt-6 [contain-intrinsic-size:auto_120px] [content-visibility:auto]"
    >
      <header className="mb-1 flex flex-wrap items-baseline gap-x-2 text-note text-muted">
        <h2 className={classNames('text-body font-semibold', isNarrator ? 'sr-only' : 'text-seat')}>
          <bdi>{isNarrator ? words.narrator : author.name}</bdi>
        </h2>
        <Marks message={message} />
        <time dateTime={createdAt} className={isNarrator ? 'sr-only' : 'ml-auto tabular-nums'}>
          {numbers.time(createdAt)}
        </time>
      </header>
      <Said text={text} look={isNarrator ? 'stage' : 'said'} />
    </article>
  );
}

/** Fetches page after page until the beginning; what is said meanwhile is added at the end. */
function useWholeTalk(): readonly string[] {
  const { store } = useStage();
  const history = useReading(store.history);
  useEffect(() => store.backToNow(), [store]);
  useEffect(() => {
    if (history.kind === 'more') void store.loadEarlier();
  }, [store, history]);
  return useReading(store.order);
}
