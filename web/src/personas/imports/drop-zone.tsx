import { Upload } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { FILE_LIMIT_MB } from './import-queue.ts';

const ACCEPTED = '.png,.json,.charx,image/png,application/json';

/** Where files are chosen, by a real file field; they may be dropped anywhere on the page. */
export function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { imports: words } = usePersonaWords();
  const hintId = useId();
  const isOver = useDrop(onFiles);
  return (
    <label
      className={classNames(
        'relative flex min-h-40 flex-col items-center justify-center gap-2 rounded-card border-2 border-dashed p-6 text-center hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-raised',
      )}
    >
      <Upload size={24} strokeWidth={1.5} aria-hidden="true" className="text-muted" />
      <span className="font-serif text-head font-medium">{words.drop}</span>
      <span id={hintId} className="max-w-prose text-body text-pretty text-muted">
        {words.limits(FILE_LIMIT_MB)}
      </span>
      <input
        type="file"
        multiple
        accept={ACCEPTED}
        aria-label={words.drop}
        aria-describedby={hintId}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file may be chosen again.
          target.value = '';
        }}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
    </label>
  );
}

/** Takes files that are dropped anywhere; without this the browser would leave the page to show one. */
function useDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsOver(false);
      if (!holdsFiles(event)) return;
      event.preventDefault();
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [onFiles]);
  return isOver;
}
