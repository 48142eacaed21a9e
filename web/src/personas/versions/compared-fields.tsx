import type { Sheet, SheetField } from '@chimera/protocol/persona';
import { Badge } from '../../ui/badge.tsx';
import { Fold } from '../../ui/fold.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { type ChangedPart, changedParts } from './changed-part.ts';
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
  const [parts, others] = changedParts(a, b);
  const isChanged = JSON.stringify(left.sheet[field]) !== JSON.stringify(right.sheet[field]);
  return (
    <section className="border-t border-line py-4">
      <h2 className="mb-2 flex items-center gap-2 text-body font-medium">
        {words.versions.fields[field]}
        {isChanged && <Badge>{words.versions.isChanged}</Badge>}
      </h2>
      <div className="grid gap-4 sm:grid-cols-2 sm:gap-8">
        <Cell label={left.label} parts={parts} />
        <Cell label={right.label} parts={others} />
      </div>
    </section>
  );
}

function Cell({
  label,
  parts: { before, changed, after },
}: {
  readonly label: string;
  readonly parts: ChangedPart;
}) {
  const { versions: words } = usePersonaWords();
  const isEmpty = before + changed + after === '';
  // The space before a word that changed is not marked with it.
  const space = /^\s+(?=\S)/.exec(changed)?.[0] ?? '';
  return (
    <div className="min-w-0">
      <h3 className="text-note text-muted">{label}</h3>
      {isEmpty ? (
        <p className="text-body text-muted italic">{words.nothing}</p>
      ) : (
        <p dir="auto" className="text-body wrap-anywhere whitespace-pre-line">
          {before}
          {space}
          {changed !== '' && (
            <mark className="rounded-key bg-accent-soft text-ink underline decoration-accent decoration-2 underline-offset-4">
              {changed.slice(space.length)}
            </mark>
          )}
          {after}
        </p>
      )}
    </div>
  );
}
