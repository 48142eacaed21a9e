import type { Connection, ProviderKind, SpokenBy } from '@chimera/protocol/provider';
import type { Seat } from '@chimera/protocol/seat';

/** Who thinks for a seat, as far as this browser can know. */
export type SeatBrain =
  | { readonly kind: 'human' }
  | { readonly kind: 'model'; readonly provider: ProviderKind; readonly model: string }
  | { readonly kind: 'unknown' };

/** A seat's own brain; where the server chooses, the one that spoke last; before that, the only one there is. */
export function seatBrain(
  seat: Seat,
  {
    connections,
    lastSpoken,
    onlyDemo,
  }: {
    readonly connections: readonly Connection[];
    readonly lastSpoken: SpokenBy | undefined;
    /** No other provider is ready. */
    readonly onlyDemo: boolean;
  },
): SeatBrain {
  const { brain } = seat;
  if (brain !== null && 'human' in brain) return { kind: 'human' };
  if (brain !== null) {
    const connection = connections.find(({ id }) => id === brain.connectionId);
    if (connection) return { kind: 'model', provider: connection.kind, model: brain.model };
  }
  if (lastSpoken) return { kind: 'model', provider: lastSpoken.kind, model: lastSpoken.model };
  return onlyDemo ? { kind: 'model', provider: 'demo', model: '' } : { kind: 'unknown' };
}
