import { randomUUID } from 'node:crypto';
import type { Person } from '@chimera/protocol/account';
import { type Cast, type CastChange, type CastDocument, castDocumentSchema } from '@chimera/protocol/cast';
import { requireRoles } from '../conversations/format-fit.ts';
import { ChimeraError, notFound } from '../errors.ts';
import type { CastStore } from '../personas/cast-store.ts';
import { builtInCasts, castById } from '../personas/casts.ts';
import type { Repertoire } from '../personas/repertoire.ts';
import type { Handlers } from './handlers.ts';

export interface CastParts {
  readonly casts: CastStore;
  readonly repertoire: Repertoire;
  readonly now: () => Date;
}

type Names = 'listCasts' | 'createCast' | 'getCast' | 'changeCast' | 'deleteCast';

/** Casts: those that come with Chimera, and one's own. */
export function castHandlers(parts: CastParts): Pick<Handlers, Names> {
  const { casts } = parts;
  const at = () => parts.now().toISOString();
  return {
    async listCasts({ person }) {
      return { items: [...(await casts.list(person.userId)), ...builtInCasts()] };
    },
    createCast: ({ body, person }) => addCast(parts, person, body),
    getCast: ({ params, person }) => foundCast(parts, person, params.id),
    async changeCast({ params, body, person }) {
      requireOwnCast(params.id);
      const ref = { ownerId: person.userId, id: params.id };
      await requireSound(parts, person, changed(await foundCast(parts, person, params.id), body));
      return casts.change(ref, { from: body.version, at: at() }, (cast) => changed(cast, body));
    },
    async deleteCast({ params, person }) {
      requireOwnCast(params.id);
      await casts.remove({ ownerId: person.userId, id: params.id });
    },
  };
}

/** Throws when there is none for whoever asks. */
export async function foundCast(
  { casts }: Pick<CastParts, 'casts'>,
  { userId }: Person,
  id: string,
): Promise<Cast> {
  const cast = castById(id) ?? (await casts.find({ ownerId: userId, id }));
  if (!cast) throw notFound('cast');
  return cast;
}

/** Keeps a new cast, unless it names what is not there for its owner. */
export async function addCast(parts: CastParts, person: Person, wanted: CastDocument): Promise<Cast> {
  await requireSound(parts, person, wanted);
  const ref = { ownerId: person.userId, id: randomUUID() };
  return parts.casts.add(ref, wanted, parts.now().toISOString());
}

function requireOwnCast(id: string): void {
  const cast = castById(id);
  if (cast) {
    throw new ChimeraError(
      'forbidden',
      `“${cast.name}” comes with Chimera and stays as it is. Keep its personas as a cast of your own.`,
    );
  }
}

async function requireSound(
  { repertoire }: CastParts,
  { userId }: Person,
  { seats, format }: Pick<CastDocument, 'seats' | 'format'>,
): Promise<void> {
  const personaIds = seats.map(({ personaId }) => personaId);
  const seatable = await repertoire.seatable(userId, personaIds);
  for (const personaId of personaIds) seatable(personaId);
  requireRoles(repertoire.formatOf(format), seats);
}

function changed(cast: Cast, { version: _, ...change }: CastChange): CastDocument {
  return castDocumentSchema.parse({ ...cast, ...change });
}
