import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startApp } from '@chimera/server/app';
import { readConfig } from '@chimera/server/config';
import { createLogger } from '@chimera/server/logger';

/**
 * Lets the demo brain play a talk on SQLite and prints how much of the database tells what was sent:
 * node measure/src/sent.ts [--turns 200] [--seats 4]
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { turns: { type: 'string', default: '200' }, seats: { type: 'string', default: '4' } },
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'chimera-sent-'));
  try {
    await play(dataDir, { turns: Number(values.turns), seats: Number(values.seats) });
    print(join(dataDir, 'chimera.sqlite'));
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

const IMPROVISER = { connectionId: 'demo', model: 'improviser' };

async function play(dataDir: string, { turns, seats }: { turns: number; seats: number }): Promise<void> {
  const config = readConfig({ CHIMERA_PORT: '0', CHIMERA_DATA_DIR: dataDir });
  const app = await startApp(config, createLogger('silent'));
  const ask = async (path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const post = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(app.url + path, body === undefined ? {} : post);
    const answer: unknown = await response.json();
    return answer;
  };
  const personas = idsIn(field(await ask('/api/personas'), 'items')).slice(0, seats);
  const { id } = idOf(
    await ask('/api/conversations', {
      topic: 'Should the harbour raise its tax?',
      seats: personas.map((personaId) => ({ personaId, brain: IMPROVISER })),
      settings: { pace: 'instant', maxTurns: turns },
    }),
  );
  for (;;) {
    const conversation = await ask(`/api/conversations/${id}`);
    const taken = Number(field(conversation, 'turns'));
    if (taken >= turns) break;
    // A talk that thinks it is over is told to go on.
    if (field(conversation, 'state') !== 'running') await ask(`/api/conversations/${id}/play`, {});
    await sleep(200);
  }
  await app.close();
}

function print(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true });
  const number = (query: string) => Number(Object.values(database.prepare(query).get() ?? {})[0] ?? 0);
  const pages = (names: string) => number(`select sum(pgsize) from dbstat where name in (${names})`);
  const turns = number('select count(*) from prompt');
  const parts = number('select count(*) from prompt_part');
  const prompts = pages("'prompt', 'sqlite_autoindex_prompt_1'");
  const texts = pages("'prompt_part', 'sqlite_autoindex_prompt_part_1'");
  const talk = pages(
    "'event', 'message', 'sqlite_autoindex_event_1', 'sqlite_autoindex_message_1', 'sqlite_autoindex_message_2'",
  );
  const rows = [
    ['attempts kept', turns],
    ['texts kept', parts],
    ['bytes an attempt, on disk', (prompts + texts) / turns],
    ['  of it lists of hashes', prompts / turns],
    ['  of it texts', texts / turns],
    ['longest list of hashes', number('select max(length(document)) from prompt')],
    ['for comparison: log and transcript', talk / turns],
  ] as const;
  for (const [name, value] of rows) process.stdout.write(`${name.padEnd(38)}${Math.round(value)}\n`);
  database.close();
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function idOf(value: unknown): { id: string } {
  return { id: String(field(value, 'id')) };
}

function idsIn(items: unknown): string[] {
  return Array.isArray(items) ? items.map((item) => idOf(item).id) : [];
}

await main();
