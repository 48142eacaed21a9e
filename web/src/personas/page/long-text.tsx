import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';

export interface LongTextProps {
  readonly text: string;
  readonly className?: string;
}

/** From here on a text is shown by its beginning; the rest is there on a press. */
const LONG = { letters: 700, lines: 10 };

/** What somebody wrote, with its line breaks. HTML in it is text like any other. */
export function LongText({ text, className }: LongTextProps) {
  const { persona: words } = usePersonaWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const isLong = text.length > LONG.letters || text.split('\n').length > LONG.lines;
  return (
    <>
      <p
        id={id}
        dir="auto"
        className={classNames(
          'max-w-prose text-pretty wrap-anywhere whitespace-pre-line',
          isLong && !open && 'line-clamp-8',
          className,
        )}
      >
        {text}
      </p>
      {isLong && (
        <Button
          variant="quiet"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="-ml-2 px-2! text-accent! underline underline-offset-4"
        >
          {open ? words.showLess : words.showAll}
        </Button>
      )}
    </>
  );
}
