import { memo, useState } from 'react';
import { Cell } from '../../live/cell.ts';
import { GAP, type Row } from '../../live/transcript.ts';
import { useReading } from '../../live/use-reading.ts';
import { classNames } from '../../ui/class-names.ts';
import { useStage } from '../stage.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { columnLook } from './column-look.ts';
import { GapLine } from './gap-line.tsx';
import { isJoined } from './joined.ts';
import { MessageToolbar } from './message-toolbar.tsx';
import { OpeningLine, OPENING } from './opening-line.tsx';
import { PendingView } from './pending-view.tsx';
import { RowBoundary } from './row-boundary.tsx';
import { ScriptFoot } from './script-foot.tsx';
import { SpokenLine } from './spoken-line.tsx';
import { StageLine } from './stage-line.tsx';

export interface ScriptRowProps {
  readonly id: string;
  readonly index: number;
  readonly previous: string | undefined;
  readonly last: boolean;
  readonly measure: (node: HTMLElement | null) => void;
}

/** One article of the feed. The room below the last line is part of it, so that the end of the list is the end. */
export const ScriptRow = memo(function ScriptRow({ id, index, previous, last, measure }: ScriptRowProps) {
  const { store, arrived } = useStage();
  const isArrived = useReading(arrived) === id;
  const row = useReading(id === OPENING ? nothing : store.row(id));
  const before = useReading(previous === undefined || previous === OPENING ? nothing : store.row(previous));
  const [active, setActive] = useState(false);
  // On touch each line keeps its head: its actions stand there.
  const isTouch = useMedia('(pointer: coarse)');
  const joined = !isTouch && isJoined(before, row);
  const isTopicOfPremise = id === OPENING && previous !== undefined;
  const message = row?.kind === 'message' && row.message.author.kind !== 'system' ? row.message : null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only watches for hover and focus
    <article
      ref={measure}
      data-index={index}
      data-row={id}
      tabIndex={-1}
      aria-posinset={index + 1}
      aria-setsize={-1}
      aria-labelledby={`name-${id} time-${id}`}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setActive(true)}
      onPointerLeave={() => setActive(false)}
      onFocus={() => setActive(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setActive(false)}
      className="group/row absolute inset-x-0 top-0 outline-none"
    >
      <div className={columnLook}>
        <div
          className={classNames(
            'relative',
            'before:pointer-events-none before:absolute before:-inset-x-3 before:-bottom-1 before:rounded-card before:outline-focus group-focus-visible/row:before:outline-2 md:before:-left-13',
            joined || isTopicOfPremise ? 'pt-3 before:top-1' : 'pt-6 before:top-3',
            isArrived && 'before:animate-arrived before:bg-sunken before:outline-2 before:outline-accent',
          )}
        >
          <RowBoundary text={message?.text ?? ''}>
            {id === OPENING && <OpeningLine />}
            {id === GAP && <GapLine />}
            <Content id={id} row={row} joined={joined} active={active} />
            {message && <MessageToolbar id={id} message={message} active={active} joined={joined} />}
          </RowBoundary>
        </div>
      </div>
      {last && <ScriptFoot />}
    </article>
  );
});

const nothing = new Cell<Row | undefined>(undefined);

function Content({
  id,
  row,
  joined,
  active,
}: {
  readonly id: string;
  readonly row: Row | undefined;
  readonly joined: boolean;
  readonly active: boolean;
}) {
  if (row === undefined) return null;
  if (row.kind === 'pending') return <PendingView id={id} line={row.line} joined={joined} />;
  if (row.kind === 'turn')
    return <SpokenLine id={id} message={null} turn={row.turn} joined={joined} active={active} />;
  if (row.message.author.kind === 'system') return <StageLine id={id} message={row.message} />;
  return <SpokenLine id={id} message={row.message} turn={row.retaking} joined={joined} active={active} />;
}
