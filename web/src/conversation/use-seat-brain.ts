import { useReading } from '../live/use-reading.ts';
import { useProviders } from '../queries/use-providers.ts';
import { seatBrain, type SeatBrain } from './brain-name.ts';
import { useStage } from './stage.tsx';

export function useSeatBrain(seatId: string): SeatBrain {
  const { store } = useStage();
  const facts = useReading(store.seat(seatId));
  const { data } = useProviders();
  if (facts === undefined) return { kind: 'unknown' };
  const ready = data?.filter(({ status }) => status === 'ready') ?? [];
  return seatBrain(facts.seat, {
    connections: data?.flatMap(({ connections }) => connections) ?? [],
    lastSpoken: facts.spokenBy,
    onlyDemo: ready.length > 0 && ready.every(({ kind }) => kind === 'demo'),
  });
}
