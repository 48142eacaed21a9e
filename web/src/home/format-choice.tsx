import type { Format } from '@chimera/protocol/format';
import { misfit, rolesOf } from '@chimera/protocol/format-cast';
import type { Persona } from '@chimera/protocol/persona';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useWords } from '../words/use-words.ts';

export interface FormatChoiceProps {
  readonly formats: readonly Format[];
  readonly formatId: string;
  readonly onChange: (formatId: string) => void;
  /** In the order of the cast: it says who plays which role. */
  readonly cast: readonly Persona[];
}

/** How turns go, and who gets which role in it. */
export function FormatChoice({ formats, formatId, onChange, cast }: FormatChoiceProps) {
  const { home } = useWords();
  const format = formats.find(({ id }) => id === formatId);
  if (!format) return null;
  const error = castProblem(format, cast) ?? undefined;
  const roles = error === undefined ? rolesText(format, cast) : '';
  return (
    <div className="mt-4 max-w-md">
      <Field
        label={home.format}
        hint={roles === '' ? format.description : `${format.description} ${roles}`}
        error={error}
      >
        {(control) => (
          <Select
            {...control}
            value={formatId}
            onValueChange={onChange}
            options={formats.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
    </div>
  );
}

/** Why this cast cannot play it; null: it can. */
export function castProblem(format: Format, cast: readonly Persona[]): string | null {
  return misfit(format, seated(cast));
}

/** Such as "Socrates: for the motion. Dorothy: against the motion." */
function rolesText({ roles = [] }: Format, cast: readonly Persona[]): string {
  const played = rolesOf({ roles }, seated(cast));
  return cast
    .flatMap(({ id, name }) => {
      const role = roles.find((each) => each.id === played.get(id));
      return role ? [`${name}: ${role.name.toLowerCase()}.`] : [];
    })
    .join(' ');
}

function seated(cast: readonly Persona[]) {
  return cast.map(({ id }) => ({ id, brain: null }));
}
