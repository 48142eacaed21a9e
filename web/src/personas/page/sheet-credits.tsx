import type { Sheet } from '@chimera/protocol/persona';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { LongText } from './long-text.tsx';

/** Who made the card that it came from. */
export function SheetCredits({ credits = {} }: Pick<Sheet, 'credits'>) {
  const { persona: words } = usePersonaWords();
  const { creator = '', version = '', notes = '' } = credits;
  if (creator === '' && version === '' && notes === '') return null;
  const facts = [
    [words.madeBy, creator],
    [words.cardVersion, version],
  ].filter(([, fact]) => fact !== '');
  return (
    <Part title={words.credits}>
      {facts.length > 0 && (
        <dl className="grid gap-x-4 gap-y-1 text-body sm:grid-cols-[auto_1fr]">
          {facts.map(([name, fact]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd dir="auto" className="min-w-0 wrap-anywhere">
                {fact}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {notes !== '' && (
        <div className="mt-3">
          <h3 className="mb-1 text-note font-medium text-muted">{words.cardNotes}</h3>
          <LongText text={notes} className="text-body" />
        </div>
      )}
    </Part>
  );
}
