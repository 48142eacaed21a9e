import { useSelected } from '../../live/use-selected.ts';
import { useBrainOffer, type BrainOffer } from '../../queries/use-brain-offer.ts';
import { useStage } from '../stage.tsx';

/** Turns after which somebody knows what they look at, and may want more. */
const TURNS_DUE = 3;

/** Real brains for this talk, from its third turn or its first pause on; null while there is nothing to offer. */
export function useDueOffer(): BrainOffer | null {
  const { store } = useStage();
  const offer = useBrainOffer();
  const isDue = useSelected(
    store.conversation,
    (conversation) =>
      conversation !== null &&
      (conversation.turns >= TURNS_DUE || (conversation.state === 'paused' && conversation.turns > 0)),
  );
  return isDue ? offer : null;
}
