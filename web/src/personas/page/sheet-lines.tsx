import type { Sheet } from '@chimera/protocol/persona';
import { Fold } from '../../ui/fold.tsx';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { filledText } from './filled-text.ts';
import { LongText } from './long-text.tsx';

const LINES_SHOWN = 5;
/** The bar stands where the words begin, whichever way they run. */
const quotedLook = 'border-s-2 border-seat ps-3 font-serif text-stage';

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
          <div>
            <h3 className="mb-1 text-note font-medium text-muted">{words.greeting}</h3>
            <LongText text={filled(greeting)} className={quotedLook} />
          </div>
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
          <LongText text={line} className={quotedLook} />
        </li>
      ))}
    </ul>
  );
}
