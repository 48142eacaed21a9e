import { inflateSync } from 'node:zlib';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';
import type { PngChunk } from './png-chunks.ts';

/** What a text in a picture is called. */
export function keywordOf({ type, data }: PngChunk): string | undefined {
  if (!['tEXt', 'zTXt', 'iTXt'].includes(type)) return undefined;
  const end = data.subarray(0, 80).indexOf(0);
  return end > 0 ? latin1(data.subarray(0, end)) : undefined;
}

/** The text of a chunk that has a keyword: plain, packed, or with languages. */
export function textIn(chunk: PngChunk): string {
  const rest = chunk.data.subarray(chunk.data.indexOf(0) + 1);
  if (chunk.type === 'tEXt') return latin1(rest);
  if (chunk.type === 'zTXt') return latin1(inflated(rest.subarray(1)));
  const isPacked = rest[0] === 1;
  const language = rest.indexOf(0, 2);
  const keyword = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (keyword < 0) throw new CardProblem('broken-png', 'The text in the picture is damaged. Export it anew.');
  const text = rest.subarray(keyword + 1);
  return Buffer.from(isPacked ? inflated(text) : text).toString('utf8');
}

/** Text that is Latin-1, as base64 is. */
export function textChunk(keyword: string, text: string): PngChunk {
  return { type: 'tEXt', data: Buffer.from(`${keyword}\0${text}`, 'latin1') };
}

/** A card as base64 is a third longer than the card. */
function inflated(packed: Uint8Array): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: CARD_LIMITS.jsonBytes * 2 });
  } catch (cause) {
    throw new CardProblem('broken-png', 'The text in the picture cannot be unpacked, or is too large.', {
      cause,
    });
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
