import type { Sheet, SheetField } from '@chimera/protocol/persona';
import { Fragment } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Fold } from '../../ui/fold.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { comparedTexts, type TextPart } from './compared-texts.ts';
import { fieldText } from './field-text.ts';

interface Side {
  readonly label: string;
  readonly sheet: Sheet;
}

export interface ComparedFieldsProps {
  readonly left: Side;
  readonly right: Side;
}

const FIELDS = [
  'name',
  'tagline',
  'aliases',
  'description',
  'systemPrompt',
  'greeting',
  'alternateGreetings',
  'exampleMessages',
  'traits',
  'style',
  'talkativeness',
  'pacing',
  'tags',
  'avatar',
  'brain',
  'fallbacks',
  'voice',
  'lore',
  'credits',
] as const satisfies readonly SheetField[];

/** Field by field; those that differ first and marked, the others behind a word. */
export function ComparedFields({ left, right }: ComparedFieldsProps) {
  const { versions: words } = usePersonaWords();
  const differs = (field: SheetField) =>
    JSON.stringify(left.sheet[field]) !== JSON.stringify(right.sheet[field]);
  const changed = FIELDS.filter(differs);
  const same = FIELDS.filter((field) => !differs(field));
  return (
    <>
      <output className="mb-4 block text-body text-muted">
        {changed.length === 0 ? words.same : words.differ(changed.length)}
      </output>
      {changed.map((field) => (
        <ComparedField key={field} field={field} left={left} right={right} />
      ))}
      {same.length > 0 && (
        <Fold label={words.unchangedFields(same.length)}>
          <div>
            {same.map((field) => (
              <ComparedField key={field} field={field} left={left} right={right} />
            ))}
          </div>
        </Fold>
      )}
    </>
  );
}

function ComparedField({ field, left, right }: ComparedFieldsProps & { readonly field: SheetField }) {
  const words = usePersonaWords();
  const [a, b] = [fieldText(left.sheet, field, words), fieldText(right.sheet, field, words)];
  const [parts, others] = comparedTexts(a, b);
  const isChanged = JSON.stringify(left.sheet[field]) !== JSON.stringify(right.sheet[field]);
  return (
    <section className="border-t border-line py-4">
      <h2 className="mb-2 flex items-center gap-2 text-body font-medium">
        {words.versions.fields[field]}
        {isChanged && <Badge>{words.versions.isChanged}</Badge>}
      </h2>
      {/* As wide apart as the two choices above, which have a button between them. */}
      <div className="grid gap-4 sm:grid-cols-2 sm:gap-[calc(var(--control)+64px)]">
        <Cell label={left.label} parts={parts} />
        <Cell label={right.label} parts={others} />
      </div>
    </section>
  );
}

function Cell({ label, parts }: { readonly label: string; readonly parts: readonly TextPart[] }) {
  const { versions: words } = usePersonaWords();
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-note text-muted">{label}</h3>
      {parts.length === 0 ? (
        <p className="text-body text-muted italic">{words.nothing}</p>
      ) : (
        <p dir="auto" className="text-body wrap-anywhere whitespace-pre-line">
          {parts.map((part, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the same words may stand there twice
            <Fragment key={index}>{part.isChanged ? <Changed text={part.text} /> : part.text}</Fragment>
          ))}
        </p>
      )}
    </div>
  );
}

/** The space before a word that changed is not marked with it. */
function Changed({ text }: { readonly text: string }) {
  const space = /^\s+(?=\S)/.exec(text)?.[0] ?? '';
  return (
    <>
      {space}
      <mark className="rounded-key bg-accent-soft text-ink underline decoration-accent decoration-2 underline-offset-4">
        {text.slice(space.length)}
      </mark>
    </>
  );
}
