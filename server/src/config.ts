import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ProviderKind, providerKinds } from '@chimera/protocol/provider';
import type { Registration } from '@chimera/protocol/instance';
import { type Variables, variablesSchema } from './config-variables.ts';
import { ChimeraError } from './errors.ts';
import { readSecretFiles } from './secret-files.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  /** Null: SQLite in the data directory. */
  readonly databaseUrl: string | null;
  /** Null: what nodes share in Redis is kept in this process. */
  readonly redisUrl: string | null;
  /** What seals secrets in the database, `k2:<base64>,k1:<base64>`; null: a key of its own in the data directory. */
  readonly masterKeys: string | null;
  /** Exact `host:port` pairs on private networks where connections may lead. */
  readonly allowedHosts: readonly string[];
  readonly cache: { readonly enabled: boolean; readonly ttlSeconds: number };
  /** Whether markdown records are written. `elsewhere`: by another node with the same database. */
  readonly records: 'on' | 'elsewhere' | 'off';
  /** After how many days in which nothing happened the record of a conversation is removed; null: it stays. */
  readonly recordsDays: number | null;
  readonly publicUrl: URL | null;
  /** `local`: one owner and no sign-in; `accounts`: many people, each with what is theirs. */
  readonly auth: 'local' | 'accounts';
  /** Who may make an account; null: admins decide, at first by who can reach the server. */
  readonly registration: Registration | null;
  /** Addresses and networks (CIDR) of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Requests a minute of each account, and of each address without one; in local mode nothing is counted. */
  readonly rateLimit: number;
  /** Where letters are handed in, `smtp://user:password@host:587`; null: none are sent. */
  readonly smtp: { readonly url: string; readonly from: string } | null;
  /** `web` serves people, `engine` runs conversations and jobs, `all` does both. */
  readonly role: 'all' | 'web' | 'engine';
  readonly logLevel: string;
  /** Where spans are sent, and how many; null: none are made. */
  readonly traces: {
    /** The collector's base URL. */
    readonly endpoint: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly serviceName: string;
    /** Of traces that begin here, from 0 to 1. */
    readonly share: number;
  } | null;
  readonly unwatchedMs: number;
  /** US dollars that each owner may spend a day, whatever limits they set; null: no limit. */
  readonly maxCostPerDay: number | null;
  readonly vendors: Partial<Record<ProviderKind, { baseUrl?: string; apiKey?: string }>>;
  /** Whom seats without a brain get, when the operator says so. */
  readonly defaultBrain: { kind: ProviderKind; model: string } | null;
}

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Whether nobody but this machine reaches the server, as far as its operator said. */
export function isForThisMachine({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): boolean {
  return loopbackHosts.has(host) && (publicUrl === null || loopbackHosts.has(publicUrl.hostname));
}

/** Reads the environment (and `.env` in the working directory) once; throws with every mistake it finds. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const variables = variablesIn(environment);
  const publicUrl = variables.CHIMERA_PUBLIC_URL === undefined ? null : new URL(variables.CHIMERA_PUBLIC_URL);
  requireSafe(variables, publicUrl);
  return {
    host: variables.CHIMERA_HOST.replaceAll(/[[\]]/g, ''),
    port: variables.CHIMERA_PORT,
    dataDir: resolve(variables.CHIMERA_DATA_DIR),
    databaseUrl: variables.DATABASE_URL ?? null,
    redisUrl: variables.REDIS_URL ?? null,
    masterKeys: variables.CHIMERA_MASTER_KEYS ?? null,
    allowedHosts: variables.CHIMERA_ALLOWED_HOSTS,
    cache: {
      enabled: variables.CHIMERA_CACHE === 'on',
      ttlSeconds: variables.CHIMERA_CACHE_TTL_SECONDS,
    },
    records: variables.CHIMERA_RECORDS,
    recordsDays: variables.CHIMERA_RECORDS_DAYS ?? null,
    publicUrl,
    auth: variables.CHIMERA_AUTH,
    registration: variables.CHIMERA_REGISTRATION ?? null,
    trustedProxies: variables.CHIMERA_TRUSTED_PROXIES,
    rateLimit: variables.CHIMERA_RATE_LIMIT,
    smtp: smtpOf(variables),
    role: variables.CHIMERA_ROLE,
    logLevel: variables.CHIMERA_LOG_LEVEL,
    traces: tracesOf(variables),
    unwatchedMs: variables.CHIMERA_UNWATCHED_SECONDS * 1000,
    maxCostPerDay: variables.CHIMERA_MAX_COST_PER_DAY ?? null,
    vendors: vendorsOf(variables),
    defaultBrain: defaultBrainOf(variables.CHIMERA_BRAIN),
  };
}

function variablesIn(environment: NodeJS.ProcessEnv): Variables {
  const given = readSecretFiles(environment, Object.keys(variablesSchema.shape));
  const parsed = variablesSchema.safeParse(given.environment);
  const unreadable = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const mistakes = [...given.mistakes, ...unreadable];
  if (parsed.success && mistakes.length === 0) return parsed.data;
  throw new ChimeraError('invalid-request', mistakes.join('\n'));
}

/** Refuses what would let strangers in, or keep everybody out. */
function requireSafe(variables: Variables, publicUrl: URL | null): void {
  requireOthers(variables);
  if (variables.CHIMERA_AUTH === 'local') {
    if (loopbackHosts.has(variables.CHIMERA_HOST)) return;
    throw new ChimeraError(
      'invalid-request',
      'CHIMERA_HOST: without accounts Chimera listens on this machine only (127.0.0.1, localhost or ::1): whoever reaches it owns all it has. With CHIMERA_AUTH=accounts it may listen elsewhere.',
    );
  }
  if (publicUrl === null || publicUrl.protocol === 'https:' || loopbackHosts.has(publicUrl.hostname)) return;
  throw new ChimeraError(
    'invalid-request',
    'CHIMERA_PUBLIC_URL: with accounts it must begin with https://. Passwords would travel in the open, and browsers keep the session cookie only where the connection is encrypted.',
  );
}

/** A node that does half of the work needs others, and a way to hear from them. */
function requireOthers({ CHIMERA_ROLE: role, DATABASE_URL, REDIS_URL }: Variables): void {
  if (role === 'all' || (DATABASE_URL !== undefined && REDIS_URL !== undefined)) return;
  throw new ChimeraError(
    'invalid-request',
    `CHIMERA_ROLE: a node that is only ${role} works with others: it needs DATABASE_URL and REDIS_URL, the same as theirs.`,
  );
}

function smtpOf({ CHIMERA_SMTP_URL: url, CHIMERA_MAIL_FROM: from }: Variables): Config['smtp'] {
  if (url === undefined) return null;
  if (from !== undefined) return { url, from };
  throw new ChimeraError('invalid-request', 'CHIMERA_MAIL_FROM: say which address letters come from.');
}

function tracesOf(variables: Variables): Config['traces'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = variables;
  if (endpoint === undefined) return null;
  return {
    endpoint,
    headers: variables.OTEL_EXPORTER_OTLP_HEADERS,
    serviceName: variables.OTEL_SERVICE_NAME,
    share: variables.OTEL_TRACES_SAMPLER_ARG,
  };
}

function vendorsOf(variables: Variables): Config['vendors'] {
  return {
    openai: vendor(variables.OPENAI_BASE_URL, variables.OPENAI_API_KEY),
    anthropic: vendor(variables.ANTHROPIC_BASE_URL, variables.ANTHROPIC_API_KEY),
    deepseek: vendor(variables.DEEPSEEK_BASE_URL, variables.DEEPSEEK_API_KEY),
    gemini: vendor(variables.GEMINI_BASE_URL, variables.GEMINI_API_KEY),
    openrouter: vendor(variables.OPENROUTER_BASE_URL, variables.OPENROUTER_API_KEY),
    lmstudio: vendor(variables.LMSTUDIO_BASE_URL),
    ollama: vendor(variables.OLLAMA_BASE_URL),
    'openai-compatible': vendor(variables.OPENAI_COMPATIBLE_BASE_URL, variables.OPENAI_COMPATIBLE_API_KEY),
  };
}

function vendor(baseUrl: string | undefined, apiKey?: string) {
  return { ...(baseUrl !== undefined && { baseUrl }), ...(apiKey !== undefined && { apiKey }) };
}

function defaultBrainOf(brain: string | undefined): Config['defaultBrain'] {
  if (brain === undefined) return null;
  const slash = brain.indexOf('/');
  const kind = providerKinds.find((known) => known === brain.slice(0, slash));
  if (!kind) {
    throw new ChimeraError(
      'invalid-request',
      `CHIMERA_BRAIN: ${brain.slice(0, slash)} is no provider. Known are ${providerKinds.join(', ')}.`,
    );
  }
  return { kind, model: brain.slice(slash + 1) };
}
