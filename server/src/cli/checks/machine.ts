import { existsSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config.ts';
import { ChimeraError } from '../../errors.ts';
import { lockDataDir } from '../../lock-data-dir.ts';
import { webRoot } from '../../web-root.ts';
import { reasonOf } from '../opened.ts';
import { type Finding, findingsAbout } from './finding.ts';

const NODE_WANTED = { major: 22, minor: 18 };
const MIB = 1024 * 1024;
const DISK_LEAST = 200 * MIB;
const DISK_GOOD = 1024 * MIB;

export function nodeVersion(version: string = process.versions.node): Finding {
  const { ok, problem } = findingsAbout('Node');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isGood = major > NODE_WANTED.major || (major === NODE_WANTED.major && minor >= NODE_WANTED.minor);
  const wanted = `${NODE_WANTED.major}.${NODE_WANTED.minor}`;
  if (isGood) return ok(version);
  return problem(
    `${version} is older than ${wanted}.`,
    `Install Node ${wanted} or later, or use make start, which brings its own.`,
  );
}

export function webApp(root: string = webRoot): Finding {
  const { ok, problem } = findingsAbout('web app');
  if (existsSync(join(root, 'index.html'))) return ok('built');
  return problem(
    `It is not built: there is no index.html in ${root}.`,
    'Run make start, or npm run build --workspace web.',
  );
}

/** Whether it can be written, by whom it can be read, and whether a server holds it. */
export function dataDirectory({ dataDir }: Pick<Config, 'dataDir'>): Finding[] {
  const { ok, note, warning, problem } = findingsAbout('data directory');
  const mine = `Give the directory to the user that runs Chimera (chown), or set CHIMERA_DATA_DIR to another.`;
  const place = existing(dataDir);
  const probe = join(place, `.chimera-doctor-${process.pid}`);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch (error) {
    return [problem(`${place} cannot be written: ${reasonOf(error)}`, mine)];
  }
  if (place !== dataDir) return [note(`${dataDir} is not there yet; the first start makes it.`)];
  const others = statSync(dataDir).mode & 0o077;
  return [
    ok(`${dataDir} can be written.`),
    ...(others === 0
      ? []
      : [warning('Other users of this machine may look into it.', `chmod 700 ${dataDir}`)]),
    isInUse(dataDir)
      ? note('A Chimera is running on it. A second one would not start.')
      : ok('No Chimera is running on it.'),
  ];
}

export function diskSpace({ dataDir }: Pick<Config, 'dataDir'>): Finding {
  const { ok, warning, problem } = findingsAbout('disk');
  const { bavail, bsize } = statfsSync(existing(dataDir));
  const free = bavail * bsize;
  const what = `${Math.round(free / MIB).toLocaleString('en')} MiB are free where the data directory is.`;
  const todo = 'Make room, or move the data directory. A full disk stops conversations.';
  if (free < DISK_LEAST) return problem(what, todo);
  return free < DISK_GOOD ? warning(what, todo) : ok(what);
}

/** The directory, or the nearest one above it that is there. */
function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function isInUse(dataDir: string): boolean {
  // Where no server ever ran there is no lock, and none is made.
  if (!existsSync(join(dataDir, 'lock.sqlite'))) return false;
  try {
    lockDataDir(dataDir).release();
    return false;
  } catch (error) {
    if (error instanceof ChimeraError && error.code === 'conflict') return true;
    throw error;
  }
}
