import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ChimeraError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { MasterKey } from './keyring.ts';

export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

const KEY_BYTES = 32;
const FILE_NAME = 'master.key';

/**
 * The keys that seal what is secret in the database, and that tokens are signed by: those that the operator gave, or one that is made once
 * and kept in the data directory, readable by its owner only.
 */
export function openMasterKeys(options: {
  /** `k2:<base64>,k1:<base64>`, the one that seals first; null: none was given. */
  readonly given: string | null;
  readonly dataDir: string;
  /** Null: this node is the only one. */
  readonly databaseUrl: string | null;
  readonly logger: Pick<Logger, 'warn'>;
}): MasterKeys {
  const { given, dataDir, databaseUrl, logger } = options;
  const known = knownMasterKeys({ given, dataDir });
  if (given !== null && known) return known;
  if (databaseUrl !== null) {
    logger.warn('Several nodes on one database need the same CHIMERA_MASTER_KEYS; this one uses its own.');
  }
  if (known) return known;
  const file = masterKeyFile(dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const made = newMasterKey();
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  logger.warn({ file }, 'A master key was made. Without it stored provider keys cannot be read: back it up.');
  return readMasterKeys(made, file);
}

/** Those that were given or made before; null: there are none yet, and none are made. */
export function knownMasterKeys(from: {
  readonly given: string | null;
  readonly dataDir: string;
}): MasterKeys | null {
  if (from.given !== null) return readMasterKeys(from.given, 'CHIMERA_MASTER_KEYS');
  const file = masterKeyFile(from.dataDir);
  return existsSync(file) ? readMasterKeys(readFileSync(file, 'utf8'), file) : null;
}

export function masterKeyFile(dataDir: string): string {
  return join(dataDir, FILE_NAME);
}

/** As it is given. It has a name of its own: keys that two nodes made for one database are told apart by it. */
export function newMasterKey(): string {
  return `k-${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
}

/** Puts a new key before the one that seals now, on the disk before anything is sealed with it. Older ones go. */
export function addMasterKey(dataDir: string, [active]: MasterKeys): MasterKeys {
  const file = masterKeyFile(dataDir);
  const list = `${newMasterKey()},${active.id}:${active.bytes.toString('base64')}`;
  writeDurably(`${file}.part`, `${list}\n`);
  renameSync(`${file}.part`, file);
  return readMasterKeys(list, file);
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Reads a list of keys; a key that is too short or that somebody could guess is refused. */
export function readMasterKeys(list: string, source: string): MasterKeys {
  const keys = list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => readKey(entry, source));
  const [first, ...others] = keys;
  if (!first) throw refused(source, 'It is empty.');
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw refused(source, 'Two keys have one name.');
  return [first, ...others];
}

function readKey(entry: string, source: string): MasterKey {
  const [, id, text = ''] = /^([A-Za-z0-9_-]{1,20}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
  if (id === undefined) throw refused(source, 'An entry is no <name>:<base64>.');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES) throw refused(source, `The key “${id}” has not 32 bytes.`);
  if (isGuessable(bytes)) throw refused(source, `The key “${id}” could be guessed.`);
  return { id, bytes };
}

/** Random bytes repeat themselves by chance; 32 of them have this few different values or only letters never. */
function isGuessable(bytes: Buffer): boolean {
  return new Set(bytes).size < KEY_BYTES / 2 || bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

function refused(source: string, why: string): ChimeraError {
  return new ChimeraError(
    'invalid-request',
    `${source}: ${why} Give <name>:<32 random bytes in base64>, for example k1:$(openssl rand -base64 32); several are separated by commas, the newest first.`,
  );
}
