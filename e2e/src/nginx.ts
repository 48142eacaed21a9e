import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port.ts';

const templates = join(import.meta.dirname, '../../deploy/production/nginx/templates');
const SUFFIX = '.template';
const START_LIMIT_MS = 10_000;

/** An nginx of our own with the configuration that we ship, on the loopback address. */
export interface Nginx {
  readonly url: string;
  /** Without encryption; with `tls` it leads to `url`. */
  readonly plainUrl: string;
  /** New workers take over; sockets of the old ones end after `drain`. Resolves when the new ones are at work. */
  reload(): Promise<void>;
  /** Ends it at once, with every connection, and starts it again at the same address. */
  restart(): Promise<void>;
  /** Ends it without starting it again. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Process ids of those that do its work now. */
  workers(): readonly number[];
  /** The errors that it wrote so far. */
  errors(): string;
  /** One line for each request that is done. */
  accesses(): Promise<string>;
  close(): Promise<void>;
}

/** `upstreams`: addresses of nodes, as URLs. `drain`: how long sockets outlive a reload, in nginx's words. */
export async function startNginx({
  upstreams,
  drain = '1s',
  tls,
}: {
  upstreams: readonly string[];
  drain?: string;
  /** Files of a certificate and its key; absent: no encryption. */
  tls?: { readonly certificate: string; readonly key: string };
}): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'chimera-nginx-'));
  const port = await freePort();
  const tlsPort = await freePort();
  await writeConfiguration(folder, {
    NGINX_FOLDER: folder,
    NGINX_LOG: join(folder, 'access.log'),
    NGINX_NODES: upstreams.map((url) => `server ${new URL(url).host} max_fails=1 fail_timeout=1s;`).join(' '),
    NGINX_FRONT: tls ? 'tls' : 'plain',
    NGINX_PORT: `127.0.0.1:${port}`,
    NGINX_TLS_PORT: `127.0.0.1:${tlsPort}`,
    NGINX_CERTIFICATE: tls?.certificate ?? '',
    NGINX_CERTIFICATE_KEY: tls?.key ?? '',
    NGINX_DRAIN: drain,
  });
  let written = '';
  let running: ChildProcess | null = null;
  const start = async () => {
    running = await run(folder, port, (text) => {
      written += text;
    });
  };
  const stop = async () => {
    if (running) await end(running);
    running = null;
  };
  await start();
  return {
    url: tls ? `https://127.0.0.1:${tlsPort}` : `http://127.0.0.1:${port}`,
    plainUrl: `http://127.0.0.1:${port}`,
    async reload() {
      const before = workersOf(running);
      running?.kill('SIGHUP');
      await until(() => workersOf(running).some((pid) => !before.includes(pid)), 'nginx did not reload');
    },
    async restart() {
      await stop();
      await start();
    },
    stop,
    start,
    workers: () => workersOf(running).map(Number),
    errors: () => written,
    accesses: () => readFile(join(folder, 'access.log'), 'utf8'),
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As the official image does it: each `${NAME}` that is known is replaced, all else stays. */
async function writeConfiguration(folder: string, values: Readonly<Record<string, string>>): Promise<void> {
  for (const template of globSync(`*${SUFFIX}`, { cwd: templates })) {
    const text = await readFile(join(templates, template), 'utf8');
    const filled = text.replaceAll(/\$\{(NGINX_\w+)\}/g, (whole, name: string) => values[name] ?? whole);
    await writeFile(join(folder, template.slice(0, -SUFFIX.length)), filled);
  }
}

async function run(folder: string, port: number, hear: (text: string) => void): Promise<ChildProcess> {
  const args = ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'];
  const child = spawn(program(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    hear(text);
  });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error));
  const listening = until(async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}: ${errors}`);
    return accepts(port);
  }, 'nginx does not listen');
  await Promise.race([failed, listening]);
  return child;
}

/** Debian has it where only root's PATH leads. */
function program(): string {
  return ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path)) ?? 'nginx';
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  // Not QUIT, which would wait for open sockets.
  child.kill('SIGTERM');
  await ended;
}

/** Process ids of the children of nginx's master. */
function workersOf(master: ChildProcess | null): string[] {
  if (master?.pid === undefined) return [];
  const [file] = globSync(`/proc/${master.pid}/task/*/children`);
  return file === undefined ? [] : readFileSync(file, 'utf8').split(' ').filter(Boolean);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // Not yet; the caller asks again until its deadline.
  } finally {
    socket.destroy();
  }
}

async function until(isSo: () => boolean | Promise<boolean>, complaint: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(complaint);
    await wait(20);
  }
}
