import { useReading } from '../../live/use-reading.ts';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

/**
 * Offered once to who listens, when the talk is faster than it can be read out. Who reads it knows the pace control;
 * so it is seen only while it has the focus.
 */
export function WaitOffer() {
  const { store, direction, act, waitOffered } = useStage();
  const { conversation: words } = useWords();
  const isOffered = useReading(waitOffered);
  const waits = useSelected(store.conversation, (conversation) => conversation?.settings.pace === 'wait');
  if (!isOffered || waits) return null;
  return (
    <div className="sr-only focus-within:not-sr-only focus-within:absolute focus-within:bottom-full focus-within:left-1/2 focus-within:-translate-x-1/2 focus-within:pb-3">
      <Button
        onClick={() => {
          waitOffered.set(false);
          document.getElementById('desk')?.focus();
          void act(direction.setPace('wait'), words.paceNow(words.paces.wait));
        }}
      >
        {words.paces.wait}
      </Button>
    </div>
  );
}
