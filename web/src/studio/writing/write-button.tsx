import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import type { EditedSheet } from '../edited-sheet.ts';
import type { Studio } from '../use-studio.ts';
import { WriteForMe } from './write-for-me.tsx';

/** Has a model write the sheet. Whatever it filled in can be taken back at once. */
export function WriteButton({ studio }: { readonly studio: Studio }) {
  const words = useStudioWords();
  const toast = useToast();
  /** The sheet as it was; null: nothing is being written. */
  const [before, setBefore] = useState<EditedSheet | null>(null);

  function tell(sentence: string, old: EditedSheet): void {
    const undo = () => {
      studio.edit(old);
      toast.show({ text: words.isBack });
    };
    const isOther = studio.current() !== old;
    toast.show({ text: sentence, ...(isOther && { action: { label: words.undo, onPress: undo } }) });
  }

  return (
    <>
      <Button
        icon={<PenLine size={16} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => setBefore(studio.current())}
      >
        {words.writeForMe}
      </Button>
      {before !== null && (
        <WriteForMe
          studio={studio}
          onWritten={(sentence) => tell(sentence, before)}
          onClose={() => setBefore(null)}
        />
      )}
    </>
  );
}
