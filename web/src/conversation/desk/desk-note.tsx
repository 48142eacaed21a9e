import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useHint } from '../use-hint.ts';
import { useDueOffer } from './use-due-offer.ts';

/** Why the last action was not done, or one thing to know; gone by itself, or for good when it was done or closed. */
export function DeskNote() {
  const { problem } = useStage();
  const { conversation: words } = useWords();
  const { hint, close } = useHint();
  const trouble = useReading(problem);
  // One thing at a time.
  const isOffered = useDueOffer() !== null;
  if (trouble !== null) return <Note danger>{trouble}</Note>;
  if (hint === null || isOffered) return null;
  return (
    <Note>
      {hint === 'face' ? words.hintFace : words.hintSpace}
      <IconButton
        label={words.gotIt}
        icon={<X size={14} strokeWidth={1.5} aria-hidden="true" />}
        onClick={close}
        className="-my-2 -mr-2 size-8! touch:size-11!"
      />
    </Note>
  );
}

/** Lies in the room below the last line, so that neither its coming nor its going moves anything. */
function Note({ danger = false, children }: { readonly danger?: boolean; readonly children: ReactNode }) {
  return (
    <div className="absolute inset-x-0.5 bottom-0.5 bg-surface px-2 sm:px-6">
      <p
        className={classNames(
          'mx-auto flex w-fit max-w-180 items-center gap-2 px-2 py-1 text-note',
          danger ? 'text-danger' : 'text-muted',
        )}
      >
        {children}
      </p>
    </div>
  );
}
