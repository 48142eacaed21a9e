import { useMemo } from 'react';
import type { Action, ActionContext } from '../keys/action.ts';
import { useActions } from '../keys/use-actions.tsx';
import { useWords } from '../words/use-words.ts';
import { useSeatActions } from './cast/use-seat-actions.ts';
import { fasterBy } from './desk/pace.ts';
import { useStage, type Stage } from './stage.tsx';

/** The keys of the conversation as a whole. */
export function useConversationKeys(): void {
  const stage = useStage();
  const { conversation: words } = useWords();
  const seats = useSeatActions();
  const actions = useMemo<readonly Action[]>(() => {
    const { store, direction, act } = stage;
    const action = (id: string, label: string, keys: readonly string[], run: () => void): Action => ({
      id: `conversation:${id}`,
      label,
      keys,
      group: words.group,
      run,
    });
    const isRunning = () => store.conversation.get()?.state === 'running';
    const paceBy = (steps: number) => {
      const pace = store.conversation.get()?.settings.pace;
      if (pace === undefined) return;
      const next = fasterBy(pace, steps);
      void act(direction.setPace(next), words.paceNow(words.paces[next]));
    };
    const pressSeat = (number: number) => {
      const seat = store.conversation.get()?.seats.find(({ id }) => store.seat(id).get()?.number === number);
      if (seat) seats.press(seat.id);
    };
    return [
      action('play', words.keyPlay, ['Space'], () => {
        void (isRunning() ? act(direction.pause(), words.paused) : act(direction.play(), words.playing));
      }),
      action('step', words.keyStep, ['.'], () => void act(direction.step(), words.stepping)),
      {
        ...action('stop', words.keyStop, ['s'], () => void act(direction.stop(), words.stopped)),
        when: isRunning,
      },
      ...Array.from({ length: 9 }, (_, index) => ({
        ...action(`seat-${index + 1}`, words.keySeat(index + 1), [String(index + 1)], () =>
          pressSeat(index + 1),
        ),
        when: () => (store.conversation.get()?.seats.length ?? 0) > index,
      })),
      action('choose', words.keyChoose, ['0'], seats.letThemChoose),
      action('composer', words.keyComposer, ['/'], () => stage.compose(stage.voice.get())),
      action('narrate', words.keyNarrate, ['n'], () => stage.compose({ kind: 'narrator' })),
      action('whisper', words.keyWhisper, ['w'], () => whisper(stage)),
      action('slower', words.keySlower, ['-'], () => paceBy(-1)),
      action('faster', words.keyFaster, ['+'], () => paceBy(1)),
      action('drawer', words.keyDrawer, ['d'], () => stage.drawer.set('direct')),
      action('find', words.keyFind, ['f'], () => stage.finding.set(true)),
      action('theatre', words.keyTheatre, ['t'], () => stage.theatre.set(!stage.theatre.get())),
      action('end', words.keyEnd, ['End'], () => stage.script.get()?.toEnd()),
      action('beginning', words.keyHome, ['Home'], () => stage.script.get()?.toBeginning()),
      action('next-message', words.keyNextMessage, ['j'], () => stage.script.get()?.move(1)),
      action('previous-message', words.keyPreviousMessage, ['k'], () => stage.script.get()?.move(-1)),
      ...pageKeys(stage, action, words),
    ];
  }, [stage, words, seats]);
  useActions(actions);
}

/** Page Up and Page Down go by messages only from a message; elsewhere they scroll, as always. */
function pageKeys(
  stage: Stage,
  action: (id: string, label: string, keys: readonly string[], run: () => void) => Action,
  words: { keyNextMessage: string; keyPreviousMessage: string },
): Action[] {
  const when = ({ target }: ActionContext) => target?.closest('[data-row]') !== null && target !== null;
  return [
    { ...action('page-down', words.keyNextMessage, ['PageDown'], () => stage.script.get()?.move(1)), when },
    { ...action('page-up', words.keyPreviousMessage, ['PageUp'], () => stage.script.get()?.move(-1)), when },
  ];
}

/** Whispers to whoever speaks now or was asked last; the chip above the composer changes it. */
function whisper({ store, compose }: Stage): void {
  const conversation = store.conversation.get();
  const seatId = conversation?.turn?.seatId ?? conversation?.queue[0]?.seatId ?? conversation?.seats[0]?.id;
  if (seatId !== undefined) compose({ kind: 'whisper', seatId });
}
