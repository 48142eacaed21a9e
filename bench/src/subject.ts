import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest } from '@chimera/client/rest';
import type { Persona } from '@chimera/protocol/persona';
import type { Brain } from '@chimera/protocol/provider';
import { samplesIn, valueOf } from '../../server/test/metrics-text.ts';
import { ChildServer } from './child-server.ts';
import type { Seat } from './viewers-process.ts';

/** Something that brings the words of models to viewers, and can be measured while it does. */
export interface Subject {
  readonly process: ChildServer;
  /** Makes conversations whose seats are played by this model; they do not play yet. */
  prepare(count: number, model: string): Promise<readonly Play[]>;
  /** The 99th percentile of how late its event loop was since this was last asked, in milliseconds. */
  loopDelayMs(): Promise<number>;
  close(): Promise<void>;
}

export interface Play {
  readonly id: string;
  readonly seat: Seat;
  begin(): Promise<void>;
  end(): Promise<void>;
}

export type StartSubject = (modelUrl: string) => Promise<Subject>;

export async function startFloor(modelUrl: string): Promise<Subject> {
  const process = await floorServer(modelUrl);
  return {
    process,
    prepare: floorPlays(process.url),
    loopDelayMs: async () => Number(await (await fetch(`${process.url}/loop-delay`)).text()),
    close: () => process.end(),
  };
}

export async function startChimera(modelUrl: string): Promise<Subject> {
  const { process, close } = await chimeraServer({ OPENAI_COMPATIBLE_BASE_URL: `${modelUrl}/v1` });
  const loopDelayMs = async () => {
    const samples = samplesIn(await (await fetch(`${process.url}/metrics`)).text());
    return valueOf(samples, 'nodejs_eventloop_lag_p99_seconds') * 1000;
  };
  return { process, prepare: chimeraPlays(process.url), loopDelayMs, close };
}

/** The built server, with the model as its one connection. */
export function startServer(options: {
  readonly modelUrl: string;
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ChildServer> {
  return serverIn(options.dataDir, {
    OPENAI_COMPATIBLE_BASE_URL: `${options.modelUrl}/v1`,
    ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
    ...options.env,
  });
}

function serverIn(dataDir: string, env: Readonly<Record<string, string>>): Promise<ChildServer> {
  return ChildServer.start(new URL('../../server/dist/main.js', import.meta.url), {
    cwd: dataDir,
    env: { CHIMERA_PORT: '0', CHIMERA_DATA_DIR: dataDir, ...env },
  });
}

export function floorServer(modelUrl: string): Promise<ChildServer> {
  return ChildServer.start(new URL('floor.ts', import.meta.url), { parameters: [`${modelUrl}/v1`] });
}

/** The built server with a data directory of its own, which goes with it. */
export async function chimeraServer(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly process: ChildServer; readonly close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-bench-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const process = await serverIn(directory, env);
    return { process, close: () => process.end().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Makes plays of the floor that is reached at this URL. */
export function floorPlays(url: string): Subject['prepare'] {
  const tell = async (path: string) => {
    await (await fetch(`${url}${path}`)).text();
  };
  let made = 0;
  const playOf = (model: string): Play => {
    made += 1;
    const id = `${made}`;
    return {
      id,
      seat: { url: `${webSocketUrl(url)}/ws?id=${id}`, hello: null },
      begin: () => tell(`/play?id=${id}&model=${model}`),
      end: () => tell(`/halt?id=${id}`),
    };
  };
  return async (count, model) => Array.from({ length: count }, () => playOf(model));
}

/** Makes plays of the product that is reached at this URL. Its connections are taken in turn. */
export function chimeraPlays(
  url: string,
  connectionIds: readonly string[] = ['openai-compatible'],
): Subject['prepare'] {
  const rest = createRest({ baseUrl: url });
  const playOf = async (brain: Brain, personas: readonly Persona[]): Promise<Play> => {
    const { id } = await rest.call('createConversation', {
      body: {
        topic: 'What a token costs',
        seats: personas.map((persona) => ({ personaId: persona.id, brain })),
        settings: { pace: 'instant', maxTurns: 100_000 },
      },
    });
    const params = { id };
    return {
      id,
      seat: {
        url: `${webSocketUrl(url)}/ws`,
        hello: JSON.stringify({ type: 'subscribe', conversationId: id }),
      },
      begin: async () => void (await rest.call('play', { params })),
      end: async () => void (await rest.call('pause', { params })),
    };
  };
  return async (count, model) => {
    const { items: personas } = await rest.call('listPersonas', { query: { limit: 2 } });
    const plays: Play[] = [];
    for (let made = 0; made < count; made += 1) {
      const connectionId = connectionIds[made % connectionIds.length] ?? '';
      plays.push(await playOf({ connectionId, model, params: { maxTokens: 4_000 } }, personas));
    }
    return plays;
  };
}

export function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
