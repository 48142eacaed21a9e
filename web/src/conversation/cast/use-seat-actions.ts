import type { Presence } from '@chimera/protocol/seat';
import { useMemo } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

export interface SeatActions {
  /** Speaks next; a seat that was asked already is taken back. */
  readonly press: (seatId: string) => void;
  readonly next: (seatId: string) => void;
  readonly takeBack: (seatId: string) => void;
  readonly cutIn: (seatId: string) => void;
  readonly take: (seatId: string) => void;
  readonly giveBack: (seatId: string) => void;
  readonly present: (seatId: string, presence: Presence) => void;
  /** It plays by its persona's newest version from the next turn on. */
  readonly takeNewestSheet: (seatId: string, version: number) => void;
  readonly remove: (seatId: string) => void;
  /** Nobody is asked any more. */
  readonly letThemChoose: () => void;
}

export function useSeatActions(): SeatActions {
  const { store, direction, act, voice } = useStage();
  const { status } = useAnnouncer();
  const { conversation: words } = useWords();
  return useMemo(() => {
    const nameOf = (seatId: string) => store.seat(seatId).get()?.seat.name ?? '';
    const asked = { code: 'director', text: words.wasAsked };
    const next = (seatId: string) =>
      void act(direction.next(seatId, 'queued', asked), words.speaksNext(nameOf(seatId)));
    const takeBack = (seatId: string) =>
      void act(direction.takeBack(seatId), words.takenBack(nameOf(seatId)));
    return {
      next,
      takeBack,
      press: (seatId) => {
        const queued = store.conversation.get()?.queue.some((entry) => entry.seatId === seatId) === true;
        if (queued) takeBack(seatId);
        else next(seatId);
      },
      cutIn: (seatId) => void act(direction.next(seatId, 'now', asked), words.speaksNext(nameOf(seatId))),
      take: (seatId) => {
        void act(direction.changeSeat(seatId, { brain: { human: true } })).then((done) => {
          if (done) voice.set({ kind: 'seat', seatId });
        });
      },
      giveBack: (seatId) => {
        const now = voice.get();
        if (now.kind === 'seat' && now.seatId === seatId) voice.set({ kind: 'self' });
        void act(direction.changeSeat(seatId, { brain: null }));
      },
      present: (seatId, presence) => void act(direction.changeSeat(seatId, { presence })),
      takeNewestSheet: (seatId, version) =>
        void act(
          direction.changeSeat(seatId, { personaVersion: 'newest' }),
          words.playsNewest(nameOf(seatId), version),
        ),
      remove: (seatId) => void act(direction.removeSeat(seatId)),
      letThemChoose: () => {
        void act(direction.setQueue([]), words.theyChoose);
        status(words.theyChoose);
      },
    };
  }, [store, direction, act, voice, status, words]);
}
