import type { Persona } from '@chimera/protocol/persona';
import { z } from 'zod';
import { loadData } from './data.ts';
import data from './openings.json' with { type: 'json' };

const openingSchema = z.strictObject({ topic: z.string().min(8).max(200), tags: z.array(z.string()).min(1) });
export type Opening = z.infer<typeof openingSchema>;

const openings: readonly Opening[] = loadData('openings.json', z.array(openingSchema).min(40), data);

export function builtInOpenings(): readonly Opening[] {
  return openings;
}

/** Topics for a cast: one that touches more of them is likelier, none comes twice. */
export function suggestTopics(
  personas: readonly Persona[],
  chance: () => number,
  limit: number,
): readonly string[] {
  const casts = personas.map(({ tags, traits }) => new Set([...tags, ...traits]));
  return openings
    .map(({ topic, tags }) => {
      const touched = casts.filter((own) => tags.some((tag) => own.has(tag))).length;
      // The greatest of several draws: a topic that touches two people gets about three tries.
      const draw = chance() ** (1 / (1 + touched * 2));
      return { topic, draw };
    })
    .toSorted((a, b) => b.draw - a.draw)
    .slice(0, limit)
    .map(({ topic }) => topic);
}
