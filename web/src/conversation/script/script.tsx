import { useEffect, useRef } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { usePreferences } from '../../preferences/use-preferences.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { FindBar } from '../find/find-bar.tsx';
import { NewPill } from './new-pill.tsx';
import { ScriptRow } from './script-row.tsx';
import { useArrival } from './use-arrival.ts';
import { rowOf, useScriptList } from './use-script-list.ts';
import { useScriptRows } from './use-script-rows.ts';

/** The talk as a play script: a feed of articles, of which only those near the view are really there. */
export function Script({
  at,
}: {
  /** The position of the line to begin at; absent: at the end. */ readonly at: number | undefined;
}) {
  const { store, script, finding } = useStage();
  const { conversation: words } = useWords();
  const history = useReading(store.history);
  const rows = useScriptRows();
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualizer, following, handle, setFocused } = useScriptList({
    rows,
    store,
    scroller,
    steady: usePreferences().preferences.steadyTranscript,
  });
  const placed = useArrival(at, { goTo: handle.goTo, toEnd: following.toEnd });

  useEffect(() => {
    script.set(handle);
    return () => script.set(null);
  }, [script, handle]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        id="script"
        tabIndex={-1}
        // The list holds its rows itself; the browser's own holding would do it twice.
        className={classNames(
          'absolute inset-0 overflow-x-hidden overflow-y-auto overscroll-contain region [overflow-anchor:none] [scrollbar-gutter:stable]',
          placed ? 'opacity-100 transition-opacity duration-[var(--state)]' : 'opacity-0',
        )}
      >
        <h2 className="sr-only">{words.transcript}</h2>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only watches where the focus is */}
        <div
          // oxlint-disable-next-line react/refs -- a callback for the element, no ref that is read
          ref={virtualizer.containerRef}
          role="feed"
          aria-label={words.transcript}
          aria-busy={history.kind === 'loading'}
          onFocus={(event) => setFocused(rowOf(event.target))}
          onBlur={(event) =>
            setFocused(rowOf(event.relatedTarget instanceof Element ? event.relatedTarget : null))
          }
          className="relative"
        >
          {/* oxlint-disable-next-line react/refs -- a callback for the element, no ref that is read */}
          {virtualizer.getVirtualItems().map(({ index, key }) => (
            <ScriptRow
              key={key}
              id={rows[index] ?? ''}
              index={index}
              previous={rows[index - 1]}
              last={index === rows.length - 1}
              measure={virtualizer.measureElement}
            />
          ))}
        </div>
      </div>
      {useReading(finding) && <FindBar />}
      <NewPill following={following} />
    </div>
  );
}
