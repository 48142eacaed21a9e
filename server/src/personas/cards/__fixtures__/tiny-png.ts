import { deflateSync } from 'node:zlib';
import { writeChunks } from '../png-chunks.ts';

/** A picture of one dark pixel. */
export function tinyPng(): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(1, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return writeChunks([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: deflateSync(Buffer.from([0, 20, 30, 40])) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}
