import type { ImportNote } from '@chimera/protocol/import-report';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';
import { ImportNotes } from './import-notes.ts';
import { type JsonObject, readDocument } from './json-document.ts';
import { type PngChunk, readChunks, writeChunks } from './png-chunks.ts';
import { keywordOf, textChunk, textIn } from './png-texts.ts';

/** A card as a picture carries it: in V3 and, for programs that know only that, in V2. */
export interface CardDocuments {
  readonly v3: JsonObject;
  readonly v2: JsonObject;
}

export interface PngCard {
  readonly document: JsonObject;
  /** The picture without the card. */
  readonly picture: Uint8Array;
  readonly notes: ImportNote[];
}

/** In what order they are looked for. */
const KEYWORDS = ['ccv3', 'chara'] as const;
/** Pictures and sounds that RisuAI puts into a picture. */
const ASSET = 'chara-ext-asset_';

/** The card in a PNG. Throws a CardProblem when there is none, or when picture or card are damaged. */
export function readPng(bytes: Uint8Array): PngCard {
  const chunks = readChunks(bytes).map((chunk) => ({ chunk, keyword: cardKeyword(chunk) }));
  const notes = new ImportNotes();
  const found = KEYWORDS.flatMap((keyword) => chunks.filter((one) => one.keyword === keyword));
  const [card, ...others] = found;
  if (!card) {
    throw new CardProblem(
      'no-card',
      'There is no character in this picture. Pictures that were copied or converted lose it.',
    );
  }
  for (const { keyword } of others) {
    const what = keyword === card.keyword ? 'is a second time' : 'is an older copy of the card';
    notes.leftOut(`${keyword}`, `There ${what} in the picture; the first of the newest kind was read.`);
  }
  const assets = chunks.filter(({ keyword }) => keyword === ASSET).length;
  if (assets > 0) notes.leftOut(ASSET, `${assets} more pictures or sounds in the picture.`);
  const picture = chunks.filter(({ keyword }) => !keyword).map(({ chunk }) => chunk);
  return { document: documentIn(textIn(card.chunk)), picture: writeChunks(picture), notes: notes.list() };
}

/** The picture with the card in it; one that it had before is replaced. */
export function writePng(picture: Uint8Array, { v3, v2 }: CardDocuments): Uint8Array {
  const chunks = readChunks(picture).filter((chunk) => !cardKeyword(chunk));
  const cards = [textChunk('chara', base64Of(v2)), textChunk('ccv3', base64Of(v3))];
  return writeChunks([...chunks.slice(0, -1), ...cards, ...chunks.slice(-1)]);
}

/** Which part of a card a chunk is; programs differ in upper and lower case. */
function cardKeyword(chunk: PngChunk): string | undefined {
  const keyword = keywordOf(chunk)?.toLowerCase();
  if (keyword?.startsWith(ASSET)) return ASSET;
  return KEYWORDS.find((known) => known === keyword);
}

function documentIn(text: string): JsonObject {
  const base64 = text.replaceAll(/\s+/g, '');
  if (base64.length > CARD_LIMITS.jsonBytes * 1.5) {
    throw new CardProblem('too-large', 'The card in the picture is too large.');
  }
  if (base64.length % 4 === 1 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new CardProblem('bad-base64', 'The card in the picture is no valid Base64. Export it anew.');
  }
  return readDocument(Buffer.from(base64, 'base64'));
}

function base64Of(document: JsonObject): string {
  return Buffer.from(JSON.stringify(document), 'utf8').toString('base64');
}
