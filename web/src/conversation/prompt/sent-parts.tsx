import type { SentPart } from '@chimera/protocol/sent-prompt';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useWords } from '../../words/use-words.ts';

/** The parts of a prompt in the order in which a model reads them. */
export function SentParts({ parts }: { readonly parts: readonly SentPart[] }) {
  return (
    <ol className="grid gap-4">
      {parts.map((part, at) => (
        // Parts are never moved, and two may be the same.
        // oxlint-disable-next-line react/no-array-index-key
        <Part key={at} part={part} />
      ))}
    </ol>
  );
}

/** A part that is longer shows its beginning. */
const FOLDED_LENGTH = 400;

function Part({ part }: { readonly part: SentPart }) {
  const { prompt: words } = useWords();
  const [open, setOpen] = useState(false);
  const isLong = part.text.length > FOLDED_LENGTH;
  const text = isLong && !open ? `${part.text.slice(0, FOLDED_LENGTH).toWellFormed()}…` : part.text;
  return (
    <li className={classNames('border-l-2 pl-3', part.kind === 'tail' ? 'border-accent' : 'border-line')}>
      <p className="flex justify-between gap-4 text-note text-muted">
        <span>{words.kinds[nameOf(part)]}</span>
        <span>{words.tokens(part.tokens)}</span>
      </p>
      <p dir="auto" className="mt-1 font-serif text-body wrap-anywhere whitespace-pre-wrap">
        {text}
      </p>
      {isLong && !open && (
        <Button variant="quiet" className="mt-1" onClick={() => setOpen(true)}>
          {words.showAll}
        </Button>
      )}
    </li>
  );
}

function nameOf({ kind, role }: SentPart): keyof ReturnType<typeof useWords>['prompt']['kinds'] {
  if (kind !== 'line') return kind;
  return role === 'assistant' ? 'own' : 'heard';
}
