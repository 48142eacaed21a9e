import type { Sheet } from '@chimera/protocol/persona';
import type { ReactNode } from 'react';
import { Fold } from '../../ui/fold.tsx';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { filledText } from './filled-text.ts';
import { LongText } from './long-text.tsx';

const LINES_SHOWN = 5;

/** How it sounds: what it says first, and lines that show its voice. */
export function SheetLines({ sheet, seatNumber }: { readonly sheet: Sheet; readonly seatNumber: number }) {
  const { persona: words } = usePersonaWords();
  const filled = (text: string) => filledText(text, sheet.name, words.user);
  const greeting = sheet.greeting ?? '';
  const others = sheet.alternateGreetings;
  const [lines, more] = [
    sheet.exampleMessages.slice(0, LINES_SHOWN),
    sheet.exampleMessages.slice(LINES_SHOWN),
  ];
  if (greeting === '' && others.length === 0 && lines.length === 0) return null;
  return (
    <Part title={words.lines}>
      <div data-seat={((seatNumber - 1) % 12) + 1} className="grid gap-4">
        {greeting !== '' && (
          <Quoted label={words.greeting}>
            <LongText text={filled(greeting)} />
          </Quoted>
        )}
        {others.length > 0 && (
          <Fold label={words.otherGreetings(others.length)}>
            <Lines lines={others.map(filled)} />
          </Fold>
        )}
        {lines.length > 0 && <Lines lines={lines.map(filled)} />}
        {more.length > 0 && (
          <Fold label={words.moreLines(more.length)}>
            <Lines lines={more.map(filled)} />
          </Fold>
        )}
      </div>
    </Part>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <ul className="grid gap-4">
      {lines.map((line, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the same line may stand there twice
        <li key={index}>
          <Quoted>
            <LongText text={line} />
          </Quoted>
        </li>
      ))}
    </ul>
  );
}

/** The line stands where the words begin, whichever way they run. */
const quotedLook =
  'max-w-prose border-l-2 border-seat pl-3 font-serif text-stage has-[p:dir(rtl)]:border-r-2 has-[p:dir(rtl)]:border-l-0 has-[p:dir(rtl)]:pr-3 has-[p:dir(rtl)]:pl-0 has-[p:dir(rtl)]:text-right';

function Quoted({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <div className={quotedLook}>
      {label !== undefined && <h3 className="font-chrome text-note font-medium text-muted">{label}</h3>}
      {children}
    </div>
  );
}
