import { useQuery } from '@tanstack/react-query';
import { useSelected } from '../../live/use-selected.ts';
import { useWords } from '../../words/use-words.ts';
import { useNumbers } from '../use-numbers.ts';
import { useStage } from '../stage.tsx';

/** What a round costs, about. Silent when the server cannot tell: an estimate is not worth an error. */
export function EstimateLine() {
  const { id, store, direction } = useStage();
  const { conversation: words, common } = useWords();
  const numbers = useNumbers();
  const seats = useSelected(store.conversation, (conversation) => conversation?.seats);
  const brains = JSON.stringify(seats?.map(({ brain }) => brain));
  const { data } = useQuery({
    queryKey: ['estimate', id, brains],
    queryFn: () => direction.estimate(),
    staleTime: 30_000,
    retry: false,
  });
  // A cast of people costs nothing and need not be told so.
  if (!data || data.perRound.tokens === 0) return null;
  const { perRound, unknownPrices } = data;
  return (
    <p className="text-body text-muted">
      {words.estimateLine(perRound.tokens, perRound.cost === undefined ? null : numbers.money(perRound.cost))}
      {unknownPrices.length > 0 && ` ${words.unknownPrices(common.names(unknownPrices))}`}
    </p>
  );
}
