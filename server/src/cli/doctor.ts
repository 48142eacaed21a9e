import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/open-database.ts';
import { schemaState } from '../db/schema-state.ts';
import { ChimeraError } from '../errors.ts';
import { databaseFindings } from './checks/database.ts';
import { entrance } from './checks/entrance.ts';
import { type Check, type Finding, findingsAbout } from './checks/finding.ts';
import { hostFindings } from './checks/hosts.ts';
import { dataDirectory, diskSpace, nodeVersion, webApp } from './checks/machine.ts';
import { masterKeyFindings } from './checks/master-key-findings.ts';
import { providerFindings } from './checks/providers.ts';
import { redisFindings } from './checks/redis.ts';
import { type Command, print, readArguments, Refusal } from './command.ts';
import { hasDatabase, reasonOf, withConnection } from './opened.ts';

/** Says what is wrong with a set-up, in words. */
export const doctor: Command = {
  help: `
Usage: chimera doctor

Looks at Node, the web app, the configuration, the data directory, the disk, the database, its clock, Redis, the
master keys, and the providers (they are asked for their models, which costs nothing). Changes nothing; the server
may run. Exit code 1 when there is a problem; warnings and notes are for you to judge.`,

  async run(args) {
    readArguments(args, { options: {}, words: [0, 0] });
    const counts = { ok: 0, note: 0, warning: 0, problem: 0 };
    for await (const finding of findings()) {
      counts[finding.level] += 1;
      show(finding);
    }
    print(`${counts.problem} problems, ${counts.warning} warnings`);
    return counts.problem > 0 ? 1 : 0;
  },
};

async function* findings(): AsyncGenerator<Finding> {
  yield* await looked('Node', async () => [nodeVersion()]);
  yield* await looked('web app', async () => [webApp()]);
  const { ok, problem } = findingsAbout('configuration');
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ChimeraError)) throw error;
    yield problem(error.message, 'Mend it in the environment or in .env; the rest was not looked at.');
    return;
  }
  yield ok('It can be read.');
  yield* entrance(config);
  yield* await looked('data directory', async () => dataDirectory(config));
  yield* await looked('disk', async () => [diskSpace(config)]);
  yield* await looked('Redis', () => redisFindings(config));
  yield* await looked('database', () => kept(config));
}

/** What depends on the database. */
async function kept(config: Config): Promise<readonly Finding[]> {
  const withoutTables = async () => [
    ...(await looked('master keys', () => masterKeyFindings(config, null))),
    ...(await looked('providers', () => providerFindings(config, null))),
  ];
  if (!hasDatabase(config)) {
    const { note } = findingsAbout('database');
    return [note('There is none yet; the first start makes it.'), ...(await withoutTables())];
  }
  try {
    return await withConnection(config, async (database) => {
      const found = await databaseFindings(database, config);
      const { kind } = await schemaState(database);
      if (kind !== 'current') return [...found, ...(await withoutTables())];
      return [...found, ...(await looked('database', () => stored(config, database)))];
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { problem } = findingsAbout('database');
    const todo = 'Start PostgreSQL, or mend DATABASE_URL.';
    return [problem(error.message, todo), ...(await withoutTables())];
  }
}

async function stored(config: Config, database: Database): Promise<readonly Finding[]> {
  return [
    ...(await looked('master keys', () => masterKeyFindings(config, database))),
    ...(await looked('connections', () => hostFindings(config, database))),
    ...(await looked('providers', () => providerFindings(config, database))),
  ];
}

/** What cannot be looked at is a problem too. */
async function looked(about: string, check: Check): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const { problem } = findingsAbout(about);
    return [problem(`It could not be looked at: ${reasonOf(error)}`, 'Mend what this says.')];
  }
}

const COLUMN = 16;

function show(finding: Finding): void {
  const lines = finding.what.split('\n');
  const [first = '', ...more] = lines;
  const indent = ' '.repeat(9 + COLUMN);
  print(`${finding.level.padEnd(9)}${finding.about.padEnd(COLUMN)}${first}`);
  for (const line of more) print(`${indent}${line}`);
  if ('todo' in finding) print(`${indent}→ ${finding.todo}`);
}
