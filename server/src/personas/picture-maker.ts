import type { Avatar } from '@chimera/protocol/persona';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { ChimeraError } from '../errors.ts';
import type { Cut } from './pictures.ts';

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

/** With the first picture, not with the server: the library takes a tenth of a second and 26 MB. */
const loadPictures = () => import('./pictures.ts');
type Pictures = Awaited<ReturnType<typeof loadPictures>>;

export function createPictureMaker(): PictureMaker {
  const line = bulkhead(AT_ONCE, IN_LINE);
  const inLine = async (work: (pictures: Pictures) => Promise<Buffer>): Promise<Buffer> => {
    try {
      return await line.execute(async () => work(await loadPictures()));
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
    avatar: (bytes, cut) => inLine(({ avatarFrom }) => avatarFrom(bytes, cut)),
    png: (picture) => inLine(({ pngFrom }) => pngFrom(picture)),
    drawn: (avatar, name) => inLine(({ drawnPng }) => drawnPng(avatar, name)),
  };
}
