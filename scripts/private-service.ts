import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server that was started for one test run and leaves nothing behind. */
export interface PrivateService {
  readonly url: string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** Starts a server and waits until `isReady`; when it is stopped, its folder goes too. */
export async function startPrivateService(service: {
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly options?: SpawnOptions;
  isReady(): Promise<boolean>;
}): Promise<PrivateService> {
  const child = spawn(service.command, service.args, {
    ...service.options,
    cwd: service.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group: an interrupt from the keyboard stops the tests first, then this.
    detached: true,
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => {
    output += error.message;
  });
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(service.folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + START_LIMIT_MS;
  while (!(await service.isReady())) {
    if (child.pid === undefined || child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${service.command} did not start:\n${output}`);
    }
    await sleep(50);
  }
  return { url: service.url, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await closed;
  clearTimeout(timer);
}
