import { useId, useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { classNames } from '../../ui/class-names.ts';
import { Face } from '../../ui/face.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useWords } from '../../words/use-words.ts';
import { reasonSentence } from '../reason-sentence.ts';
import { brainMark } from '../script/marks.tsx';
import { useStage } from '../stage.tsx';
import { useSeatBrain } from '../use-seat-brain.ts';
import { useSeatPersona } from '../use-seat-persona.ts';
import { SeatMenu } from './seat-menu.tsx';
import { seatWords } from './seat-words.ts';
import { useSeatActions } from './use-seat-actions.ts';

/**
 * One of the cast. A press: speaks next, again: takes it back. The name and the state are what is seen; the reason
 * and the brain are its description, shown on hover and focus.
 */
export function SeatFace({ seatId, look }: { readonly seatId: string; readonly look: 'row' | 'strip' }) {
  const { store } = useStage();
  const words = useWords();
  const facts = useReading(store.seat(seatId));
  const { press } = useSeatActions();
  const about = useAbout(seatId);
  const persona = useSeatPersona(facts?.seat);
  const aboutId = useId();
  const [menu, setMenu] = useState(false);
  if (!facts) return null;
  const { seat, number } = facts;
  const { face, notch, state } = seatWords(facts, words);
  const isRow = look === 'row';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys reach the menu by its button
    <li
      className={classNames('group/seat relative', isRow ? 'flex min-w-0' : 'shrink-0')}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <Tooltip text={about} side={isRow ? 'right' : 'bottom'}>
        <button
          type="button"
          onClick={() => press(seatId)}
          onKeyDown={(event) => {
            if (event.key !== 'ContextMenu' && !(event.shiftKey && event.key === 'F10')) return;
            event.preventDefault();
            setMenu(true);
          }}
          aria-describedby={aboutId}
          aria-keyshortcuts={number <= 9 ? String(number) : undefined}
          className={classNames(
            'flex items-center rounded-card text-left',
            isRow
              ? 'min-h-14 min-w-0 flex-1 gap-3 py-1 pr-2 pl-2 hover:bg-sunken touch:pr-6'
              : 'min-h-14 min-w-14 justify-center gap-3 px-2 sm:justify-start',
          )}
        >
          <Face
            name={seat.name}
            seatNumber={number}
            state={facts.human && face === 'listening' ? 'human' : face}
            notch={notch}
            avatar={persona?.avatar}
          />
          <span className={classNames('min-w-0 flex-1', !isRow && 'sr-only sm:not-sr-only')}>
            <span
              className={classNames(
                'block truncate text-body font-medium',
                face === 'away' ? 'text-muted' : 'text-ink',
              )}
            >
              <bdi>{seat.name}</bdi>
            </span>{' '}
            <span className="block truncate text-note text-muted">{state}</span>
          </span>
          {isRow && number <= 9 && (
            <span
              aria-hidden="true"
              className="group-focus-within/seat:invisible group-hover/seat:invisible group-has-[[data-state=open]]/seat:invisible touch:invisible"
            >
              <Kbd keys={String(number)} />
            </span>
          )}
        </button>
      </Tooltip>
      <span id={aboutId} hidden>
        {about}
      </span>
      <SeatMenu facts={facts} open={menu} onOpenChange={setMenu} look={look} />
    </li>
  );
}

/** The reason in one sentence, the brain, and what a press does. */
function useAbout(seatId: string): string {
  const { store } = useStage();
  const words = useWords();
  const facts = useReading(store.seat(seatId));
  const brain = useSeatBrain(seatId);
  if (!facts) return '';
  const { conversation } = words;
  const thinker =
    brain.kind === 'human'
      ? conversation.brainHuman
      : brain.kind === 'unknown'
        ? conversation.brainChosen
        : conversation.brain(brainMark({ kind: brain.provider, model: brain.model }, words));
  const queued = facts.state.kind === 'queued';
  const { why } = seatWords(facts, words);
  return [
    why === undefined ? undefined : reasonSentence(facts.seat.name, why),
    `${thinker}.`,
    `${queued ? conversation.pressToTakeBack : conversation.pressForNext}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
