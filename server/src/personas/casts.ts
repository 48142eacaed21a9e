import { type Cast, castSchema } from '@chimera/protocol/cast';
import { misfit } from '@chimera/protocol/format-cast';
import { z } from 'zod';
import data from './casts.json' with { type: 'json' };
import { personaById } from './catalog.ts';
import { loadData } from './data.ts';
import { formatById } from './formats.ts';
import { sceneById } from './scenes.ts';

/** A built-in cast as its file holds it: what it plays is a scene. */
const fileSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  line: z.string().min(1).max(90),
  personaIds: z.array(z.string()).min(2),
  sceneId: z.string(),
});

const WRITTEN_AT = '2026-01-01T00:00:00.000Z';

const casts: readonly Cast[] = loadData('casts.json', z.array(fileSchema), data).map(readyCast);
const byId = new Map(casts.map((cast) => [cast.id, cast]));

/** The casts that come with Chimera. */
export function builtInCasts(): readonly Cast[] {
  return casts;
}

export function castById(id: string): Cast | undefined {
  return byId.get(id);
}

function readyCast({ id, name, line, personaIds, sceneId }: z.infer<typeof fileSchema>): Cast {
  const scene = sceneById(sceneId);
  if (!scene) throw new Error(`The cast ${id} plays ${sceneId}, and there is no such scene.`);
  for (const personaId of personaIds) {
    if (!personaById(personaId)) throw new Error(`The cast ${id} names ${personaId}, who does not exist.`);
  }
  // Those of the scene come first: its format may give them roles.
  const seated = [...scene.personaIds, ...personaIds.filter((one) => !scene.personaIds.includes(one))];
  const { topic, premise, format, settings } = scene;
  const cast = castSchema.parse({
    id: `builtin-${id}`,
    name,
    line,
    seats: seated.map((personaId) => ({ personaId })),
    topic,
    premise,
    format,
    ...(settings && { settings }),
    builtIn: true,
    version: 1,
    createdAt: WRITTEN_AT,
    updatedAt: WRITTEN_AT,
  });
  const problem = misfitOf(cast);
  if (problem !== null) throw new Error(`The cast ${id} does not fit its scene: ${problem}`);
  return cast;
}

function misfitOf({ format, seats }: Cast): string | null {
  const known = typeof format === 'string' ? formatById(format) : undefined;
  return known
    ? misfit(
        known,
        seats.map(({ personaId }) => ({ id: personaId, brain: null })),
      )
    : null;
}
