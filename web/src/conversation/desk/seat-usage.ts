import type { Conversation } from '@chimera/protocol/conversation';

/** What one seat has used so far, of the whole conversation. */
export interface SeatUsage {
  readonly seatId: string;
  /** Null: it has left. */
  readonly name: string | null;
  readonly tokens: number;
  /** US dollars of what has a known price; null: nothing has. */
  readonly cost: number | null;
  readonly unpriced: boolean;
  /** A part of it was estimated by lengths. */
  readonly estimated: boolean;
}

/** In the order of the cast; those who left come last. */
export function usageOfSeats({ seats, usageBySeat = {} }: Conversation): readonly SeatUsage[] {
  const names = new Map(seats.map(({ id, name }) => [id, name]));
  const left = Object.keys(usageBySeat).filter((id) => !names.has(id));
  return [...names.keys(), ...left].flatMap((seatId) => {
    const used = usageBySeat[seatId];
    if (!used) return [];
    return [
      {
        seatId,
        name: names.get(seatId) ?? null,
        tokens: used.inputTokens + used.outputTokens,
        cost: used.cost ?? null,
        unpriced: used.unpriced ?? false,
        estimated: used.estimated ?? false,
      },
    ];
  });
}
