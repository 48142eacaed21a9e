import { createHash } from 'node:crypto';
import type { ImportNote, ImportReport } from '@chimera/protocol/import-report';
import type { Persona, Sheet } from '@chimera/protocol/persona';
import { ChimeraError } from '../errors.ts';
import { CARD_LIMITS } from './cards/card-limits.ts';
import { CardProblem } from './cards/card-problem.ts';
import type { JsonObject } from './cards/json-document.ts';
import type { ReadCard } from './cards/read-card.ts';
import type { ImportStore, NewImport } from './import-store.ts';
import type { PersonaStore } from './persona-store.ts';
import type { PictureMaker } from './picture-maker.ts';

export interface ImportParts {
  readonly imports: ImportStore;
  readonly personas: PersonaStore;
  readonly pictures: PictureMaker;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** What became of a file with a card. */
export interface CardOutcome {
  readonly report: ImportReport;
  /** Absent: it was refused. */
  readonly persona?: Persona;
  /** Why it was refused. */
  readonly refusal?: CardProblem | ChimeraError;
}

/** A sheet is sent whole to whoever looks at it, and kept whole in every version. */
const SHEET_BYTES = 2 * 1024 * 1024;
const PICTURE = 'picture';
const TOLD_LENGTH = 400;
/** What is said of pictures that are none, damaged, or too large. */
const unusable = new Set<string>(['unsupported-media-type', 'invalid-request', 'payload-too-large']);

/** Keeps one card, or nothing of it. Never throws because of what is in the file. */
export async function importCard(
  parts: ImportParts,
  ownerId: string,
  { file, read }: { readonly file: string; readonly read: () => ReadCard | Promise<ReadCard> },
): Promise<CardOutcome> {
  try {
    const card = await read();
    return await kept(parts, ownerId, { file, card });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const report = {
      file,
      outcome: 'refused' as const,
      personaIds: [],
      notes: [],
      problem: briefly(error.message),
    };
    return { report, refusal: error };
  }
}

async function kept(
  parts: ImportParts,
  ownerId: string,
  { file, card }: { readonly file: string; readonly card: ReadCard },
): Promise<CardOutcome> {
  const { format, container } = card;
  const { wanted, notes } = await newImport(parts, ownerId, card);
  const { persona, isNew } = await parts.imports.addPersona(ownerId, wanted, parts.now().toISOString());
  const report: ImportReport = {
    file,
    outcome: isNew ? 'imported' : 'already-here',
    format,
    container,
    personaIds: [persona.id],
    name: persona.name,
    notes: isNew ? briefNotes(notes) : [],
  };
  return { report, persona };
}

/** A card as it will be kept: its picture made anew, and a mark by which the same card is known again. */
export async function newImport(
  { personas, pictures, newId }: Omit<ImportParts, 'imports'>,
  ownerId: string,
  { card, sheet, picture, notes }: Pick<ReadCard, 'card' | 'sheet' | 'picture' | 'notes'>,
): Promise<{ readonly wanted: NewImport; readonly notes: readonly ImportNote[] }> {
  requireShort(sheet);
  const stored = storedCard(card);
  const isHere = (await personas.byCard(ownerId, stored.hash)) !== null;
  const made = picture && !isHere ? await madePicture(pictures, picture) : null;
  const id = newId();
  const face = made?.bytes ? { id: newId(), bytes: made.bytes } : undefined;
  return {
    wanted: { id, sheet: withFace(sheet, face?.id), card: stored, picture: face },
    notes: made ? [made.note, ...notes] : notes,
  };
}

function storedCard(card: JsonObject): NewImport['card'] {
  const document = JSON.stringify(card);
  return { document, hash: createHash('sha256').update(document).digest('hex') };
}

function withFace(sheet: Sheet, pictureId: string | undefined): Sheet {
  if (pictureId === undefined) return sheet;
  return { ...sheet, avatar: { ...sheet.avatar, imageUrl: `/api/avatars/${pictureId}` } };
}

/** What can be made of a picture. The persona comes in without one that cannot be read. */
async function madePicture(
  pictures: ImportParts['pictures'],
  picture: Uint8Array,
): Promise<{ readonly bytes?: Uint8Array; readonly note: ImportNote }> {
  try {
    if (picture.length > CARD_LIMITS.pictureBytes) {
      const limit = CARD_LIMITS.pictureBytes / 1024 / 1024;
      throw new ChimeraError('payload-too-large', `The picture has more than ${limit} MB.`);
    }
    const bytes = await pictures.avatar(picture);
    const message = 'It was cut to a square and made anew; what else was in the picture is gone.';
    return { bytes, note: { path: PICTURE, kind: 'changed', message } };
  } catch (error) {
    if (!(error instanceof ChimeraError) || !unusable.has(error.code)) throw error;
    const message = `${error.message} The persona came in without it.`;
    return { note: { path: PICTURE, kind: 'left-out', message } };
  }
}

function requireShort(sheet: Sheet): void {
  if (Buffer.byteLength(JSON.stringify(sheet)) <= SHEET_BYTES) return;
  throw new CardProblem(
    'too-large',
    `The persona has more than ${SHEET_BYTES / 1024 / 1024} MB of text. Shorten its texts or its lore.`,
  );
}

/** What is told does not grow with what was sent: the names of fields are as long as somebody made them. */
export function briefly(text: string): string {
  return text.length <= TOLD_LENGTH ? text : `${text.slice(0, TOLD_LENGTH).toWellFormed()}…`;
}

export function briefNotes(notes: readonly ImportNote[]): ImportNote[] {
  return (
    notes
      // And the picture's, and how many more there are.
      .slice(0, CARD_LIMITS.notes + 2)
      .map(({ path, kind, message }) => ({ path: briefly(path), kind, message: briefly(message) }))
  );
}

/** What is wrong with the file, or with what its owner may have; anything else is wrong with the server. */
function isRefusal(error: unknown): error is CardProblem | ChimeraError {
  return error instanceof CardProblem || (error instanceof ChimeraError && error.code === 'conflict');
}
