import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { ChimeraError } from './errors.ts';

/**
 * Makes this process the only one on a data directory. The operating system drops the lock
 * when the process ends, however it ends, so that no stale lock is ever left behind.
 */
export function lockDataDir(dataDir: string): () => void {
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
  return () => lock.close();
}
