import type { Persona } from '@chimera/protocol/persona';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { usePersonaWords } from '../words/use-persona-words.ts';
import { useWords } from '../words/use-words.ts';
import { CastPicker } from './cast-picker.tsx';
import { KeepCast } from './keep-cast.tsx';

export interface CastSheetProps {
  readonly personas: readonly Persona[];
  readonly chosenIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The choice of who will talk. */
export function CastSheet({ personas, chosenIds, onChange, onClose }: CastSheetProps) {
  const { home } = useWords();
  const { casts } = usePersonaWords();
  const [keeping, setKeeping] = useState(false);
  return (
    <Sheet
      title={home.cast}
      description={home.castHint}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <div className="flex items-center justify-between gap-4">
          <span className="text-body text-muted">{home.castChosen(chosenIds.length)}</span>
          <span className="flex flex-wrap justify-end gap-2">
            {chosenIds.length > 0 && <Button onClick={() => setKeeping(true)}>{casts.keepAs}</Button>}
            <Button variant="primary" onClick={onClose}>
              {home.castDone}
            </Button>
          </span>
        </div>
      }
    >
      <CastPicker personas={personas} chosenIds={chosenIds} onChange={onChange} />
      {keeping && <KeepCast personaIds={chosenIds} onClose={() => setKeeping(false)} />}
    </Sheet>
  );
}
