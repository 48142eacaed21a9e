import type { ImportNote, ImportReport } from '@chimera/protocol/import-report';
import type { Sheet } from '@chimera/protocol/persona';
import type { CardFormat } from './card-layout.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { readPng } from './card-png.ts';
import { CardProblem } from './card-problem.ts';
import { readCharx, zipStart } from './charx.ts';
import { type JsonObject, readDocument } from './json-document.ts';
import { mapCard } from './map-card.ts';
import { isPng } from './png-chunks.ts';

type CardContainer = NonNullable<ImportReport['container']>;

export interface ReadCard {
  readonly format: CardFormat;
  readonly container: CardContainer;
  readonly sheet: Sheet;
  /** The card as it was: `writeCard` wants it back. */
  readonly card: JsonObject;
  readonly picture?: Uint8Array;
  readonly notes: ImportNote[];
}

/** A character card as a file: JSON, PNG or CharX, told apart by what is in it. Throws a CardProblem. */
export async function readCard(bytes: Uint8Array, fileName: string): Promise<ReadCard> {
  if (bytes.length > CARD_LIMITS.fileBytes) {
    throw new CardProblem('too-large', `The file has more than ${CARD_LIMITS.fileBytes / 1024 / 1024} MB.`);
  }
  if (isPng(bytes)) {
    const { document, picture, notes } = readPng(bytes);
    return cardIn(document, 'png', { picture, notes });
  }
  const start = zipStart(bytes);
  if (start >= 0) {
    const { document, picture, notes } = await readCharx(bytes.subarray(start));
    return cardIn(document, 'charx', { picture, notes });
  }
  if (!beginsAsText(bytes)) {
    throw new CardProblem(
      'unknown-format',
      `“${fileName}” is no JSON, PNG or CharX file. Save the card as one of them.`,
    );
  }
  return cardIn(readDocument(bytes), 'json', { picture: undefined, notes: [] });
}

function cardIn(
  card: JsonObject,
  container: CardContainer,
  { picture, notes }: { readonly picture: Uint8Array | undefined; readonly notes: readonly ImportNote[] },
): ReadCard {
  const { format, sheet, notes: more } = mapCard(card);
  return { format, container, sheet, card, ...(picture && { picture }), notes: [...notes, ...more] };
}

/** Pictures and archives of other kinds show themselves in their first bytes; marks of UTF-8 and UTF-16 are text. */
function beginsAsText(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 16));
  if (['efbbbf', 'fffe', 'feff'].some((mark) => start.toString('hex').startsWith(mark))) return true;
  const isPlain = start.every((byte) => byte < 0x80 && (byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)));
  return isPlain && !/^(?:RIFF|GIF8)/.test(start.toString('latin1'));
}
