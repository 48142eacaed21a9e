import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../words/use-words.ts';
import { type ScriptHandle, useStage } from '../stage.tsx';

const MARKED_MS = 4000;
/** The script is shown by then, wherever it stands. */
const SHOWN_AFTER_MS = 300;
const SHOWN_THERE_AFTER_MS = 2000;

/**
 * Brings the script to where the reader wants to begin: the line at a position, marked for a moment, or the end. True
 * once it stands there, so that nobody sees it travel.
 */
export function useArrival(at: number | undefined, go: Pick<ScriptHandle, 'goTo' | 'toEnd'>): boolean {
  const { arrived, act } = useStage();
  const { conversation: words } = useWords();
  const [placed, setPlaced] = useState(false);
  const latest = useRef({ go, words });
  useEffect(() => {
    latest.current = { go, words };
  });
  useEffect(() => {
    const coming = { isOver: false };
    const show = () => {
      if (!coming.isOver) setPlaced(true);
    };
    const lead = async () => {
      if (at === undefined) {
        latest.current.go.toEnd();
        return;
      }
      const row = await latest.current.go.goTo(at);
      if (row === null) throw new Error(latest.current.words.lineMissing);
      if (!coming.isOver) arrived.set(row);
    };
    const leading = at === undefined ? lead() : act(lead());
    void leading.then(() => requestAnimationFrame(show));
    // No frame comes in a hidden tab, and a network may be slow.
    const shown = setTimeout(show, at === undefined ? SHOWN_AFTER_MS : SHOWN_THERE_AFTER_MS);
    const marked = setTimeout(() => arrived.set(null), MARKED_MS);
    return () => {
      coming.isOver = true;
      clearTimeout(shown);
      clearTimeout(marked);
      arrived.set(null);
    };
  }, [at, arrived, act]);
  return placed;
}
