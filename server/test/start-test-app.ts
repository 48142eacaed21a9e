import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLive, type Live } from '@chimera/client/live';
import { createRest, type Rest } from '@chimera/client/rest';
import type { pino } from 'pino';
import { WebSocket } from 'ws';
import { type App, startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createLogger } from '../src/logger.ts';
import { type Script, scriptedProvider } from './scripted-provider.ts';
import type { BrainRequest } from '../src/providers/provider.ts';

export interface TestApp {
  readonly app: App;
  readonly url: string;
  readonly dataDir: string;
  readonly rest: Rest;
  readonly live: Live;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** What the demo brain says; every seat without a brain of its own asks it. */
  readonly script?: (request: BrainRequest) => Script;
  /** A directory to go on with; the caller removes it. */
  readonly dataDir?: string;
  readonly databaseUrl?: string | null;
  readonly environment?: Record<string, string>;
  /** Hears what is written down; absent: nobody does. */
  readonly logger?: pino.Logger;
  /** Hears what the server says to its operator. */
  readonly tell?: (line: string) => void;
}

/** A whole server on a free port, with a scripted brain, and clients that talk to it. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'chimera-test-')));
  const config = readConfig({
    CHIMERA_PORT: '0',
    CHIMERA_DATA_DIR: dataDir,
    // Nothing listens there: no local model of this machine speaks in a test.
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
    ...(options.databaseUrl && { DATABASE_URL: options.databaseUrl }),
    ...options.environment,
  });
  const script = options.script ?? (() => ['So ', 'be ', 'it.']);
  const app = await startApp(config, options.logger ?? createLogger('silent'), {
    demo: scriptedProvider(script),
    // The least that bcrypt takes: a full one would cost each sign-in a quarter of a second.
    passwordCost: 4,
    tell: options.tell ?? (() => undefined),
  });
  return {
    app,
    url: app.url,
    dataDir,
    rest: createRest({ baseUrl: app.url }),
    live: createLive({ url: `${app.url.replace('http', 'ws')}/ws`, webSocket: WebSocket }),
    async close() {
      await app.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
