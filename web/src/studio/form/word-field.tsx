import { ChipInput } from '../../ui/chip-input.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';

/** Traits, tags or aliases. */
export function WordField({
  field,
  hint,
}: {
  readonly field: 'traits' | 'tags' | 'aliases';
  readonly hint: string;
}) {
  const { sheet, edit, errorAt } = useSheet();
  const { versions } = usePersonaWords();
  const words = useStudioWords();
  return (
    <div data-field={field}>
      <ChipInput
        label={versions.fields[field]}
        hint={hint}
        words={words.chips}
        values={sheet[field]}
        error={errorAt(field)}
        onChange={(values) => edit({ [field]: values })}
      />
    </div>
  );
}
