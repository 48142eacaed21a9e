import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabases } from '../test/databases.ts';
import type { Sample } from '../test/metrics-text.ts';
import { type TalkedServer, talkedServer } from '../test/talked-server.ts';

const read = (file: string) =>
  readFileSync(new URL(`../../deploy/monitoring/${file}`, import.meta.url), 'utf8');

const dashboardSchema = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});

const panels = dashboardSchema
  .parse(JSON.parse(read('dashboard.json')))
  .panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ where: title, expr })));
const alerts = [...read('alerts.yaml').matchAll(/- alert: (?<where>\w+)\n +expr: (?<expr>.+)\n/g)].map(
  ({ groups }) => ({ where: groups?.['where'] ?? '', expr: groups?.['expr'] ?? '' }),
);

/** Given by Prometheus itself. */
const ITS_OWN = new Set(['up', 'instance', 'job']);
const SELECTOR = /\b(?<name>(?:chimera|nodejs|process)_\w+|up)\b(?:\{(?<matchers>[^}]*)\})?/g;
const MATCHER = /(?<label>\w+)(?<sign>=~|!=|!~|=)"(?<value>[^"]*)"/g;

interface Named {
  readonly name: string;
  readonly matchers: readonly { readonly label: string; readonly sign: string; readonly value: string }[];
}

/** What an expression reads. */
function selectorsIn(expr: string): Named[] {
  return [...expr.matchAll(SELECTOR)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    matchers: [...(groups?.['matchers'] ?? '').matchAll(MATCHER)].map((match) => ({
      label: match.groups?.['label'] ?? '',
      sign: match.groups?.['sign'] ?? '',
      value: match.groups?.['value'] ?? '',
    })),
  }));
}

/** Labels that an expression sums up by. */
function groupedBy(expr: string): string[] {
  return [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
}

/** With everything that can be there: accounts, PostgreSQL and Redis. */
const database = testDatabases.at(-1);
const redisUrl = process.env['TEST_REDIS_URL'];

/** Of a whole server, on a machine that does much else. */
const SLOW_MS = 60_000;

describe.runIf(database?.name === 'postgres' && redisUrl !== undefined)('dashboard and alerts', () => {
  let opened: Awaited<ReturnType<(typeof testDatabases)[number]['open']>>;
  let talked: TalkedServer;
  let samples: readonly Sample[];

  beforeAll(async () => {
    if (!database) throw new Error('There is no database.');
    opened = await database.open();
    talked = await talkedServer({
      databaseUrl: opened.url,
      dataDir: opened.dataDir,
      environment: { REDIS_URL: redisUrl ?? '' },
    });
    samples = await talked.metrics();
  }, SLOW_MS);
  afterAll(async () => {
    await talked.close();
    await opened.close();
  });

  test('are there', () => {
    expect(panels.length).toBeGreaterThan(40);
    expect(alerts.length).toBe(read('alerts.yaml').split('- alert:').length - 1);
  });

  test.each([...panels, ...alerts])('$where reads what a server tells: $expr', ({ expr }) => {
    const selectors = selectorsIn(expr).filter(({ name }) => !ITS_OWN.has(name));
    for (const { name, matchers } of selectors) {
      const found = samples.filter((sample) => sample.name === name);
      expect(found, name).not.toEqual([]);
      const ours = matchers.filter(({ label }) => !ITS_OWN.has(label));
      for (const { label } of ours) {
        expect(
          found.map(({ labels }) => labels[label]),
          `${name}: ${label}`,
        ).not.toContain(undefined);
      }
      for (const { label, value } of ours.filter(({ sign }) => sign === '=')) {
        expect(found.map(({ labels }) => labels[label])).toContain(value);
      }
    }
    const read = samples.filter((sample) => selectors.some(({ name }) => name === sample.name));
    const labels = new Set(read.flatMap((sample) => Object.keys(sample.labels)));
    for (const label of groupedBy(expr).filter((each) => !ITS_OWN.has(each))) expect(labels).toContain(label);
  });

  test('everything that Chimera tells by itself is looked at somewhere', () => {
    const looked = new Set(
      [...panels, ...alerts].flatMap(({ expr }) => selectorsIn(expr).map(({ name }) => name)),
    );
    const told = new Set(
      samples
        .map(({ name }) => name.replace(/_(?:sum|count)$/, '_bucket'))
        .filter((name) => name.startsWith('chimera_')),
    );
    expect([...told].filter((name) => !looked.has(name))).toEqual(NOT_SHOWN);
  });
});

/** For whoever looks closer. */
const NOT_SHOWN: readonly string[] = ['chimera_cache_waits_total', 'chimera_cache_entries'];
