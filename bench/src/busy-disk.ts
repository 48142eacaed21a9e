import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PIECE_BYTES = 2 ** 25;
/** Pieces are written over each other, so that no disk fills up. */
const PIECES = 8;
const WRITERS = 4;

/**
 * Keeps the disk of temporary files busy, where the measured servers have their data: writers that flush after every
 * 32 MB. Returns the way to end it.
 */
export function writeToDisk(): () => Promise<void> {
  const ended = new AbortController();
  const writing = Promise.all(Array.from({ length: WRITERS }, () => write(ended.signal)));
  return async () => {
    ended.abort();
    await writing;
  };
}

async function write(signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'chimera-bench-disk-'));
  const file = await open(join(folder, 'written-over-and-over'), 'w');
  try {
    const piece = randomBytes(PIECE_BYTES);
    for (let written = 0; !signal.aborted; written += 1) {
      await file.write(piece, 0, PIECE_BYTES, (written % PIECES) * PIECE_BYTES);
      await file.sync();
    }
  } finally {
    await file.close();
    await rm(folder, { recursive: true, force: true });
  }
}
