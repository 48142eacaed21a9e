import { useQuery } from '@tanstack/react-query';
import { useSelected } from '../../live/use-selected.ts';
import { useWords } from '../../words/use-words.ts';
import { useNumbers } from '../../words/use-numbers.ts';
import { useStage } from '../stage.tsx';

/** What playing on costs, about. Silent when the server cannot tell: an estimate is not worth an error. */
export function EstimateLine() {
  const { id, store, direction } = useStage();
  const { conversation: words, common } = useWords();
  const numbers = useNumbers();
  // What the estimate depends on, but for the words that come all the time.
  const plan = useSelected(
    store.conversation,
    (now) =>
      now &&
      JSON.stringify([
        now.state,
        now.format,
        now.settings,
        now.seats.map(({ brain, presence }) => [brain, presence]),
      ]),
  );
  const { data } = useQuery({
    queryKey: ['estimate', id, plan],
    queryFn: () => direction.estimate(),
    staleTime: 30_000,
    retry: false,
  });
  // A cast of people costs nothing and need not be told so.
  if (!data || data.perRound.tokens === 0) return null;
  const { perRound, perRun, unknownPrices } = data;
  const { tokens, cost } = perRun.turns === 0 ? perRound : perRun;
  const line = { turns: perRun.turns, tokens, cost: cost === undefined ? null : numbers.money(cost) };
  const isFree = cost === 0 && unknownPrices.length === 0;
  return (
    <p className="text-body text-muted">
      {isFree ? words.freeLine : words.estimateLine(line)}
      {unknownPrices.length > 0 && ` ${words.unknownPrices(common.names(unknownPrices))}`}
    </p>
  );
}
