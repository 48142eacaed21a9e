import { ArrowDown } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Following } from './use-follow.ts';

const TOLD_EVERY_MS = 10_000;

/** The way back to the live end, with what came meanwhile. */
export function NewPill({ following }: { readonly following: Following }) {
  const { conversation: words } = useWords();
  const { away, fresh, toEnd } = following;
  useTold(fresh);
  if (!away) return null;
  return (
    <button
      type="button"
      onClick={toEnd}
      aria-keyshortcuts="End"
      className="control-height absolute bottom-12 left-1/2 layer-pill inline-flex -translate-x-1/2 animate-fade items-center gap-2 rounded-full border border-line-strong bg-raised px-4 text-body font-medium text-ink shadow-above hover:bg-sunken"
    >
      <ArrowDown size={16} strokeWidth={1.5} aria-hidden="true" />
      {fresh > 0 ? words.newMessages(fresh) : words.toTheEnd}
    </button>
  );
}

/** Says how many are new, but not with every one. */
function useTold(fresh: number): void {
  const { status } = useAnnouncer();
  const { conversation: words } = useWords();
  const told = useRef(0);
  useEffect(() => {
    if (fresh === 0) return undefined;
    const wait = Math.max(0, told.current + TOLD_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      told.current = performance.now();
      status(words.newMessagesSpoken(fresh));
    }, wait);
    return () => clearTimeout(timer);
  }, [fresh, status, words]);
}
