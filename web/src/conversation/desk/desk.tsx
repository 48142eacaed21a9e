import { Ellipsis } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Composer, VoiceChips } from './composer.tsx';
import { PaceSelect, PlayButton, StepButton, StopButton } from './transport.tsx';
import { WaitOffer } from './wait-offer.tsx';

/** The bar under the script: play under the thumb, the composer beside it, everything else behind More. */
export function Desk() {
  const { drawer, voice } = useStage();
  const { conversation: words } = useWords();
  const bar = useRef<HTMLElement>(null);
  const [composing, setComposing] = useState(false);
  const roomy = useMedia('(min-width: 40rem)');
  const roomier = useMedia('(min-width: 56rem)');
  const spoken = useReading(voice);
  useDeskHeight(bar);
  return (
    <footer
      ref={bar}
      id="desk"
      tabIndex={-1}
      aria-label={words.desk}
      className="region relative layer-bar border-t border-line bg-raised px-3 pt-2 pb-[calc(8px+env(safe-area-inset-bottom))] sm:px-6 sm:pt-3 sm:pb-[calc(12px+env(safe-area-inset-bottom))]"
    >
      <WaitOffer />
      <div className="mx-auto flex max-w-180 flex-col gap-2">
        {(composing || spoken.kind !== 'self') && <VoiceChips />}
        <div className="flex items-end gap-2">
          <PlayButton />
          {roomy && <StepButton />}
          {roomy && <StopButton />}
          {roomier && <PaceSelect />}
          <Composer onFocusChange={setComposing} />
          {roomy ? (
            <Button
              className="min-h-11"
              aria-haspopup="dialog"
              shortcut="d"
              onClick={() => drawer.set('direct')}
            >
              {words.more}
            </Button>
          ) : (
            <IconButton
              label={words.more}
              aria-haspopup="dialog"
              icon={<Ellipsis size={20} strokeWidth={1.5} aria-hidden="true" />}
              onClick={() => drawer.set('direct')}
              className="size-11! border border-line-strong"
            />
          )}
        </div>
      </div>
    </footer>
  );
}

/** Toasts stand above the desk, whatever its height is. */
function useDeskHeight(bar: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = bar.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const root = document.documentElement;
    const observer = new ResizeObserver(() =>
      root.style.setProperty('--desk-height', `${element.offsetHeight}px`),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.style.removeProperty('--desk-height');
    };
  }, [bar]);
}
