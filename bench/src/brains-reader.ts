import { guardedAgent } from '@chimera/server/egress/guarded-agent';
import { silentLogger } from '@chimera/server/logger';
import { exampleRequest } from '@chimera/server/providers/__fixtures__/example-request';
import { createBrains } from '@chimera/server/providers/brains';
import { demoBrain } from '@chimera/server/providers/demo/demo-brain';
import type { Ask } from '@chimera/server/providers/provider';
import { type VendorKind, vendors } from '@chimera/server/providers/vendors';
import { serveChunkReader } from './chunk-reader.ts';
import { OPENING } from './opening-words.ts';

/**
 * A provider as the product reads it: every brain of a seat goes this way, with its retries, breaker, bulkhead
 * and guarded sockets. Nothing is kept, so everything is asked for.
 */
const [modelUrl = '', name = ''] = process.argv.slice(2);
/** As many answers as a server on the owner's machine is asked for at a time; more of them wait. */
const READERS_PER_CONNECTION = 4;
const OWNER = 'bench';

const kind = kindOf(name);
// Behind the host, as the vendor's users give it.
const basePath = new URL(vendors[kind].baseUrl ?? 'http://anywhere/v1').pathname.replace(/\/$/, '');
const brains = createBrains({
  config: { vendors: {}, defaultBrain: null },
  own: {
    list: async () => [],
    find: async ({ id, ownerId }) => ({
      id,
      ownerId,
      kind,
      label: id,
      baseUrl: `${modelUrl}/${kind}${basePath}`,
      apiKey: 'sk-bench-0123456789abcdef',
      isSealBroken: false,
      keyLast4: null,
      version: 1,
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
  },
  demo: demoBrain(),
  dispatcher: guardedAgent({ allowed: new Set([new URL(modelUrl).host]) }),
  logger: silentLogger,
  clock: Date.now,
});

const { model: _, sampling: __, prompt, ...rest } = exampleRequest;
const ask: Ask = {
  ...rest,
  maxTokens: 4_000,
  promptFor: () => ({ ...prompt, system: OPENING }),
  cache: 'off',
};

serveChunkReader(async ({ reader, model, onText }, signal) => {
  const connectionId = `${kind}-${Math.floor(reader / READERS_PER_CONNECTION)}`;
  for await (const part of brains.stream(OWNER, [{ connectionId, model }], ask, signal)) {
    if (part.type === 'text') onText(part.text.length);
  }
});

function kindOf(wanted: string): VendorKind {
  const known = (text: string): text is VendorKind => text in vendors;
  if (!known(wanted)) throw new Error(`There is no vendor ${wanted}.`);
  return wanted;
}
