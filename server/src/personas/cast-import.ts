import type { Cast, CastDocument } from '@chimera/protocol/cast';
import type { ImportReport } from '@chimera/protocol/import-report';
import { briefNotes, type ImportParts, newImport } from './card-import.ts';
import { readCastFile } from './cards/cast-file.ts';

/** A cast whose seats are about to get personas. */
export type UnseatedCast = Pick<CastDocument, 'format'> & {
  readonly seats: readonly { readonly role?: string | undefined }[];
};

/**
 * Keeps a whole cast with its personas, or nothing of it. Throws a CardProblem, or what `requireSound` throws of a
 * cast that cannot be played.
 */
export async function importCast(
  parts: ImportParts,
  ownerId: string,
  {
    file,
    bytes,
    requireSound,
  }: {
    readonly file: string;
    readonly bytes: Uint8Array;
    readonly requireSound: (cast: UnseatedCast) => void;
  },
): Promise<{ readonly cast: Cast; readonly report: ImportReport }> {
  const { cast: read, personas: cards, notes } = readCastFile(bytes);
  requireSound(read);
  const wanted = [];
  for (const card of cards) wanted.push((await newImport(parts, ownerId, { ...card, notes: [] })).wanted);
  const castOf = (ids: readonly string[]): CastDocument => ({
    ...read,
    seats: read.seats.map(({ persona, ...seat }) => ({ ...seat, personaId: ids[persona] ?? '' })),
  });
  const { cast, personas } = await parts.imports.addCast(
    ownerId,
    { id: parts.newId(), personas: wanted, castOf },
    parts.now().toISOString(),
  );
  const reused = personas.flatMap(({ persona, isNew }, index) =>
    isNew
      ? []
      : [
          {
            path: `personas[${index}]`,
            kind: 'left-out' as const,
            message: `“${persona.name}” is here already with the same card, and plays this part.`,
          },
        ],
  );
  const report: ImportReport = {
    file,
    outcome: 'imported',
    format: 'cast',
    container: 'json',
    personaIds: personas.map(({ persona }) => persona.id),
    name: cast.name,
    notes: briefNotes([...reused, ...notes]),
  };
  return { cast, report };
}
