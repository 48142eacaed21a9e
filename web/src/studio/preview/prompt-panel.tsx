import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import type { Composed } from '../../queries/use-composed-sheet.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Fold } from '../../ui/fold.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { type PromptPiece, piecesOf } from '../prompt-parts.ts';

/** What is seen above a part that came into view. */
const ABOVE_PX = 48;

export interface PromptPanelProps {
  readonly composed: Composed;
  /** Some of the sheet has to be mended before the server can say. */
  readonly isWaiting: boolean;
  /** The field that is being edited. */
  readonly edited: string | null;
  readonly onGo: (field: string) => void;
}

/** Word for word what a model is told of this persona, and which field each part comes from. */
export function PromptPanel({
  composed: { data: composed, error, retry },
  isWaiting,
  edited,
  onGo,
}: PromptPanelProps) {
  const words = useStudioWords();
  const { common } = useWords();
  const pieces = useMemo(() => (composed === undefined ? [] : piecesOf(composed)), [composed]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <p className="text-note text-muted">
        {words.toldHint}
        {composed !== undefined && ` ${words.toldTokens(composed.tokens)}.`}
      </p>
      {isWaiting && <p className="text-body text-warn">{words.toldWaits}</p>}
      {error !== null && (
        <ErrorBlock title={words.toldFailed} actions={<Button onClick={retry}>{common.retry}</Button>}>
          {reasonOf(error)}
        </ErrorBlock>
      )}
      {composed === undefined && error === null && !isWaiting && (
        <output aria-label={common.loading} className="grid gap-2">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-24" />
        </output>
      )}
      {composed !== undefined && (
        <>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
            {pieces.map((piece) => (
              <Piece key={piece.start} piece={piece} isEdited={piece.field === edited} onGo={onGo} />
            ))}
          </div>
          <Fold label={words.toldCard}>
            <p className="text-note text-muted">{words.toldCardHint}</p>
            <p dir="auto" className="font-serif text-body wrap-anywhere whitespace-pre-wrap">
              {composed.card}
            </p>
          </Fold>
        </>
      )}
    </div>
  );
}

function Piece({
  piece: { field, text },
  isEdited,
  onGo,
}: {
  readonly piece: PromptPiece;
  readonly isEdited: boolean;
  readonly onGo: (field: string) => void;
}) {
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const part = useInView(isEdited);
  const shown = text.replaceAll(/^\n+|\n+$/gu, '');
  if (shown === '') return null;
  const body = (
    <p dir="auto" className="font-serif text-body wrap-anywhere whitespace-pre-wrap">
      {shown}
    </p>
  );
  if (field === null) return <div className="border-l-2 border-transparent pl-3 text-muted">{body}</div>;
  const name = nameOf(field, versions.fields);
  return (
    <div
      ref={part}
      data-edited={isEdited || undefined}
      className={classNames(
        'rounded-r-card border-l-2 pl-3',
        isEdited ? 'border-accent bg-accent-soft py-1 pr-2' : 'border-line',
      )}
    >
      <p className="flex min-h-6 items-center gap-2 text-note text-muted touch:-mb-2">
        <button
          type="button"
          aria-label={words.toldGo(name)}
          onClick={() => onGo(field)}
          className="min-h-6 rounded-key underline decoration-line-strong underline-offset-4 hover:text-ink touch:min-h-11 touch:min-w-11 touch:text-left"
        >
          {name}
        </button>
        {isEdited && <span>{words.toldEdited}</span>}
      </p>
      {body}
    </div>
  );
}

function nameOf(field: string, names: Readonly<Record<string, string>>): string {
  return names[field] ?? field;
}

/** The part of the field that is being edited comes into view, inside the panel only. */
function useInView(isEdited: boolean): RefObject<HTMLDivElement | null> {
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scroller = part.current?.closest('[data-scroller]');
    if (!isEdited || !part.current || !scroller) return;
    const [box, frame] = [part.current.getBoundingClientRect(), scroller.getBoundingClientRect()];
    const isOut = box.top < frame.top || box.bottom > frame.bottom;
    if (isOut) scroller.scrollTop += box.top - frame.top - ABOVE_PX;
  }, [isEdited]);
  return part;
}
