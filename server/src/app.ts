import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger } from 'fastify';
import { chargesOf } from './accounts/charge.ts';
import { reachedLimit } from './accounts/reached-limit.ts';
import { createSpendingStore, type SpendingStore } from './accounts/spending-store.ts';
import type { Config } from './config.ts';
import { createCheckpointStore } from './conversations/checkpoint-store.ts';
import { createConversationListStore } from './conversations/conversation-list-store.ts';
import { createConversationStore, type Follow } from './conversations/conversation-store.ts';
import { createIdempotencyStore } from './conversations/idempotency-store.ts';
import { createLeaseStore } from './conversations/lease-store.ts';
import { createLog } from './conversations/log.ts';
import { createLedgerStore } from './conversations/ledger-store.ts';
import { createPromptStore } from './conversations/prompt-store.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';
import { type Database, openDatabase } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { charged } from './engine/bill.ts';
import { Engine } from './engine/engine.ts';
import { createGate } from './http/gate.ts';
import { createIdempotency, type Idempotency } from './http/idempotency.ts';
import { createServer } from './http/server.ts';
import { registerUpgrade } from './http/upgrade.ts';
import { clientAddress } from './http/client-address.ts';
import { createJobStore, type JobStore } from './jobs/job-store.ts';
import { createWorker } from './jobs/worker.ts';
import { memoryBus } from './live/bus.ts';
import { Connections } from './live/connections.ts';
import { Rooms } from './live/rooms.ts';
import { Speeches } from './live/speech.ts';
import { Tickets } from './live/tickets.ts';
import { createLimits, type Limits } from './limits/limits.ts';
import { type DataDirLock, lockDataDir } from './lock-data-dir.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { openAccounts } from './open-accounts.ts';
import { openBrains } from './open-brains.ts';
import { createRepertoire } from './personas/repertoire.ts';
import { demoBrain } from './providers/demo/demo-brain.ts';
import { createPrices } from './providers/prices.ts';
import type { Provider } from './providers/provider.ts';
import { concernsRecord, createRecordFollower, recordJob, WRITE_RECORD } from './records/record-follower.ts';
import { createRecordStore } from './records/record-store.ts';
import type { RedisLink } from './redis/redis-link.ts';

export interface App {
  readonly url: string;
  /** Cuts the turns in flight (what was said is kept), lets viewers go, and closes everything. */
  close(): Promise<void>;
}

const webRoot = join(dirname(fileURLToPath(import.meta.url)), '../../web/dist');

/** Builds every part once, in order, and starts to listen. `demo` stands in for the demo brain in tests. */
export async function startApp(
  config: Config,
  logger: FastifyBaseLogger & Logger,
  demo: Provider = demoBrain(),
): Promise<App> {
  const lock = lockDataDir(config.dataDir);
  let database: Database | null = null;
  try {
    database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
    return await build({ config, logger, demo, lock, database });
  } catch (error) {
    await database?.close();
    lock.release();
    throw error;
  }
}

interface Foundation {
  readonly config: Config;
  readonly logger: FastifyBaseLogger & Logger;
  readonly demo: Provider;
  readonly lock: DataDirLock;
  readonly database: Database;
}

async function build({ config, logger, demo, lock, database }: Foundation): Promise<App> {
  const now = () => new Date();

  const stores = storesOf(database, now);
  const { jobs, spending, conversations, transcripts, checkpoints, leases } = stores;
  // The data directory is locked: whoever ran on it before is dead and needs its leases no more.
  await leases.endAll(lock.node);

  const bus = memoryBus();
  const speeches = new Speeches(bus);
  const rooms = new Rooms({ bus, speeches, conversations, transcripts, checkpoints });
  const sockets = new Connections({ rooms, bus, logger });
  const tickets = new Tickets();

  const records = createRecordFollower({
    dataDir: config.dataDir,
    records: createRecordStore(database),
    conversations,
    transcript: transcripts,
  });
  const worker = createWorker({ store: jobs, handlers: { [WRITE_RECORD]: records }, logger });
  const log = createLog(conversations, ({ ref, conversation, events }) => {
    bus.publish(ref.id, { type: 'events', gen: conversation.gen, events });
    worker.poke();
  });

  const prices = createPrices(now);
  const metrics = createMetrics();
  const people = await openAccounts({ config });
  const stage = await openBrains({ config, database, demo, logger, metrics, prices, now });
  const { brains } = stage;
  const limits = await openLimits(config, database, stage.redis);
  const repertoire = createRepertoire();
  const overLimit = async (ownerId: string) =>
    reachedLimit(await spending.standing(ownerId, now()), config.maxCostPerDay);
  const engine = new Engine({
    node: lock.node,
    log,
    ...stores,
    bus,
    speeches,
    repertoire,
    logger,
    now,
    askFor:
      (ownerId) =>
      (brain, fallbacks, ...request) =>
        brains.stream(ownerId, [brain, ...fallbacks], ...request),
    viewers: (id) => rooms.viewers(id),
    unwatchedMs: config.unwatchedMs,
    costOf: prices.costOf,
    overLimit,
    chance: Math.random,
    newId: randomUUID,
  });

  let isReady = true;
  const gate = createGate(config.publicUrl);
  const addressOf = clientAddress(config.trustedProxies);
  const server = await createServer({
    ...people,
    addressOf,
    limits,
    chance: Math.random,
    log,
    ...stores,
    ...stage,
    engine,
    repertoire,
    metrics,
    prices,
    overLimit,
    charge: async (ownerId, used) => spending.addAlone(ownerId, [await charged(used, prices.costOf)], now()),
    operatorCostPerDay: config.maxCostPerDay,
    rooms,
    tickets,
    gate,
    logger,
    now,
    webRoot,
    idempotency: await openIdempotency(database, now),
    remove: async (ref) => {
      await conversations.delete(ref, (transaction) => jobs.enqueue(transaction, recordJob(ref)));
      bus.publish(ref.id, { type: 'deleted' });
      worker.poke();
    },
    checkReady: () => probe(database, () => isReady),
  });
  registerUpgrade(server.server, { gate, connections: sockets, tickets, now, addressOf, limits, ...people });
  await server.listen({ host: config.host, port: config.port });
  engine.start();

  return {
    url: urlOf(config.host, server.server.address()),
    async close() {
      isReady = false;
      await engine.close();
      sockets.close();
      await server.close();
      await worker.close();
      await stage.close();
      await database.close();
      lock.release();
    },
  };
}

/** Where everything of a conversation is kept. */
function storesOf(database: Database, now: () => Date) {
  const jobs = createJobStore(database);
  const spending = createSpendingStore(database);
  return {
    jobs,
    spending,
    conversations: createConversationStore(database, followedBy({ jobs, spending, now })),
    transcripts: createTranscriptStore(database),
    prompts: createPromptStore(database),
    checkpoints: createCheckpointStore(database),
    leases: createLeaseStore(database),
    ledgers: createLedgerStore(database),
    lists: createConversationListStore(database),
  };
}

async function openIdempotency(database: Database, now: () => Date): Promise<Idempotency> {
  const secret = await sharedSecret(database, 'idempotency');
  return createIdempotency(createIdempotencyStore(database), { now, secret });
}

/** Null in local mode: its one owner is not counted. */
async function openLimits(
  config: Config,
  database: Database,
  redis: RedisLink | null,
): Promise<Limits | null> {
  if (config.auth === 'local') return null;
  const secret = await sharedSecret(database, 'limits');
  return createLimits({ redis, secret, perMinute: config.rateLimit });
}

/** What is written in the transaction of events. */
function followedBy(parts: { jobs: JobStore; spending: SpendingStore; now: () => Date }): Follow {
  return async (transaction, ref, events) => {
    if (concernsRecord(events)) await parts.jobs.enqueue(transaction, recordJob(ref));
    await parts.spending.add(transaction, ref.ownerId, chargesOf(events), parts.now());
  };
}

const PROBE_MS = 1000;

async function probe(database: Database, isReady: () => boolean): Promise<void> {
  if (!isReady()) throw new Error('The server is shutting down.');
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new Error(`The database did not answer within ${PROBE_MS} ms.`)),
      PROBE_MS,
    ).unref();
  });
  await Promise.race([database.ping(), late]);
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
