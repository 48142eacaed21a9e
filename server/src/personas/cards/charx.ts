import type { ImportNote } from '@chimera/protocol/import-report';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';
import { ImportNotes } from './import-notes.ts';
import { isList, isObject, type JsonObject, readDocument } from './json-document.ts';
import { openZip, type ZipFiles } from './zip-files.ts';

export interface CharxCard {
  readonly document: JsonObject;
  readonly picture: Uint8Array | undefined;
  readonly notes: ImportNote[];
}

const CARD = 'card.json';
const END_OF_CONTENTS = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** Where the zip in a file begins; -1: there is none. RisuAI also writes one behind a JPEG. */
export function zipStart(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.subarray(0, 2).toString('latin1') === 'PK') return 0;
  if (!buffer.subarray(0, JPEG.length).equals(JPEG)) return -1;
  const end = buffer.lastIndexOf(END_OF_CONTENTS);
  if (end < 0 || end + 22 > buffer.length) return -1;
  const start = end - buffer.readUInt32LE(end + 12) - buffer.readUInt32LE(end + 16);
  return start >= 0 && buffer.subarray(start, start + 2).toString('latin1') === 'PK' ? start : -1;
}

/** The card in a zip, and the picture that it names as its icon. */
export async function readCharx(bytes: Uint8Array): Promise<CharxCard> {
  const zip = await openZip(bytes);
  const text = await zip.read(CARD, CARD_LIMITS.jsonBytes);
  if (!text) throw new CardProblem('no-card', `There is no ${CARD} in the archive, so it is no CharX file.`);
  const document = readDocument(text);
  const notes = new ImportNotes();
  const path = iconPathOf(document);
  const picture = path === undefined ? undefined : await pictureAt(path, zip, notes);
  const others = zip.names.filter((name) => name !== CARD && name !== path && !name.endsWith('/'));
  if (others.length > 0) {
    notes.leftOut('', `${others.length} more files in the archive, such as ${others[0]}.`);
  }
  return { document, picture, notes: notes.list() };
}

/** The path of the main icon, where it lies in the archive itself. */
function iconPathOf({ data }: JsonObject): string | undefined {
  const assets = isObject(data) && isList(data['assets']) ? data['assets'] : [];
  const icons = assets.filter(isObject).filter(({ type }) => type === 'icon');
  const icon = icons.find(({ name }) => name === 'main') ?? icons[0];
  const uri = typeof icon?.['uri'] === 'string' ? icon['uri'] : '';
  // The specification itself spells it so.
  return /^embed{1,2}ed:\/\/(.+)$/s.exec(uri)?.[1];
}

async function pictureAt(path: string, zip: ZipFiles, notes: ImportNotes): Promise<Uint8Array | undefined> {
  try {
    const picture = await zip.read(path, CARD_LIMITS.pictureBytes);
    if (!picture) notes.leftOut('data.assets', 'The icon that the card names is not in the archive.');
    return picture;
  } catch (problem) {
    if (!(problem instanceof CardProblem) || problem.code !== 'too-large') throw problem;
    notes.leftOut('data.assets', problem.message);
    return undefined;
  }
}
