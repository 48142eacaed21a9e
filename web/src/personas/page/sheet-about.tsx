import type { Sheet } from '@chimera/protocol/persona';
import { Fold } from '../../ui/fold.tsx';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { filledText } from './filled-text.ts';
import { LongText } from './long-text.tsx';

/** Who it is, in words for people and, folded, in those for a model. */
export function SheetAbout({ sheet }: { readonly sheet: Sheet }) {
  const { persona: words } = usePersonaWords();
  const { description, systemPrompt, name } = sheet;
  const filled = (text: string) => filledText(text, name, words.user);
  return (
    <Part title={words.about}>
      {description === '' && <p className="text-body text-muted">{words.noDescription}</p>}
      {description !== '' && <LongText text={filled(description)} className="font-serif text-stage" />}
      {systemPrompt !== '' && (
        <div className="mt-3">
          <Fold label={words.prompt}>
            <LongText text={filled(systemPrompt)} className="text-body" />
          </Fold>
        </div>
      )}
    </Part>
  );
}
