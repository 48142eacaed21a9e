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
  /** The 99th percentile of how late its event loop was since this was last asked, in milliseconds. */
  loopDelayMs(): Promise<number>;
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
  const tell = async (path: string) => (await fetch(`${process.url}${path}`)).text();
  let made = 0;
  const playOf = (model: string): Play => {
    made += 1;
    const id = made;
    return {
      seat: { url: `${webSocketUrl(process.url)}/ws?id=${id}`, hello: null },
      begin: async () => void (await tell(`/play?id=${id}&model=${model}`)),
      end: async () => void (await tell(`/halt?id=${id}`)),
    };
  };
  return {
    process,
    prepare: async (count, model) => Array.from({ length: count }, () => playOf(model)),
    loopDelayMs: async () => Number(await tell('/loop-delay')),
    close: () => process.end(),
  };
}

export async function startChimera(modelUrl: string): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'chimera-bench-'));
  const process = await ChildServer.start(new URL('../../server/dist/main.js', import.meta.url), {
    cwd: directory,
    env: {
      CHIMERA_PORT: '0',
      CHIMERA_DATA_DIR: directory,
      OPENAI_COMPATIBLE_BASE_URL: `${modelUrl}/v1`,
    },
  });
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
    async loopDelayMs() {
      const metrics = await (await fetch(`${process.url}/metrics`)).text();
      return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(metrics)?.[1]) * 1000;
    },
    async close() {
      await process.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}
