import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRest } from '@chimera/client/rest';
import { longLog } from '../../server/test/long-log.ts';
import { ChildServer } from './child-server.ts';
import { idleMemory } from './growth-memory.ts';
import { type Size, sizes, rowsOf } from './growth-report.ts';
import { playTurns, SEAT_TOKENS } from './growth-turns.ts';
import { visit } from './growth-visit.ts';
import { startServer } from './subject.ts';

/**
 * What a conversation costs with 10, 1,000 and 10,000 messages behind it, and what one holds that nobody plays:
 * `node bench/src/growth.ts [--turns 40] [--runs 5] [--conversations 300] [--url postgres://…/a_database] [--json]`;
 * without a url on SQLite. With one its conversations are deleted again.
 */
const { values: options } = parseArgs({
  options: {
    turns: { type: 'string', default: '40' },
    runs: { type: 'string', default: '5' },
    conversations: { type: 'string', default: '300' },
    url: { type: 'string' },
    /** Where the data directory is kept afterwards, to be looked at. */
    keep: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [turns, runs, idle] = [options.turns, options.runs, options.conversations].map(Number);
if (!turns || !runs || !idle) throw new Error('--turns, --runs and --conversations take a number.');

const IDLE_MESSAGES = 10;
/** Played before each measure: a server that has just started is still being compiled. */
const WARM_TURNS = 60;
const model = 'tokens-60@max';
const brain = { connectionId: 'openai-compatible', model, params: { maxTokens: SEAT_TOKENS } };
const cast = ['socrates', 'dorothy', 'ines-vale', 'bruno'].map((name) => ({
  personaId: `builtin-${name}`,
  name: name.replace(/-.*/, '').replace(/^./, (letter) => letter.toUpperCase()),
}));

const dataDir = options.keep ?? (await mkdtemp(join(tmpdir(), 'chimera-bench-growth-')));
await mkdir(dataDir, { recursive: true });
const modelServer = await ChildServer.start(new URL('model.ts', import.meta.url));
const start = (env: Readonly<Record<string, string>> = {}) =>
  startServer({ modelUrl: modelServer.url, dataDir, databaseUrl: options.url, env });
try {
  const filled = await fill({ runs, idle });
  const measured: Size[] = [];
  for (let run = 0; run < runs; run += 1) {
    for (const messages of sizes)
      measured.push(await measure(filled.idOf(messages, run), filled.warmId, messages));
  }
  const memory = await idleMemory(start, filled.idleIds);
  console.log(options.json ? JSON.stringify({ measured, memory }, null, 2) : rowsOf(measured, memory));
  if (options.url !== undefined && options.keep === undefined) await remove(filled.ids);
} finally {
  await modelServer.end();
  if (options.keep === undefined) await rm(dataDir, { recursive: true, force: true });
}

/** Each measure has a conversation of its own: the one with 10 messages would soon have more. */
async function fill(count: { readonly runs: number; readonly idle: number }) {
  const server = await start();
  const rest = createRest({ baseUrl: server.url });
  const began = performance.now();
  const ids: string[] = [];
  const bring = async (messages: number) => {
    const spokenBy = { kind: 'openai-compatible' as const, connectionId: brain.connectionId, model };
    const body = longLog(messages, { cast, brain, spokenBy, pace: 'instant' });
    const { id } = await rest.call('importConversation', { body });
    ids.push(id);
    return id;
  };
  try {
    const long = new Map<string, string>();
    for (let run = 0; run < count.runs; run += 1) {
      for (const messages of sizes) long.set(`${messages} ${run}`, await bring(messages));
    }
    const idleIds: string[] = [];
    while (idleIds.length < count.idle) idleIds.push(await bring(IDLE_MESSAGES));
    const warmId = await bring(IDLE_MESSAGES);
    // On standard error, so that the outcome can be piped.
    console.error(`filled in ${Math.round((performance.now() - began) / 1000)} s`);
    const idOf = (messages: number, run: number) => long.get(`${messages} ${run}`) ?? '';
    return { ids, idleIds, warmId, idOf };
  } finally {
    await server.end();
  }
}

/** In a process of its own, so that its memory is this conversation's. */
async function measure(id: string, warmId: string, messages: number): Promise<Size> {
  console.error(`${messages} messages …`);
  const server = await start();
  const rest = createRest({ baseUrl: server.url });
  const place = { process: server, rest, url: server.url, modelUrl: modelServer.url };
  try {
    await playTurns(place, warmId, WARM_TURNS);
    await visit(place, warmId);
    const visited = await visit(place, id);
    const played = await playTurns(place, id, turns ?? 0);
    return { messages, ...visited, ...played, residentBytes: await server.residentBytes() };
  } finally {
    await server.end();
  }
}

async function remove(ids: readonly string[]): Promise<void> {
  const server = await start();
  const rest = createRest({ baseUrl: server.url });
  try {
    for (const id of ids) await rest.call('deleteConversation', { params: { id } });
  } finally {
    await server.end();
  }
}
