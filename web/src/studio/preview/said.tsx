import { RotateCcw, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dotted } from '../../ui/dotted.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Face } from '../../ui/face.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { useNumbers } from '../../words/use-numbers.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { differingFields, type EditedSheet } from '../edited-sheet.ts';
import { type SaidLine, spokenLines, type Tryout } from './tryout.ts';

/** As near to the end as this, one is at the end. */
const NEAR_PX = 48;

export interface SaidProps {
  readonly tryout: Tryout;
  /** As it stands now. */
  readonly sheet: EditedSheet;
  readonly personaKey: string;
  readonly blocked: string | undefined;
  readonly onStop: () => void;
  readonly onAgain: (() => void) | undefined;
}

/** What was said, like a script; and what has changed in the sheet since. */
export function Said({ tryout, sheet, personaKey, blocked, onStop, onAgain }: SaidProps) {
  const words = useStudioWords();
  const { phase } = tryout;
  const end = useEndInView(tryout);
  if (phase.name === 'idle') return <EmptyState title={words.emptyTitle}>{words.emptyHint}</EmptyState>;
  const lines = spokenLines(tryout);
  const isTalking = phase.name === 'talking';
  const hasSpoken = lines.some(({ by }) => by !== 'you');
  return (
    <section
      aria-label={words.transcript}
      className="grid grid-cols-[minmax(0,1fr)] gap-4 border-t border-line pt-4"
    >
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
        <ChangedSince tried={tryout.sheet} sheet={sheet} />
        {/* One button: whoever stops keeps the focus. */}
        <Button
          className="ml-auto"
          disabledReason={isTalking ? undefined : blocked}
          icon={
            isTalking ? (
              <Square size={14} strokeWidth={1.5} aria-hidden="true" />
            ) : (
              <RotateCcw size={14} strokeWidth={1.5} aria-hidden="true" />
            )
          }
          onClick={isTalking ? onStop : onAgain}
        >
          {isTalking ? words.stop : words.again}
        </Button>
      </div>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-busy={isTalking}>
        {lines.map((line) => (
          <Line key={line.id} line={line} sheet={sheet} personaKey={personaKey} isTalking={isTalking} />
        ))}
      </ol>
      {phase.name === 'stopped' && <p className="text-body text-muted">{words.stopped}</p>}
      {phase.name === 'failed' && (
        <ErrorBlock title={hasSpoken ? words.brokeOff : words.notSaid}>{phase.reason}</ErrorBlock>
      )}
      <span ref={end} />
    </section>
  );
}

/** Which fields are other than when it spoke. */
function ChangedSince({ tried, sheet }: { readonly tried: EditedSheet | null; readonly sheet: EditedSheet }) {
  const words = useStudioWords();
  const { common } = useWords();
  const { versions } = usePersonaWords();
  if (tried === null) return null;
  const changed = differingFields(tried, sheet).map((field) => versions.fields[field]);
  if (changed.length === 0) return null;
  return (
    <p className="min-w-0 flex-1 basis-48 border-l-2 border-accent pl-3 text-note text-muted">
      {words.changedSince(common.names(changed))}
    </p>
  );
}

function Line({
  line,
  sheet,
  personaKey,
  isTalking,
}: Pick<SaidProps, 'sheet' | 'personaKey'> & { readonly line: SaidLine; readonly isTalking: boolean }) {
  const words = useStudioWords();
  const isSelf = line.by === 'self';
  const seat = isSelf ? seatOfColour(sheet.avatar.color, personaKey) : seatOfColour('', line.name);
  return (
    <li className="flex gap-3" data-seat={line.by === 'you' ? 'none' : seat}>
      <Face
        name={line.name}
        size={28}
        seatNumber={seat}
        state={line.by === 'you' ? 'human' : 'listening'}
        avatar={isSelf ? sheet.avatar : undefined}
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-body">
          <bdi className="font-semibold text-seat">{line.name}</bdi>
          <SpokenNote line={line} />
        </p>
        <p dir="auto" className="font-said text-stage wrap-anywhere whitespace-pre-wrap">
          {line.text === '' && isTalking ? (
            <span className="text-muted italic">{words.thinking}</span>
          ) : (
            line.text
          )}
        </p>
      </div>
    </li>
  );
}

/** The brain that really spoke, in whose place, and what it read and wrote. */
function SpokenNote({ line: { brain, usage } }: { readonly line: SaidLine }) {
  const words = useStudioWords();
  const { conversation } = useWords();
  const numbers = useNumbers();
  if (brain === null) return null;
  const { kind, model, fallbackFrom } = brain;
  return (
    <span className="text-note text-muted">
      <Dotted>
        {words.spoken(kind === 'demo' ? words.demoBrain : `${conversation.providers[kind]} · ${model}`)}
        {kind === 'demo' && words.demo}
        {fallbackFrom !== undefined && words.inPlaceOf(fallbackFrom)}
        {kind !== 'demo' &&
          usage !== null &&
          words.tokens(numbers.count(usage.inputTokens), numbers.count(usage.outputTokens))}
      </Dotted>
    </span>
  );
}

/** A new try comes into view, and new words do as long as their end was in view. */
function useEndInView({ id, lines }: Tryout) {
  const end = useRef<HTMLSpanElement>(null);
  const before = useRef({ id: 0, heightPx: 0 });
  // A line without a word counts as well: who is thinking is seen.
  const spoken = lines.reduce((sum, { text }) => sum + 1 + text.length, 0);
  useEffect(() => {
    const scroller = end.current?.closest('[data-scroller]');
    if (!end.current || !scroller || spoken === 0) return;
    const grownPx = scroller.scrollHeight - before.current.heightPx;
    const endBefore = end.current.getBoundingClientRect().bottom - grownPx;
    // Where the panel does not scroll by itself, the page does.
    const frameEnd = Math.min(scroller.getBoundingClientRect().bottom, window.innerHeight);
    const isNew = before.current.id !== id;
    if (isNew || endBefore < frameEnd + NEAR_PX) end.current.scrollIntoView({ block: 'nearest' });
    before.current = { id, heightPx: scroller.scrollHeight };
  }, [id, spoken]);
  return end;
}
