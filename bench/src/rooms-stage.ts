import { randomBytes } from 'node:crypto';
import { startNginx } from '../../e2e/src/nginx.ts';
import { startPrivatePostgres } from '../../scripts/private-postgres.ts';
import { startPrivateRedis } from '../../scripts/private-redis.ts';
import type { ChildServer } from './child-server.ts';
import { chimeraPlays, chimeraServer, floorPlays, floorServer, type Play, type Subject } from './subject.ts';

/** What brings the words of many conversations to many viewers: its processes, and the doors to it. */
export interface RoomsStage {
  readonly nodes: readonly ChildServer[];
  /** Process ids of nginx's workers; empty without nginx. */
  readonly proxies: readonly number[];
  /** Where it is reached. */
  readonly url: string;
  /** Makes conversations that do not play yet. Without nginx their viewers are led to one node after another. */
  prepare(count: number, model: string): Promise<readonly Play[]>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly modelUrl: string;
  readonly nodes: number;
  readonly conversations: number;
  readonly behindNginx: boolean;
  readonly heapMegabytes: number | null;
}

/** A connection has 256 answers under way at most, on each node: more conversations than that take turns with two. */
const CONVERSATIONS_OF_A_CONNECTION = 200;

/** One node with SQLite, or several with a PostgreSQL and a Redis of their own. */
export async function openChimera(options: StageOptions): Promise<RoomsStage> {
  const { modelUrl, conversations } = options;
  const connections =
    conversations > CONVERSATIONS_OF_A_CONNECTION ? ['openai-compatible', 'deepseek'] : ['openai-compatible'];
  return opened(async (closing) => {
    const shared = options.nodes === 1 ? {} : await sharedServices(closing);
    const nodes: ChildServer[] = [];
    for (let index = 0; index < options.nodes; index += 1) {
      const { process, close } = await chimeraServer({
        OPENAI_COMPATIBLE_BASE_URL: `${modelUrl}/v1`,
        DEEPSEEK_BASE_URL: `${modelUrl}/deepseek/v1`,
        DEEPSEEK_API_KEY: 'sk-bench-0123456789abcdef',
        // Each node has a disk of its own: see docs/operations/several-nodes.md.
        CHIMERA_RECORDS: index === 0 ? 'on' : 'elsewhere',
        ...(options.heapMegabytes !== null && {
          NODE_OPTIONS: `--max-old-space-size=${options.heapMegabytes}`,
        }),
        ...shared,
      });
      closing.push(close);
      nodes.push(process);
    }
    return { nodes, plays: (url: string) => chimeraPlays(url, connections) };
  }, options);
}

/** The floor has no second node: what it does it does in one process. */
export function openFloor(options: StageOptions): Promise<RoomsStage> {
  return opened(async (closing) => {
    const process = await floorServer(options.modelUrl);
    closing.push(() => process.end());
    return { nodes: [process], plays: floorPlays };
  }, options);
}

type Closing = (() => Promise<void>)[];

async function opened(
  start: (closing: Closing) => Promise<{
    readonly nodes: readonly ChildServer[];
    readonly plays: (url: string) => Subject['prepare'];
  }>,
  { behindNginx }: StageOptions,
): Promise<RoomsStage> {
  const closing: Closing = [];
  const close = async () => {
    for (const end of closing.splice(0).toReversed()) await end();
  };
  try {
    const { nodes, plays } = await start(closing);
    const urls = nodes.map(({ url }) => url);
    const nginx = behindNginx ? await startNginx({ upstreams: urls }) : null;
    if (nginx) closing.push(() => nginx.close());
    const doors = nginx ? [nginx.url] : urls;
    const prepares = doors.map(plays);
    return {
      nodes,
      proxies: nginx?.workers() ?? [],
      url: doors[0] ?? '',
      async prepare(count, model) {
        const shares = prepares.map((prepare, index) =>
          prepare(Math.floor((count + index) / prepares.length), model),
        );
        return (await Promise.all(shares)).flat();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function sharedServices(closing: Closing): Promise<Record<string, string>> {
  const postgres = await startPrivatePostgres();
  closing.push(() => postgres.stop());
  const redis = await startPrivateRedis();
  closing.push(() => redis.stop());
  return {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    CHIMERA_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  };
}
