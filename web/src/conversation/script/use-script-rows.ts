import { useMemo } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { useSelected } from '../../live/use-selected.ts';
import { useStage } from '../stage.tsx';
import { OPENING } from './opening-line.tsx';

/** The rows of the script in order. A narrator who sets the stage stands before the topic, as on a printed page. */
export function useScriptRows(): readonly string[] {
  const { store } = useStage();
  const order = useReading(store.order);
  const isWhole = useReading(store.history).kind === 'complete';
  const isPremise = useSelected(store.row(order[0] ?? ''), (row) => {
    return row?.kind === 'message' && row.message.author.kind === 'narrator';
  });
  return useMemo(() => {
    const [first, ...rest] = order;
    return first !== undefined && isWhole && isPremise ? [first, OPENING, ...rest] : [OPENING, ...order];
  }, [order, isWhole, isPremise]);
}
