import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { ChimeraError } from './errors.ts';

export interface DataDirLock {
  /** Names the node that this directory belongs to; the same after every restart. */
  readonly node: string;
  release(): void;
}

/**
 * Makes this process the only one on a data directory. The operating system drops the lock
 * when the process ends, however it ends, so that no stale lock is ever left behind.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = new SqliteDatabase(join(dataDir, 'lock.sqlite'), { timeout: 0 });
  try {
    lock.pragma('journal_mode = DELETE');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw new ChimeraError(
      'conflict',
      `Another Chimera is running on the data directory ${dataDir}. Stop it first, or set CHIMERA_DATA_DIR to another directory.`,
      { cause: error },
    );
  }
  return { node: nodeOf(dataDir), release: () => lock.close() };
}

function nodeOf(dataDir: string): string {
  const file = join(dataDir, 'node-id');
  if (!existsSync(file)) writeFileSync(file, randomUUID(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
