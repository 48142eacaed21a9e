import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLive } from '@chimera/client/live';
import { type Mirror, mirrorConversation } from '@chimera/client/mirror';
import { createRest, type Rest } from '@chimera/client/rest';
import { WebSocket } from 'ws';
import type { Database } from '../src/db/open-database.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** One of several servers that share a database and a Redis, in a process of its own. */
export interface Node {
  readonly url: string;
  readonly rest: Rest;
  readonly server: ServerProcess;
  readonly dataDir: string;
  /** Follows a conversation by this node. */
  watch(conversationId: string): Mirror;
}

export interface Nodes {
  start(more?: Readonly<Record<string, string>>): Promise<Node>;
  close(): Promise<void>;
}

const NOWHERE = 'http://127.0.0.1:9';

/** Whatever is not given is the same on all of them: the model that speaks on `modelUrl`, and the keys. */
export function nodesOn(shared: { databaseUrl: string; redisUrl: string; modelUrl: string }): Nodes {
  const masterKeys = `k1:${randomBytes(32).toString('base64')}`;
  const closing: (() => Promise<unknown>)[] = [];
  return {
    async start(more = {}) {
      const dataDir = await mkdtemp(join(tmpdir(), 'chimera-node-'));
      const server = await startServerProcess({
        CHIMERA_DATA_DIR: dataDir,
        CHIMERA_MASTER_KEYS: masterKeys,
        DATABASE_URL: shared.databaseUrl,
        REDIS_URL: shared.redisUrl,
        OPENAI_COMPATIBLE_BASE_URL: shared.modelUrl,
        OLLAMA_BASE_URL: NOWHERE,
        LMSTUDIO_BASE_URL: NOWHERE,
        ...more,
      });
      const live = createLive({ url: `${server.url.replace('http', 'ws')}/ws`, webSocket: WebSocket });
      closing.push(async () => {
        live.close();
        await server.end('SIGKILL');
        await rm(dataDir, { recursive: true, force: true });
      });
      return {
        url: server.url,
        rest: createRest({ baseUrl: server.url }),
        server,
        dataDir,
        watch: (conversationId) => mirrorConversation(live, conversationId),
      };
    },
    async close() {
      await Promise.all(closing.splice(0).map((close) => close()));
    },
  };
}

/** The node that runs a conversation now; null: none does. */
export async function ownerAmong(
  nodes: readonly Node[],
  database: Database,
  conversationId: string,
): Promise<Node | null> {
  const { lease_node: owner } = await database.db
    .selectFrom('conversation')
    .select('lease_node')
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow();
  return nodes.find(({ dataDir }) => readFileSync(join(dataDir, 'node-id'), 'utf8').trim() === owner) ?? null;
}

/** A conversation of three whose words come from the scripted model, and which plays. */
export async function playOn({ rest }: Pick<Node, 'rest'>, maxTurns = 100): Promise<string> {
  const { items } = await rest.call('listPersonas', {});
  const { id } = await rest.call('createConversation', {
    body: {
      topic: 'faults',
      seats: items.slice(0, 3).map((persona) => ({
        personaId: persona.id,
        brain: { connectionId: 'openai-compatible', model: 'drip' },
      })),
      settings: { pace: 'instant', maxTurns },
    },
  });
  await rest.call('play', { params: { id } });
  return id;
}

/**
 * Lines of which a viewer heard other words, piece by piece, than the log has. What came late is in the log alone;
 * of a line whose node died, what was said last may be in no log.
 */
export function wordsUnlikeTheLog(mirrors: readonly Mirror[]): string[] {
  return mirrors.flatMap((mirror) =>
    (mirror.view?.messages ?? []).flatMap(({ turnId, attempt, text, reason }) => {
      if (turnId === undefined || attempt === undefined) return [];
      const heard = mirror.spoken(turnId, attempt) ?? text;
      const isSame =
        heard === text || (reason?.startsWith('Interrupted: ') === true && heard.startsWith(text));
      return isSame ? [] : [`“${heard}” is “${text}”`];
    }),
  );
}
