import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest } from '@chimera/client/rest';
import type { Persona } from '@chimera/protocol/persona';
import { ChildServer } from './child-server.ts';
import type { Seat } from './viewers-process.ts';

/** Something that brings the words of models to viewers, and can be measured while it does. */
export interface Subject {
  readonly process: ChildServer;
  /** Makes conversations whose seats are played by this model; they do not play yet. */
  prepare(count: number, model: string): Promise<readonly Play[]>;
  close(): Promise<void>;
}

export interface Play {
  readonly seat: Seat;
  begin(): Promise<void>;
  end(): Promise<void>;
}

export type StartSubject = (modelUrl: string) => Promise<Subject>;

export async function startFloor(modelUrl: string): Promise<Subject> {
  const process = await ChildServer.start(new URL('floor.ts', import.meta.url), {
    parameters: [`${modelUrl}/v1`],
  });
  const tell = async (path: string) => {
    await (await fetch(`${process.url}${path}`)).text();
  };
  let made = 0;
  const playOf = (model: string): Play => {
    made += 1;
    const id = made;
    return {
      seat: { url: `${webSocketUrl(process.url)}/ws?id=${id}`, hello: null },
      begin: () => tell(`/play?id=${id}&model=${model}`),
      end: () => tell(`/halt?id=${id}`),
    };
  };
  return {
    process,
    prepare: async (count, model) => Array.from({ length: count }, () => playOf(model)),
    close: () => process.end(),
  };
}

/** The built server, with the model as its one connection. */
export function startServer(options: {
  readonly modelUrl: string;
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ChildServer> {
  return ChildServer.start(new URL('../../server/dist/main.js', import.meta.url), {
    cwd: options.dataDir,
    env: {
      CHIMERA_PORT: '0',
      CHIMERA_DATA_DIR: options.dataDir,
      OPENAI_COMPATIBLE_BASE_URL: `${options.modelUrl}/v1`,
      ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
      ...options.env,
    },
  });
}

export async function startChimera(modelUrl: string): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-bench-'));
  const process = await startServer({ modelUrl, dataDir: directory });
  const rest = createRest({ baseUrl: process.url });

  const playOf = async (model: string, personas: readonly Persona[]): Promise<Play> => {
    const brain = { connectionId: 'openai-compatible', model, params: { maxTokens: 4_000 } };
    const { id } = await rest.call('createConversation', {
      body: {
        topic: 'What a token costs',
        seats: personas.map((persona) => ({ personaId: persona.id, brain })),
        settings: { pace: 'instant', maxTurns: 100_000 },
      },
    });
    const params = { id };
    return {
      seat: {
        url: `${webSocketUrl(process.url)}/ws`,
        hello: JSON.stringify({ type: 'subscribe', conversationId: id }),
      },
      begin: async () => void (await rest.call('play', { params })),
      end: async () => void (await rest.call('pause', { params })),
    };
  };

  return {
    process,
    async prepare(count, model) {
      const { items: personas } = await rest.call('listPersonas', { query: { limit: 2 } });
      const plays: Play[] = [];
      for (let made = 0; made < count; made += 1) plays.push(await playOf(model, personas));
      return plays;
    },
    async close() {
      await process.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
