import { castSeatSchema, newCastSchema } from '@chimera/protocol/cast';
import type { NewCast } from '@chimera/protocol/cast';
import type { ImportNote } from '@chimera/protocol/import-report';
import type { Sheet } from '@chimera/protocol/persona';
import { SEATS_LIMIT } from '@chimera/protocol/seat';
import { z } from 'zod';
import type { CardFormat } from './card-layout.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';
import { isList, isObject, type JsonObject, readDocument, toJson } from './json-document.ts';
import { mapCard } from './map-card.ts';
import { writeCard } from './write-card.ts';

const VERSION = 1;

const seatSchema = castSeatSchema.omit({ personaId: true }).extend({
  persona: z
    .number()
    .int()
    .min(0)
    .max(SEATS_LIMIT - 1),
});

const fileSchema = z.object({
  cast: newCastSchema.extend({
    seats: z.array(seatSchema).min(1, 'A cast needs at least one seat.').max(SEATS_LIMIT),
  }),
  personas: z.array(z.unknown()).min(1, 'A cast needs at least one persona.').max(SEATS_LIMIT),
});

/** A cast whose seats name personas by their place in the file. */
export type FileCast = z.infer<typeof fileSchema>['cast'];

export interface CastPersona {
  readonly sheet: Sheet;
  /** The card that it came from. */
  readonly card?: JsonObject | undefined;
}

export interface ReadCastFile {
  readonly cast: FileCast;
  /** Each as a card: `seats[…].persona` counts from 0. */
  readonly personas: readonly { format: CardFormat; sheet: Sheet; card: JsonObject }[];
  readonly notes: ImportNote[];
}

/** All of a cast, or a CardProblem that says where it is wrong. */
export function readCastFile(bytes: Uint8Array): ReadCastFile {
  const document = readDocument(bytes);
  if (document['chimera_cast'] !== VERSION) throw otherFile(document);
  const parsed = fileSchema.safeParse(document);
  if (!parsed.success) throw notUsable(parsed.error);
  const { cast, personas } = parsed.data;
  const missing = cast.seats.findIndex(({ persona }) => persona >= personas.length);
  if (missing >= 0) {
    throw new CardProblem('missing', 'There is no such persona in the file.', {
      path: `cast.seats[${missing}].persona`,
    });
  }
  const read = cardsIn(document).map((card, index) => ({ card, ...mapCard(card, `personas[${index}]`) }));
  return {
    cast,
    personas: read.map(({ format, sheet, card }) => ({ format, sheet, card })),
    notes: read.flatMap(({ notes }) => notes).slice(0, CARD_LIMITS.notes),
  };
}

/** A cast with its personas as one document. Brains, connections and pictures do not travel. */
export function writeCastFile(
  { seats, ...cast }: NewCast,
  personas: ReadonlyMap<string, CastPersona>,
): JsonObject {
  const ids = [...new Set(seats.map(({ personaId }) => personaId))];
  const cards = ids.map((id) => {
    const persona = personas.get(id);
    if (!persona) throw new Error(`The persona ${id} of a seat was not given.`);
    return writeCard(persona.sheet, { format: 'card-v3', card: persona.card });
  });
  const seated = seats.map(({ personaId, role }) => ({ persona: ids.indexOf(personaId), role }));
  return { chimera_cast: VERSION, cast: toJson({ ...cast, seats: seated }), personas: cards };
}

function cardsIn({ personas }: JsonObject): readonly JsonObject[] {
  return (isList(personas) ? personas : []).map((card, index) => {
    if (isObject(card)) return card;
    throw new CardProblem('wrong-type', 'Each persona has to be a card.', { path: `personas[${index}]` });
  });
}

function otherFile(document: JsonObject): CardProblem {
  const path = 'chimera_cast';
  if (document['chimera_cast'] === undefined) {
    return new CardProblem(
      'unknown-format',
      'This is no cast of Chimera. A single character is brought in as a card.',
    );
  }
  return new CardProblem('unknown-format', `Only version ${VERSION} of cast files can be read here.`, {
    path,
  });
}

function notUsable(error: z.ZodError): CardProblem {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).reduce<string>(
    (path, step) =>
      typeof step === 'number' ? `${path}[${step}]` : path ? `${path}.${String(step)}` : String(step),
    '',
  );
  return new CardProblem('wrong-type', issue?.message ?? 'This is not valid.', { path, cause: error });
}
