import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  if (given !== null) return readMasterKeys(given, 'CHIMERA_MASTER_KEYS');
  if (databaseUrl !== null) {
    logger.warn('Several nodes on one database need the same CHIMERA_MASTER_KEYS; this one uses its own.');
  }
  const file = join(dataDir, FILE_NAME);
  if (existsSync(file)) return readMasterKeys(readFileSync(file, 'utf8'), file);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // A name of its own: keys that two nodes made for one database are told apart by it.
  const made = `k-${randomBytes(4).toString('hex')}:${randomBytes(KEY_BYTES).toString('base64')}`;
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  logger.warn({ file }, 'A master key was made. Without it stored provider keys cannot be read: back it up.');
  return readMasterKeys(made, file);
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
