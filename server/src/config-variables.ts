import { registrations } from '@chimera/protocol/instance';
import { z } from 'zod';

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value);
const text = z.preprocess(blankIsAbsent, z.string().optional());
const url = z.preprocess(
  blankIsAbsent,
  z.url({ protocol: /^https?$/, error: 'Give a whole URL, such as http://127.0.0.1:11434.' }).optional(),
);

/** As the specification of OpenTelemetry has them: values may be percent-encoded. */
function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const DAYS_WANTED = 'Give a whole number of days from 1 to 36500, or leave it out: then records stay.';
const ADDRESSES_WANTED = 'Give addresses or networks separated by commas, such as 10.0.0.0/8.';

/** Every environment variable that Chimera reads, and how. */
export const variablesSchema = z.object({
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
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_HEADERS: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^[^=,]+=[^,]*(?:,[^=,]+=[^,]*)*$/, 'Give name=value pairs separated by commas.')
      .transform((list) => Object.fromEntries(list.split(',').map(pairOf)))
      .default({}),
  ),
  OTEL_SERVICE_NAME: z.preprocess(blankIsAbsent, z.string().default('chimera')),
  OTEL_TRACES_SAMPLER_ARG: z.preprocess(
    blankIsAbsent,
    z.coerce.number({ error: 'Give a share from 0 to 1, such as 0.1.' }).min(0).max(1).default(1),
  ),
  CHIMERA_UNWATCHED_SECONDS: z.preprocess(blankIsAbsent, z.coerce.number().min(1).default(60)),
  CHIMERA_RECORDS: z.preprocess(
    blankIsAbsent,
    z.enum(['on', 'elsewhere', 'off'], 'Say on, elsewhere (another node writes them) or off.').default('on'),
  ),
  CHIMERA_RECORDS_DAYS: z.preprocess(
    blankIsAbsent,
    z.coerce
      .number({ error: DAYS_WANTED })
      .int(DAYS_WANTED)
      .min(1, DAYS_WANTED)
      .max(36_500, DAYS_WANTED)
      .optional(),
  ),
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
    z.enum(['local', 'accounts'], 'Say local (one owner, no sign-in) or accounts.').default('local'),
  ),
  CHIMERA_REGISTRATION: z.preprocess(
    blankIsAbsent,
    z.enum(registrations, 'Say open, invite or closed.').optional(),
  ),
  CHIMERA_TRUSTED_PROXIES: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], ADDRESSES_WANTED)))
      .default([]),
  ),
  CHIMERA_ROLE: z.preprocess(
    blankIsAbsent,
    z.enum(['all', 'web', 'engine'], { error: 'Give all, web or engine.' }).default('all'),
  ),
  CHIMERA_RATE_LIMIT: z.preprocess(
    blankIsAbsent,
    z.coerce.number({ error: 'Give a number of requests a minute, such as 600.' }).int().min(10).default(600),
  ),
  CHIMERA_SMTP_URL: z.preprocess(
    blankIsAbsent,
    z
      .string()
      .regex(/^smtps?:\/\//, 'Give a URL that begins with smtp:// or smtps://, or leave it out.')
      .optional(),
  ),
  CHIMERA_MAIL_FROM: z.preprocess(blankIsAbsent, z.email('Give an e-mail address.').optional()),
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
  // Each names a file with what the variable without `_FILE` would hold.
  DATABASE_URL_FILE: text,
  REDIS_URL_FILE: text,
  CHIMERA_MASTER_KEYS_FILE: text,
  CHIMERA_SMTP_URL_FILE: text,
  OPENAI_API_KEY_FILE: text,
  ANTHROPIC_API_KEY_FILE: text,
  DEEPSEEK_API_KEY_FILE: text,
  GEMINI_API_KEY_FILE: text,
  OPENROUTER_API_KEY_FILE: text,
  OPENAI_COMPATIBLE_API_KEY_FILE: text,
});

export type Variables = z.infer<typeof variablesSchema>;
