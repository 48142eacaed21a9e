import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What has to be remembered of a file to go on where it ends. */
export interface Written {
  /** Length of what stays; a foot may follow, which the next writing replaces. */
  readonly bytes: number;
  /** SHA-256 of the last bytes before that length. */
  readonly tail: string;
}

const TAIL_BYTES = 1024;
const CHUNK_LENGTH = 64 * 1024;

/** Writes a whole file; readers see the old one or the new one, never half of it. */
export async function writeFile(
  path: string,
  pieces: AsyncIterable<string>,
  footOf: () => string,
): Promise<Written> {
  const draft = draftOf(path);
  const file = (await openDraft(draft)) ?? (await openDraft(draft));
  if (file === null) throw new Error('The folder of a record was removed as soon as it was made.');
  try {
    let bytes = 0;
    for await (const chunk of inChunks(pieces)) bytes += await put(file, chunk, bytes);
    await put(file, footOf(), bytes);
    const tail = await tailOf(file, bytes);
    await rename(draft, path);
    return { bytes, tail };
  } catch (error) {
    // On a full disk half a record would take the room that all others need.
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** A record is thousands of short lines; each writing costs a visit to another thread. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/**
 * Goes on behind what was written before: the old foot and whatever a crash left there are overwritten, so doing it
 * again gives the same file. Null when the file is not the one that was written (gone, another disk, changed by hand).
 */
export async function appendFile(
  path: string,
  { bytes, tail }: Written,
  text: string,
  foot: string,
): Promise<Written | null> {
  const file = await unlessMissing(() => open(path, 'r+'));
  if (file === null) return null;
  try {
    if ((await tailOf(file, bytes)) !== tail) return null;
    const length = bytes + (await put(file, text, bytes));
    const end = length + (await put(file, foot, length));
    await file.truncate(end);
    return { bytes: length, tail: await tailOf(file, length) };
  } finally {
    await file.close();
  }
}

/** Removes the file, what a crash left of its next writing, and its folder when nothing else is in it. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(draftOf(path), { force: true });
  // Mostly there are others, and one that is not removed does no harm.
  await rmdir(dirname(path)).catch(() => undefined);
}

function draftOf(path: string): string {
  return join(dirname(path), '.draft-' + createHash('sha256').update(path).digest('hex').slice(0, 32));
}

/** Null when the folder was removed, with the last record in it, right after it was made. */
function openDraft(draft: string): Promise<FileHandle | null> {
  return unlessMissing(async () => {
    await mkdir(dirname(draft), { recursive: true, mode: 0o700 });
    return await open(draft, 'w+', 0o600);
  });
}

async function unlessMissing(opening: () => Promise<FileHandle>): Promise<FileHandle | null> {
  try {
    return await opening();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function put(file: FileHandle, text: string, position: number): Promise<number> {
  const data = Buffer.from(text);
  let done = 0;
  while (done < data.length) {
    const { bytesWritten } = await file.write(data, done, data.length - done, position + done);
    done += bytesWritten;
  }
  return data.length;
}

/** Digest of the last bytes before a length; of fewer when the file is shorter, so that it cannot match. */
async function tailOf(file: FileHandle, length: number): Promise<string> {
  const wanted = Math.min(length, TAIL_BYTES);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, length - wanted);
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
}
