import type { Avatar } from '@chimera/protocol/persona';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import sharp from 'sharp';
import { ChimeraError } from '../errors.ts';
import { avatarFrom, type Cut, drawnPng, pngFrom } from './pictures.ts';

/** Makes pictures, a few at a time: each takes up to a second of a core, and memory. */
export interface PictureMaker {
  /** See `avatarFrom`. */
  avatar(bytes: Uint8Array, cut?: Cut): Promise<Buffer>;
  png(picture: Uint8Array): Promise<Buffer>;
  drawn(avatar: Avatar, name: string): Promise<Buffer>;
}

/** The threads of this process that pictures are made on also read files and compare passwords. */
const AT_ONCE = 2;
const IN_LINE = 20;

/** The only formats that are read, each from memory. Everything else that the library knows is closed. */
const readers = ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((name) => `VipsForeignLoad${name}Buffer`);

export function createPictureMaker(): PictureMaker {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: readers });
  const line = bulkhead(AT_ONCE, IN_LINE);
  const inLine = async (work: () => Promise<Buffer>): Promise<Buffer> => {
    try {
      return await line.execute(work);
    } catch (error) {
      if (!(error instanceof BulkheadRejectedError)) throw error;
      throw new ChimeraError(
        'unavailable',
        'Many pictures are being made here just now. Try again in a moment.',
        { cause: error, retryAfterSeconds: 2 },
      );
    }
  };
  return {
    avatar: (bytes, cut) => inLine(() => avatarFrom(bytes, cut)),
    png: (picture) => inLine(() => pngFrom(picture)),
    drawn: (avatar, name) => inLine(() => drawnPng(avatar, name)),
  };
}
