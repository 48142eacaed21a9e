import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest, type Rest } from '@chimera/client/rest';
import { freePort } from '../../scripts/free-port.ts';
import { type ServerProcess, startServerProcess } from '../../server/test/server-process.ts';

/** A server in a process of its own, with a data directory that outlives it. */
export interface ServerUnderTest {
  readonly url: string;
  readonly rest: Rest;
  /** What it wrote on standard error so far: its log, and what is for its operator alone. */
  errors(): string;
  /** Ends it without a chance to say goodbye, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again with the same data at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Keys that the machine may have set must not reach a test: blank counts as absent. */
const vendorVariables = [
  'ANTHROPIC_API_KEY',
  'DATABASE_URL',
  'DEEPSEEK_API_KEY',
  'GEMINI_API_KEY',
  'OPENAI_API_KEY',
  'OPENAI_COMPATIBLE_API_KEY',
  'OPENROUTER_API_KEY',
];
/** Nothing listens there: no local model of this machine speaks in a test. */
const NOWHERE = 'http://127.0.0.1:9';

export async function startServerUnderTest({
  modelUrl,
  variables = {},
}: {
  modelUrl: string;
  /** More of the environment that it starts with. */
  variables?: Readonly<Record<string, string>>;
}): Promise<ServerUnderTest> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chimera-browser-'));
  const port = await freePort();
  const environment = {
    ...Object.fromEntries(vendorVariables.map((name) => [name, ''])),
    CHIMERA_PORT: String(port),
    CHIMERA_DATA_DIR: dataDir,
    // Else the scripted model would be chosen wherever a seat has no brain of its own.
    CHIMERA_BRAIN: 'demo/improviser',
    LMSTUDIO_BASE_URL: NOWHERE,
    OLLAMA_BASE_URL: NOWHERE,
    OPENAI_COMPATIBLE_BASE_URL: modelUrl,
    ...variables,
  };
  let running: ServerProcess = await startServerProcess(environment);
  return {
    url: running.url,
    rest: createRest({ baseUrl: running.url }),
    errors: () => running.errors(),
    kill: async () => {
      await running.end('SIGKILL');
    },
    start: async () => {
      running = await startServerProcess(environment);
    },
    close: async () => {
      await running.end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
