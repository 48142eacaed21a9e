import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../../scripts/free-port.ts';

/** A Redis of a test's own, to be stopped, emptied and slowed down. It keeps nothing on disk. */
export interface OwnRedis {
  readonly url: string;
  /** Ends it without a chance to say goodbye. */
  stop(): Promise<void>;
  /** Starts it again, empty. */
  start(): Promise<void>;
  /** Sends it a signal: a stopped process takes connections and answers nothing. */
  signal(signal: NodeJS.Signals): void;
  close(): Promise<void>;
}

export async function startOwnRedis(): Promise<OwnRedis> {
  const port = await freePort();
  let child = await listening(port);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => ended(child),
    async start() {
      child = await listening(port);
    },
    signal: (signal) => void child.kill(signal),
    close: () => ended(child),
  };
}

async function listening(port: number): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const text of child.stdout) if (String(text).includes('Ready to accept')) break;
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
