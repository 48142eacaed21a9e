import type { Persona } from '@chimera/protocol/persona';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useWords } from '../words/use-words.ts';
import { CastPicker } from './cast-picker.tsx';

export interface CastSheetProps {
  readonly personas: readonly Persona[];
  readonly chosenIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** The choice of who will talk. */
export function CastSheet({ personas, chosenIds, onChange, onClose }: CastSheetProps) {
  const { home } = useWords();
  return (
    <Sheet
      title={home.cast}
      description={home.castHint}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <div className="flex items-center justify-between gap-4">
          <span className="text-body text-muted">{home.castChosen(chosenIds.length)}</span>
          <Button variant="primary" onClick={onClose}>
            {home.castDone}
          </Button>
        </div>
      }
    >
      <CastPicker personas={personas} chosenIds={chosenIds} onChange={onChange} />
    </Sheet>
  );
}
