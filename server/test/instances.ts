import { randomBytes } from 'node:crypto';
import { testDatabases } from './databases.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './start-test-app.ts';

/** Chimera as somebody runs it for many: one node, or two that share a database and Redis. */
export interface TestInstance {
  readonly nodes: readonly TestApp[];
  /** Where one person acts, and where another does: two nodes where there are two. */
  readonly first: TestApp;
  readonly second: TestApp;
  close(): Promise<void>;
}

const redisUrl = process.env['TEST_REDIS_URL'];

export interface InstanceKind {
  readonly name: string;
  readonly open: (options?: Omit<TestAppOptions, 'databaseUrl'>) => Promise<TestInstance>;
}

/** `describe.each(instanceKinds)('… on $name', …)`. Two nodes need PostgreSQL, as there always is in `make test`. */
export const instanceKinds: readonly InstanceKind[] = testDatabases.map(({ name, open }) => ({
  name: name === 'sqlite' ? 'one node with SQLite' : 'two nodes with PostgreSQL and Redis',
  async open({ environment, ...options } = {}) {
    const database = await open();
    const masterKeys = `k1:${randomBytes(32).toString('base64')}`;
    const start = () =>
      startTestApp({
        ...options,
        ...(database.url !== null && { databaseUrl: database.url }),
        environment: {
          CHIMERA_AUTH: 'accounts',
          // Tests ask more in a minute than people do; those of limits set their own.
          CHIMERA_RATE_LIMIT: '100000',
          CHIMERA_MASTER_KEYS: masterKeys,
          ...(name === 'postgres' && redisUrl !== undefined && { REDIS_URL: redisUrl }),
          ...environment,
        },
      });
    const first = await start();
    const second = name === 'postgres' ? await start() : first;
    const nodes = [...new Set([first, second])];
    return {
      nodes,
      first,
      second,
      async close() {
        for (const node of nodes) await node.close();
        await database.close();
      },
    };
  },
}));
