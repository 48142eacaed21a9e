import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpuSecondsOf, residentBytesOf } from './process-cost.ts';

const START_LIMIT_MS = 20_000;
const END_LIMIT_MS = 8_000;
const ERRORS_KEPT = 4_000;

/** A server in a process of its own, that says its URL on a line of standard output when it listens. */
export class ChildServer {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the line. */
  readonly startMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, start: { url: string; pid: number; startMs: number }) {
    this.#child = child;
    this.url = start.url;
    this.pid = start.pid;
    this.startMs = start.startMs;
  }

  static async start(
    script: URL,
    options: { parameters?: string[]; env?: Record<string, string>; cwd?: string } = {},
  ): Promise<ChildServer> {
    const began = performance.now();
    const child = spawn(process.execPath, [script.pathname, ...(options.parameters ?? [])], {
      cwd: options.cwd,
      env: { NODE_ENV: 'production', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const url = await urlOf(child, script);
    const startMs = performance.now() - began;
    if (child.pid === undefined) throw new Error(`${script.pathname} did not start.`);
    return new ChildServer(child, { url, pid: child.pid, startMs });
  }

  /** CPU that all its threads used so far, in seconds. */
  cpuSeconds(): Promise<number> {
    return cpuSecondsOf(this.pid);
  }

  residentBytes(): Promise<number> {
    return residentBytesOf(this.pid);
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), END_LIMIT_MS);
    await exit;
    clearTimeout(kill);
  }
}

function urlOf(child: ChildProcess, script: URL): Promise<string> {
  let errors = '';
  let output = '';
  let url: string | undefined;
  child.stderr?.on('data', (data: Buffer) => {
    errors = `${errors}${data.toString()}`.slice(-ERRORS_KEPT);
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${script.pathname} ${why}.\n${errors}`));
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`did not listen within ${START_LIMIT_MS} ms`);
    }, START_LIMIT_MS);
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(`ended with ${code}`);
    });
    child.stdout?.on('data', (data: Buffer) => {
      // Read on after the line, or the pipe fills up.
      if (url !== undefined) return;
      output += data.toString();
      url = /(https?:\/\/[^\s/"]+).*\n/.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
  });
}
