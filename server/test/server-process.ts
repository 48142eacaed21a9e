import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** A server in a process of its own, to be killed like one. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** What it wrote on standard error so far: its log. */
  errors(): string;
  /** Waits for its end; gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a server; rejects with what it wrote when it ends before it listens. */
export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { PATH: process.env['PATH'], CHIMERA_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const url = await firstLine(child, () => errors);
  return {
    url,
    pid: child.pid ?? 0,
    errors: () => errors,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}

function firstLine(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${errors()}`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
}
