import type { Persona } from '@chimera/protocol/persona';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FaceStack } from '../ui/face-stack.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

const CastSheet = lazy(async () => ({ default: (await import('./cast-sheet.tsx')).CastSheet }));

export interface CastChoiceProps {
  readonly personas: readonly Persona[] | undefined;
  readonly failed: boolean;
  readonly onRetry: () => void;
  readonly chosenIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** Who will talk, in one line, with the way to change it. */
export function CastChoice({ personas, failed, onRetry, chosenIds, onChange }: CastChoiceProps) {
  const { common, home } = useWords();
  const [open, setOpen] = useState(false);
  if (failed) {
    return (
      <p className="flex flex-wrap items-center gap-3 text-body text-danger">
        {home.personasMissing}
        <Button onClick={onRetry}>{common.retry}</Button>
      </p>
    );
  }
  if (personas === undefined) return <Skeleton className="h-10 w-72" />;
  const people = chosenIds
    .map((id) => personas.find((persona) => persona.id === id))
    .filter((persona) => persona !== undefined)
    .map(({ name, avatar }) => ({ name, avatar }));
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1">
      <FaceStack people={people} />
      <span className="min-w-0 text-body text-muted">
        {people.length === 0 ? home.castEmpty : common.names(people.map(({ name }) => name))}
      </span>
      <Button
        variant="quiet"
        className="-mx-2 px-2! text-accent! underline underline-offset-4"
        onClick={() => setOpen(true)}
      >
        {home.changeCast}
      </Button>
      <Suspense>
        {open && (
          <CastSheet
            personas={personas}
            chosenIds={chosenIds}
            onChange={onChange}
            onClose={() => setOpen(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
