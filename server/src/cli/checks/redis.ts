import type { Config } from '../../config.ts';
import { silentLogger } from '../../logger.ts';
import { RedisLink } from '../../redis/redis-link.ts';
import { type Finding, findingsAbout } from './finding.ts';

const PINGS = 5;
/** Half a second is as long as anybody waits for it. */
const SLOW_MS = 50;

/** Whether Redis answers, how quickly, and what it does when it is full. */
export async function redisFindings({ redisUrl }: Pick<Config, 'redisUrl'>): Promise<Finding[]> {
  const { note, problem, ok, warning } = findingsAbout('Redis');
  if (redisUrl === null) return [note('REDIS_URL is not set: one node needs none.')];
  const link = new RedisLink(redisUrl, silentLogger);
  try {
    await link.settled();
    const { host } = new URL(redisUrl);
    const ms = await latencyMs(link);
    if (ms === null) {
      return [
        problem(
          `${host} does not answer${link.trouble === null ? '' : `: ${link.trouble}`}`,
          'Start it, or mend REDIS_URL. Until then nodes share no cache and no limits, and those who watch on another node see words late.',
        ),
      ];
    }
    const what = `${host} answers in ${ms.toFixed(1)} ms.`;
    return [
      ms > SLOW_MS ? warning(what, 'Bring it nearer to the servers.') : ok(what),
      ...(await memoryFindings(link)),
    ];
  } finally {
    link.close();
  }
}

/** The middle one of some; null: it does not answer. */
async function latencyMs(link: RedisLink): Promise<number | null> {
  const times: number[] = [];
  for (let round = 0; round < PINGS; round += 1) {
    const startedAt = performance.now();
    if ((await link.attempt((client) => client.ping())) === undefined) return null;
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(PINGS / 2)] ?? null;
}

async function memoryFindings(link: RedisLink): Promise<Finding[]> {
  const { note, warning, ok } = findingsAbout('Redis');
  const info = await link.attempt((client) => client.info('memory'));
  const valueOf = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info ?? '')?.[1]?.trim();
  const policy = valueOf('maxmemory_policy');
  const limit = Number(valueOf('maxmemory') ?? Number.NaN);
  if (policy === undefined || Number.isNaN(limit)) return [note('It does not tell its eviction policy.')];
  if (limit === 0) {
    return [
      warning(
        'It has no maxmemory: it may take all memory of its machine.',
        'Set maxmemory, and maxmemory-policy allkeys-lru.',
      ),
    ];
  }
  if (policy === 'noeviction') {
    return [
      warning(
        'Its policy is noeviction: when it is full, nothing new is kept or counted there.',
        'Set maxmemory-policy allkeys-lru.',
      ),
    ];
  }
  return [ok(`Its policy is ${policy}, its limit ${Math.round(limit / 1024 / 1024)} MiB.`)];
}
