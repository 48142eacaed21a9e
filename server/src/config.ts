import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ProviderKind, providerKinds } from '@chimera/protocol/provider';
import { z } from 'zod';
import { ChimeraError } from './errors.ts';

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
  readonly publicUrl: URL | null;
  readonly logLevel: string;
  readonly unwatchedMs: number;
  /** US dollars that each owner may spend a day, whatever limits they set; null: no limit. */
  readonly maxCostPerDay: number | null;
  readonly vendors: Partial<Record<ProviderKind, { baseUrl?: string; apiKey?: string }>>;
  /** Whom seats without a brain get, when the operator says so. */
  readonly defaultBrain: { kind: ProviderKind; model: string } | null;
}

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const text = z.preprocess(blankIsAbsent, z.string().optional());
const url = z.preprocess(
  blankIsAbsent,
  z.url({ protocol: /^https?$/, error: 'Give a whole URL, such as http://127.0.0.1:11434.' }).optional(),
);

const variablesSchema = z.object({
  CHIMERA_HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  CHIMERA_PORT: z.preprocess(
    blankIsAbsent,
    z.coerce.number({ error: 'Give a port number from 0 to 65535.' }).int().min(0).max(65_535).default(8080),
  ),
  CHIMERA_DATA_DIR: z.preprocess(blankIsAbsent, z.string().default('./data')),
  CHIMERA_PUBLIC_URL: url,
  CHIMERA_LOG_LEVEL: z.preprocess(
    blankIsAbsent,
    z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
  ),
  CHIMERA_UNWATCHED_SECONDS: z.preprocess(blankIsAbsent, z.coerce.number().min(1).default(60)),
  CHIMERA_CACHE: z.preprocess(blankIsAbsent, z.enum(['on', 'off'], 'Say on or off.').default('on')),
  CHIMERA_CACHE_TTL_SECONDS: z.preprocess(
    blankIsAbsent,
    z.coerce
      .number({ error: 'Give a number of seconds.' })
      .int()
      .min(1)
      .max(30 * 86_400)
      .default(3600),
  ),
  CHIMERA_MAX_COST_PER_DAY: z.preprocess(
    blankIsAbsent,
    z.coerce
      .number({ error: 'Give an amount of US dollars, such as 5 or 0.5.' })
      .positive('Give more than 0, or leave it out for no limit.')
      .optional(),
  ),
  CHIMERA_AUTH: z.preprocess(
    blankIsAbsent,
    z
      .literal('local', { error: 'This version knows only `local`: one owner, no login, loopback only.' })
      .default('local'),
  ),
  CHIMERA_BRAIN: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^[a-z-]+\/.+$/, 'Give a provider and a model, such as ollama/llama3.2.')
      .optional(),
  ),
  DATABASE_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'Give a URL that begins with postgres://, or leave it out for SQLite.')
      .optional(),
  ),
  REDIS_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^rediss?:\/\//, 'Give a URL that begins with redis:// or rediss://, or leave it out.')
      .optional(),
  ),
  CHIMERA_MASTER_KEYS: text,
  CHIMERA_MASTER_KEYS_FILE: text,
  CHIMERA_ALLOWED_HOSTS: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase()))
      .pipe(
        z.array(
          z
            .string()
            .regex(
              /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+):\d{1,5}$/,
              'Give host:port pairs separated by commas, such as 192.168.1.20:11434.',
            ),
        ),
      )
      .default([]),
  ),
  OPENAI_API_KEY: text,
  ANTHROPIC_API_KEY: text,
  DEEPSEEK_API_KEY: text,
  GEMINI_API_KEY: text,
  OPENROUTER_API_KEY: text,
  OPENAI_COMPATIBLE_API_KEY: text,
  OPENAI_BASE_URL: url,
  ANTHROPIC_BASE_URL: url,
  DEEPSEEK_BASE_URL: url,
  GEMINI_BASE_URL: url,
  OPENROUTER_BASE_URL: url,
  LMSTUDIO_BASE_URL: url,
  OLLAMA_BASE_URL: url,
  OPENAI_COMPATIBLE_BASE_URL: url,
});

type Variables = z.infer<typeof variablesSchema>;

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Reads the environment (and `.env` in the working directory) once; throws with every mistake it finds. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  if (environment === process.env && existsSync('.env')) process.loadEnvFile('.env');
  const parsed = variablesSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ChimeraError('invalid-request', problems.join('\n'));
  }
  const variables = parsed.data;
  if (!loopbackHosts.has(variables.CHIMERA_HOST)) {
    throw new ChimeraError(
      'invalid-request',
      'CHIMERA_HOST: without accounts Chimera listens on this machine only (127.0.0.1, localhost or ::1): whoever reaches it owns all it has.',
    );
  }
  return {
    host: variables.CHIMERA_HOST.replaceAll(/[[\]]/g, ''),
    port: variables.CHIMERA_PORT,
    dataDir: resolve(variables.CHIMERA_DATA_DIR),
    databaseUrl: variables.DATABASE_URL ?? null,
    redisUrl: variables.REDIS_URL ?? null,
    masterKeys: variables.CHIMERA_MASTER_KEYS ?? contentOf(variables.CHIMERA_MASTER_KEYS_FILE),
    allowedHosts: variables.CHIMERA_ALLOWED_HOSTS,
    cache: {
      enabled: variables.CHIMERA_CACHE === 'on',
      ttlSeconds: variables.CHIMERA_CACHE_TTL_SECONDS,
    },
    publicUrl: variables.CHIMERA_PUBLIC_URL === undefined ? null : new URL(variables.CHIMERA_PUBLIC_URL),
    logLevel: variables.CHIMERA_LOG_LEVEL,
    unwatchedMs: variables.CHIMERA_UNWATCHED_SECONDS * 1000,
    maxCostPerDay: variables.CHIMERA_MAX_COST_PER_DAY ?? null,
    vendors: vendorsOf(variables),
    defaultBrain: defaultBrainOf(variables.CHIMERA_BRAIN),
  };
}

function contentOf(file: string | undefined): string | null {
  if (file === undefined) return null;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ChimeraError('invalid-request', `CHIMERA_MASTER_KEYS_FILE: ${file} cannot be read.`, { cause });
  }
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
