import { unreachable } from '@chimera/protocol/unreachable';
import type { Config } from '../../config.ts';
import { postgresFacts } from '../../db/database-facts.ts';
import { type Database, SERVER_SESSION } from '../../db/open-database.ts';
import { connectedServers, schemaState } from '../../db/schema-state.ts';
import { nameOf } from '../opened.ts';
import { type Finding, findingsAbout } from './finding.ts';

const OLDEST_POSTGRES = 140_000;
/** Access tokens bear half a minute; leases trust the database alone. */
const CLOCK_PROBLEM_MS = 30_000;
const CLOCK_WARNING_MS = 2000;
const SLOW_MS = 100;

/** What there is to say of a database that answers. */
export async function databaseFindings(
  database: Database,
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
): Promise<Finding[]> {
  return [
    ...(await tableFindings(database, nameOf(config))),
    ...(await serverFindings(database)),
    ...(await clockFindings(database)),
  ];
}

async function tableFindings(database: Database, name: string): Promise<Finding[]> {
  const { ok, note, problem } = findingsAbout('database');
  const { kind, version } = await schemaState(database);
  switch (kind) {
    case 'current':
      return [ok(`${name} answers, its tables are up to date.`)];
    case 'empty':
      return [note(`${name} answers and has no tables yet; the first start makes them.`)];
    case 'older':
      return [
        problem(
          `${name} has the tables of an older Chimera (${version}).`,
          'Make a backup, then run chimera migrate, or start the server.',
        ),
      ];
    case 'newer':
      return [
        problem(
          `${name} has the tables of a newer Chimera (${version}).`,
          'Use that version, or restore a backup that was made before it.',
        ),
      ];
    default:
      return unreachable(kind);
  }
}

async function serverFindings(database: Database): Promise<Finding[]> {
  const { note, warning, problem } = findingsAbout('database');
  const facts = await postgresFacts(database);
  if (!facts) return [];
  const servers = await connectedServers(database, SERVER_SESSION);
  return [
    ...(facts.version < OLDEST_POSTGRES
      ? [problem(`PostgreSQL ${Math.floor(facts.version / 10_000)} is too old.`, 'Use version 14 or later.')]
      : []),
    ...(facts.encoding !== 'UTF8'
      ? [
          problem(
            `Its encoding is ${facts.encoding}: it cannot hold every character.`,
            "Make the database with encoding 'UTF8'.",
          ),
        ]
      : []),
    ...(facts.connectionsLimit < 30
      ? [
          warning(
            `It takes ${facts.connectionsLimit} connections, and each server uses up to ten.`,
            'Raise max_connections.',
          ),
        ]
      : []),
    ...(servers.length > 0 ? [note(`Servers are connected, from ${servers.join(', ')}.`)] : []),
  ];
}

/** SQLite has the clock of this machine. */
async function clockFindings(database: Database): Promise<Finding[]> {
  if (database.kind === 'sqlite') return [];
  const { ok, warning, problem } = findingsAbout('clock');
  // The first question may open a connection.
  await database.nowMs();
  const asked = Date.now();
  const theirs = await database.nowMs();
  const tookMs = Date.now() - asked;
  const aheadMs = theirs - (asked + tookMs / 2);
  const slow =
    tookMs > SLOW_MS
      ? [
          findingsAbout('database').warning(
            `It takes ${tookMs} ms to answer, and a turn asks it many times.`,
            'Bring it nearer to the server.',
          ),
        ]
      : [];
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  const what = `The database's clock is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine's.`;
  const todo = 'Let both follow a time server (chrony, systemd-timesyncd).';
  if (Math.abs(aheadMs) > CLOCK_PROBLEM_MS) return [...slow, problem(what, todo)];
  if (Math.abs(aheadMs) > CLOCK_WARNING_MS) return [...slow, warning(what, todo)];
  return [...slow, ok(what)];
}
