import type { Pace } from '@chimera/protocol/conversation';
import type { Persona } from '@chimera/protocol/persona';
import type { Chance } from './stage.ts';

/**
 * How long a seat thinks before it speaks: others read the last line first, then the persona takes its
 * own time. Null: it waits for the director to go on. The first words of a conversation come at once.
 */
export function thinkingMs(
  persona: Pick<Persona, 'pacing'>,
  previousText: string | null,
  pace: Pace,
  chance: Chance,
): number | null {
  if (pace === 'wait') return null;
  const { minMs, maxMs } = persona.pacing;
  const ownMs = between(Math.min(minMs, maxMs), Math.max(minMs, maxMs), chance);
  const readingMs =
    between(GAP_MS[0], GAP_MS[1], chance) + READING_MS_PER_CHARACTER * (previousText?.length ?? 0);
  const naturalMs = Math.min(readingMs, READING_LIMIT_MS) + Math.min(ownMs, OWN_LIMIT_MS);
  const paceMs = Math.round(naturalMs * FACTORS[pace]);
  return previousText === null ? Math.min(paceMs, FIRST_LIMIT_MS) : paceMs;
}

/** By pace, of the time that comes naturally. */
const FACTORS = { instant: 0, quick: 0.3, natural: 1, slow: 1.8 } as const satisfies Record<
  Exclude<Pace, 'wait'>,
  number
>;
const GAP_MS = [600, 1200] as const;
const READING_MS_PER_CHARACTER = 25;
const READING_LIMIT_MS = 4000;
const OWN_LIMIT_MS = 8000;
const FIRST_LIMIT_MS = 250;

function between(min: number, max: number, chance: Chance): number {
  return min + (max - min) * chance();
}
