import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, validateFileName, type ZipFile } from 'yauzl';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';

const inflate = promisify(inflateRaw);

/** A zip of which only what is asked for is unpacked. */
export interface ZipFiles {
  readonly names: readonly string[];
  /** Undefined when there is no such file. */
  read(name: string, limitBytes: number): Promise<Uint8Array | undefined>;
}

/** Looks through the table of contents of a zip, which says how large everything is before anything is unpacked. */
export async function openZip(bytes: Uint8Array): Promise<ZipFiles> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await sound(
    fromBufferPromise(buffer, { autoClose: false, decodeStrings: true, strictFileNames: true }),
  );
  const entries = await entriesOf(zip);
  return {
    names: [...entries.keys()],
    read: async (name, limitBytes) => {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.uncompressedSize > limitBytes) {
        throw new CardProblem('too-large', `${name} is larger than ${limitBytes / 1024 / 1024} MB.`, {
          path: name,
        });
      }
      const { fileDataStart } = await sound(zip.readLocalFileHeaderPromise(entry, { minimal: true }));
      return unpacked(entry, buffer.subarray(fileDataStart, fileDataStart + entry.compressedSize));
    },
  };
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const limit = CARD_LIMITS.zipEntries;
  if (zip.entryCount > limit) {
    throw new CardProblem(
      'too-many',
      `The archive has ${zip.entryCount} files; at most ${limit} are allowed.`,
    );
  }
  const entries = new Map<string, Entry>();
  let total = 0;
  const each = zip.eachEntry();
  let next = await sound(each.next());
  while (!next.done) {
    const entry = next.value;
    total += entry.uncompressedSize;
    inspect(entry, total);
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
    next = await sound(each.next());
  }
  return entries;
}

function inspect(entry: Entry, total: number): void {
  const path = entry.fileName;
  if (entry.isEncrypted()) {
    throw new CardProblem('encrypted', 'This file is encrypted. Save the archive without a password.', {
      path,
    });
  }
  if (total > CARD_LIMITS.unzippedBytes) {
    throw new CardProblem(
      'zip-bomb',
      `Unpacked the archive has more than ${CARD_LIMITS.unzippedBytes / 1024 / 1024} MB.`,
    );
  }
  const isLarge = entry.uncompressedSize > CARD_LIMITS.zipRatioFromBytes;
  if (isLarge && entry.uncompressedSize > entry.compressedSize * CARD_LIMITS.zipRatio) {
    throw new CardProblem(
      'zip-bomb',
      `This file grows more than ${CARD_LIMITS.zipRatio} times when unpacked.`,
      { path },
    );
  }
}

async function unpacked(entry: Entry, packed: Uint8Array): Promise<Uint8Array> {
  const path = entry.fileName;
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw broken(undefined, path);
  const isPacked = entry.compressionMethod === 8;
  const bytes = isPacked ? await inflatedTo(entry.uncompressedSize, packed, path) : packed;
  if (bytes.length !== entry.uncompressedSize || crc32(bytes) !== entry.crc32) throw broken(undefined, path);
  return bytes;
}

/** Never more than the table of contents promised. */
async function inflatedTo(size: number, packed: Uint8Array, path: string): Promise<Uint8Array> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw broken(cause, path);
  }
}

/** What the zip library finds wrong, as a problem of the file. */
async function sound<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Error && isAboutName(cause)) {
      throw new CardProblem(
        'unsafe-name',
        `A file in the archive has a name that is not allowed (${cause.message}).`,
        {
          cause,
        },
      );
    }
    if (cause instanceof Error && cause.message.includes('encryption')) {
      throw new CardProblem('encrypted', 'The archive is encrypted. Save it without a password.', { cause });
    }
    throw broken(cause, '');
  }
}

/** The library says what is wrong with a name as it does when asked for names that are known to be wrong. */
function isAboutName({ message }: Error): boolean {
  const kinds = ['../x', '/x', 'a\\b'].flatMap((name) => validateFileName(name)?.split(':')[0] ?? []);
  return kinds.some((kind) => message.startsWith(kind));
}

function broken(cause: unknown, path: string): CardProblem {
  const detail = cause instanceof Error ? ` (${cause.message})` : '';
  return new CardProblem('broken-zip', `The archive is damaged${detail}. Export it anew.`, { path, cause });
}
