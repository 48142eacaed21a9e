import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { openMasterKeys } from './accounts/master-keys.ts';
import { reachedLimit } from './accounts/reached-limit.ts';
import { createTicketStore } from './accounts/ticket-store.ts';
import { createTickets } from './accounts/tickets.ts';
import type { Config } from './config.ts';
import type { ConversationRef } from './conversations/conversation-ref.ts';
import { createIdempotencyStore } from './conversations/idempotency-store.ts';
import { type Database, openDatabase } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { ACCOUNT_DISABLED } from './engine/allowance.ts';
import { charged } from './engine/bill.ts';
import { Engine } from './engine/engine.ts';
import type { ConnectionParts } from './http/connection-handlers.ts';
import { createGate } from './http/gate.ts';
import { createSecurityHeaders } from './http/headers.ts';
import { createIdempotency, type Idempotency } from './http/idempotency.ts';
import { listeningUrl } from './http/listening-url.ts';
import { probe } from './http/probe.ts';
import { createServer } from './http/server.ts';
import { registerUpgrade } from './http/upgrade.ts';
import { clientAddress } from './http/client-address.ts';
import { createJobStore } from './jobs/job-store.ts';
import { Connections } from './live/connections.ts';
import { Rooms } from './live/rooms.ts';
import { Speeches } from './live/speech.ts';
import { type DataDirLock, lockDataDir } from './lock-data-dir.ts';
import type { Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { openAccounts } from './open-accounts.ts';
import { openStores } from './open-stores.ts';
import { openLimits } from './open-limits.ts';
import { startWork, workHandlers } from './open-work.ts';
import { openBrains } from './open-brains.ts';
import { openBus } from './open-bus.ts';
import { createPersonaGallery } from './personas/persona-gallery.ts';
import { createPictureMaker } from './personas/picture-maker.ts';
import { createRepertoire } from './personas/repertoire.ts';
import { demoBrain } from './providers/demo/demo-brain.ts';
import { createPrices } from './providers/prices.ts';
import type { Provider } from './providers/provider.ts';
import { recordJob } from './records/record-follower.ts';
import { webRoot } from './web-root.ts';

export interface App {
  readonly url: string;
  /** Cuts the turns in flight (what was said is kept), lets viewers go, and closes everything. */
  close(): Promise<void>;
}

/** What tests put in the place of what is slow, or of people. */
export interface StandIns {
  readonly demo?: Provider;
  /** Of hashes of passwords. */
  readonly passwordCost?: number;
  /** Hears what is said to the operator. */
  readonly tell?: (line: string) => void;
}

/** Builds every part once, in order, and starts to listen. */
export async function startApp(
  config: Config,
  logger: FastifyBaseLogger & Logger,
  { demo = demoBrain(), passwordCost, tell = tellOperator }: StandIns = {},
): Promise<App> {
  const lock = lockDataDir(config.dataDir);
  let database: Database | null = null;
  try {
    database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
    return await build({ config, logger, demo, lock, database, passwordCost, tell });
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
  readonly passwordCost: number | undefined;
  readonly tell: (line: string) => void;
}

async function build({ demo, lock, ...base }: Foundation): Promise<App> {
  const { config, logger, database } = base;
  const now = () => new Date();

  const jobs = createJobStore(database);
  const masterKeys = openMasterKeys({ ...config, given: config.masterKeys, logger });
  const people = await openAccounts({ ...base, masterKeys, jobs, poke: () => work.poke(), now });
  const { rules } = people;
  const stores = openStores(database, { jobs, rules, now });
  const { spending, conversations, transcripts, checkpoints, leases } = stores;
  // The data directory is locked: whoever ran on it before is dead and needs its leases no more.
  await leases.endAll(lock.node);

  const prices = createPrices(now);
  const metrics = createMetrics();
  const stage = await openBrains({ ...base, masterKeys, demo, metrics, prices, now });
  const { brains } = stage;

  const { node } = lock;
  const air = await openBus({ ...base, node, redis: stage.redis });
  const { bus } = air;
  const speeches = new Speeches(bus);
  const rooms = new Rooms({ ...air, node, speeches, conversations, transcripts, checkpoints });
  const tickets = createTickets(createTicketStore(database));

  const remove = async (ref: ConversationRef) => {
    await conversations.delete(ref, (transaction) => jobs.enqueue(transaction, recordJob(ref)));
    bus.publish(ref.id, { type: 'deleted' });
    work.poke();
  };
  const handlers = { ...workHandlers(base, { stores, stage, remove }), ...people.jobHandlers };
  const work = startWork({ ...base, jobs, conversations, handlers, bus });
  const { log } = work;

  const limits = await openLimits(config, database, stage.redis);
  const sockets = new Connections({ rooms, bus, logger, ...people });
  const personaKit = personaParts(stores);
  const overLimit = async (ownerId: string) => {
    if ((await rules.barred([ownerId])).has(ownerId)) return ACCOUNT_DISABLED;
    return reachedLimit(await spending.standing(ownerId, now()), await rules.costPerDay(ownerId));
  };
  const charge: ConnectionParts['charge'] = async (ownerId, used) =>
    spending.addAlone(ownerId, [await charged(used, prices.costOf)], now());
  const engine = new Engine({
    ...air,
    node,
    log,
    ...stores,
    ...personaKit,
    speeches,
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
    barred: rules.barred,
    chance: Math.random,
    newId: randomUUID,
  });

  let isReady = true;
  const isForPeople = config.role !== 'engine';
  const gate = createGate(config.publicUrl);
  const headers = createSecurityHeaders(config.publicUrl);
  const addressOf = clientAddress(config.trustedProxies);
  const entrance = { gate, headers, addressOf, limits, tickets, now };
  const accounts = limits && people.handlers?.({ ...stage, overLimit, charge, attempts: limits.attempts });
  const server = await createServer({
    ...people,
    ...(accounts && { accounts }),
    ...entrance,
    chance: Math.random,
    log,
    ...stores,
    ...stage,
    engine,
    ...personaKit,
    metrics,
    prices,
    overLimit,
    charge,
    ceilingOf: rules.costPerDay,
    rooms,
    sockets,
    logger,
    webRoot,
    isForPeople,
    idempotency: await openIdempotency(database, now),
    remove,
    checkReady: () => probe(database, () => isReady),
  });
  if (isForPeople) registerUpgrade(server.server, { ...entrance, ...people, connections: sockets, logger });
  await server.listen({ host: config.host, port: config.port });
  if (config.role !== 'web') engine.start();
  const url = listeningUrl(config.host, server.server.address());
  await people.announce(url);

  return {
    url,
    async close() {
      isReady = false;
      await engine.close();
      sockets.close();
      await server.close();
      await work.close();
      await people.close();
      await air.close();
      await stage.close();
      await database.close();
      lock.release();
    },
  };
}

function personaParts(
  stores: Parameters<typeof createRepertoire>[0] & Parameters<typeof createPersonaGallery>[0],
) {
  return {
    repertoire: createRepertoire(stores),
    gallery: createPersonaGallery(stores),
    pictures: createPictureMaker(),
  };
}

/** Standard output has only the address. */
function tellOperator(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function openIdempotency(database: Database, now: () => Date): Promise<Idempotency> {
  const secret = await sharedSecret(database, 'idempotency');
  return createIdempotency(createIdempotencyStore(database), { now, secret });
}
