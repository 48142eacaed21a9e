import type { Persona } from '@chimera/protocol/persona';
import type { NewSeat } from '@chimera/protocol/seat';

/** Gives seats the brain of new conversations; one whose persona has a brain of its own keeps that. */
export async function seatsWithBrain(
  seats: readonly NewSeat[],
  brain: { readonly connectionId: string; readonly model: string } | null,
  personaOf: (id: string) => Promise<Persona | undefined>,
): Promise<NewSeat[]> {
  if (brain === null) return [...seats];
  const { connectionId, model } = brain;
  return Promise.all(
    seats.map(async (seat) =>
      (await personaOf(seat.personaId))?.brain === undefined
        ? { ...seat, brain: { connectionId, model } }
        : seat,
    ),
  );
}
