import type { Format } from '@chimera/protocol/format';
import { misfit, rolesOf } from '@chimera/protocol/format-cast';
import type { Persona } from '@chimera/protocol/persona';
import { CircleAlert } from 'lucide-react';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

export interface FormatChoiceProps {
  readonly formats: readonly Format[] | undefined;
  readonly format: Format | undefined;
  readonly onChange: (formatId: string) => void;
}

/** What says more about the format that is chosen. */
const NOTE_ID = 'format-note';

/** How turns go. */
export function FormatChoice({ formats, format, onChange }: FormatChoiceProps) {
  const { home } = useWords();
  if (!formats || !format) return <Skeleton className="h-11 w-52" />;
  return (
    <Select
      aria-label={home.format}
      aria-describedby={NOTE_ID}
      className="w-52"
      value={format.id}
      onValueChange={onChange}
      options={formats.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

/** What the format is, who gets which role in it, or why this cast cannot play it. */
export function FormatNote({
  format,
  cast,
}: {
  readonly format: Format | undefined;
  /** In the order in which roles are given. */
  readonly cast: readonly Persona[];
}) {
  // Keeps its line, so that nothing below moves when it comes.
  if (!format) return <p className="mt-1 text-note">&nbsp;</p>;
  const problem = castProblem(format, cast);
  if (problem !== null) {
    return (
      <p id={NOTE_ID} role="alert" className="mt-1 flex items-center gap-1 text-note text-danger">
        <CircleAlert size={14} aria-hidden="true" />
        {problem}
      </p>
    );
  }
  return (
    <p id={NOTE_ID} className="mt-1 text-note text-pretty text-muted">
      {`${format.description} ${rolesText(format, cast)}`.trim()}
    </p>
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
