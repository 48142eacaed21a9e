import { crc32 } from 'node:zlib';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';

/** A part of a PNG file: four letters, and bytes. */
export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** The chunks of a PNG, from IHDR to IEND; what comes behind is no part of the picture. Nothing is copied. */
export function readChunks(bytes: Uint8Array): PngChunk[] {
  if (!isPng(bytes)) throw broken('It does not begin as a PNG does.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let at = SIGNATURE.length;
  while (chunks.at(-1)?.type !== 'IEND') {
    if (at + 12 > bytes.length) throw broken('It ends too early.');
    if (chunks.length >= CARD_LIMITS.pngChunks) throw broken('It has too many parts.');
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) throw broken('It ends too early.');
    const type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString('latin1');
    if (!/^[A-Za-z]{4}$/.test(type)) throw broken('A part of it has no type.');
    if (chunks.length === 0 && type !== 'IHDR') throw broken('It has no header.');
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) {
      throw broken(`The checksum of its part ${type} is wrong.`);
    }
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

export function writeChunks(chunks: readonly PngChunk[]): Uint8Array {
  const parts = chunks.flatMap(({ type, data }) => {
    const name = Buffer.from(type, 'latin1');
    return [uint32(data.length), name, data, uint32(crc32(data, crc32(name)))];
  });
  return Buffer.concat([SIGNATURE, ...parts]);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function broken(detail: string): CardProblem {
  return new CardProblem('broken-png', `The picture is damaged. ${detail} Download or export it anew.`);
}
