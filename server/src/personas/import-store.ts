import type { Cast, CastDocument } from '@chimera/protocol/cast';
import type { Persona } from '@chimera/protocol/persona';
import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { addAvatar } from './avatar-store.ts';
import { addCast } from './cast-store.ts';
import { addPersonas, type NewStoredPersona, oneAtATime, personaByCard } from './persona-store.ts';

/** A persona from a file: with its card, and the picture that its sheet names. */
export interface NewImport extends NewStoredPersona {
  readonly card: { readonly document: string; readonly hash: string };
  readonly picture?: { readonly id: string; readonly bytes: Uint8Array } | undefined;
}

export interface ImportedPersona {
  readonly persona: Persona;
  /** False: it was here already, with the same card. */
  readonly isNew: boolean;
}

export interface NewCastImport {
  readonly id: string;
  readonly personas: readonly NewImport[];
  /** The cast of these personas, in their order. */
  readonly castOf: (personaIds: readonly string[]) => CastDocument;
}

/** Keeps what comes in from files: each time all of it, or nothing. */
export interface ImportStore {
  /** Throws `conflict` when an owner would have too many. */
  addPersona(ownerId: string, wanted: NewImport, at: string): Promise<ImportedPersona>;
  addCast(
    ownerId: string,
    wanted: NewCastImport,
    at: string,
  ): Promise<{ readonly cast: Cast; readonly personas: readonly ImportedPersona[] }>;
}

export function createImportStore({ db, kind }: Database): ImportStore {
  const alone = <T>(ownerId: string, work: (transaction: Transaction<Schema>) => Promise<T>) =>
    db.transaction().execute(async (transaction) => {
      await oneAtATime(transaction, kind, ownerId);
      return work(transaction);
    });
  return {
    addPersona: (ownerId, wanted, at) =>
      alone(ownerId, (transaction) => addUnlessHere(transaction, { ownerId, at, kind }, wanted)),
    addCast: (ownerId, { id, personas, castOf }, at) =>
      alone(ownerId, async (transaction) => {
        const added: ImportedPersona[] = [];
        for (const wanted of personas)
          added.push(await addUnlessHere(transaction, { ownerId, at, kind }, wanted));
        const document = castOf(added.map(({ persona }) => persona.id));
        const cast = await addCast(transaction, { ownerId, id }, { document, at });
        return { cast, personas: added };
      }),
  };
}

async function addUnlessHere(
  transaction: Transaction<Schema>,
  owner: { readonly ownerId: string; readonly at: string; readonly kind: Database['kind'] },
  { picture, ...wanted }: NewImport,
): Promise<ImportedPersona> {
  const { ownerId, at, kind } = owner;
  const here = await personaByCard(transaction, ownerId, wanted.card.hash);
  if (here) return { persona: here, isNew: false };
  if (picture) {
    await addAvatar(transaction, { ownerId, id: picture.id }, { picture: picture.bytes, at, kind });
  }
  const [persona] = await addPersonas(transaction, owner, [wanted]);
  if (!persona) throw new Error('A persona that was added did not come back.');
  return { persona, isNew: true };
}
