import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LINES_LIMIT, longFiles, type Room, rooms } from './house.ts';
import { breaches } from './house-rules.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const sources = new Map(
  globSync('{protocol,client,server,web,e2e,bench,scripts}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.d.ts', '**/__fixtures__/**', '*/*.config.ts'],
  }).map((path) => [path, read(path)]),
);

describe('the house', () => {
  test('every file keeps its rules', () => {
    expect(sources.size).toBeGreaterThan(20);
    expect(breaches(sources)).toEqual([]);
  });

  test('every file that may be long is there and is long', () => {
    const needless = [...longFiles.keys()].filter(
      (path) => (sources.get(path) ?? '').trimEnd().split('\n').length <= LINES_LIMIT,
    );
    expect(needless).toEqual([]);
  });

  test('the table in docs/architecture.md is the one that is executed', () => {
    expect(read('docs/architecture.md')).toContain(table(rooms));
  });
});

describe('a breach is found', () => {
  test.each([
    [
      'a file in no room',
      { 'server/src/magic/wand.ts': 'export const a = 1' },
      'server/src/magic/wand.ts: is in no room of the house; see scripts/house.ts',
    ],
    [
      'live looks into the engine',
      { 'server/src/live/feed.ts': "import { a } from '../engine/turn.ts'" },
      'server/src/live/feed.ts: imports server/src/engine/turn.ts; server/src/live may import only server/src/conversations',
    ],
    [
      'a type-only import counts',
      { 'server/src/db/rows.ts': "import type { A } from '../engine/turn.ts'" },
      'server/src/db/rows.ts: imports server/src/engine/turn.ts; server/src/db may import only what is open to all',
    ],
    [
      'http goes past the nouns',
      { 'server/src/http/routes.ts': "import { a } from '../db/open-database.ts'" },
      'server/src/http/routes.ts: imports server/src/db/open-database.ts; server/src/http may import only server/src/accounts, server/src/personas, server/src/conversations, server/src/records, server/src/live, server/src/providers, server/src/engine, server/src/jobs, server/src/limits',
    ],
    [
      'somebody imports the composition root',
      { 'server/src/engine/engine.ts': "import { startApp } from '../app.ts'" },
      'server/src/engine/engine.ts: imports server/src/app.ts; server/src/engine may import only server/src/conversations, server/src/personas, server/src/providers, server/src/live',
    ],
    [
      'the client reaches for the server by its package name',
      { 'client/src/live.ts': "import { a } from '@chimera/server/app'" },
      'client/src/live.ts: imports server/src/app.ts; client/src may import only what is open to all',
    ],
    [
      'the protocol takes a package',
      { 'protocol/src/view.ts': "import { nanoid } from 'nanoid'" },
      'protocol/src/view.ts: imports nanoid; protocol/src may import only zod',
    ],
    [
      'the client takes a module of Node',
      { 'client/src/live.ts': "import { readFile } from 'node:fs/promises'" },
      'client/src/live.ts: imports node:fs/promises; client/src may import only eventsource-parser',
    ],
    [
      'one screen imports another',
      { 'web/src/home/home.tsx': "import { a } from '../conversation/script.tsx'" },
      'web/src/home/home.tsx: imports web/src/conversation/script.tsx; web/src/home may import only client/src, web/src/words, web/src/preferences, web/src/keys, web/src/ui, web/src/live, web/src/queries, web/src/conversation-row, web/src/connections, web/src/brains',
    ],
    [
      'a button knows the client',
      { 'web/src/ui/button.tsx': "import { createRest } from '@chimera/client/rest'" },
      'web/src/ui/button.tsx: imports client/src/rest.ts; web/src/ui may import only what is open to all',
    ],
    [
      'a store’s driver is taken elsewhere',
      { 'server/src/conversations/fork.ts': "import type { Kysely } from 'kysely'" },
      'server/src/conversations/fork.ts: imports kysely; only server/src/db and *-store.ts may',
    ],
    [
      'a query outside a store',
      { 'server/src/conversations/fork.ts': "export const a = (db) => db.selectFrom('events')" },
      'server/src/conversations/fork.ts: queries the database (selectFrom); only *-store.ts does',
    ],
    [
      'the environment is read outside config.ts',
      { 'server/src/live/feed.ts': 'export const a = process.env.PORT' },
      'server/src/live/feed.ts: reads process.env; only server/src/config.ts does',
    ],
    [
      'the console is written to',
      { 'web/src/ui/button.tsx': 'export const a = () => console.log(1)' },
      'web/src/ui/button.tsx: writes to the console; use the logger',
    ],
    [
      'processor time is measured beside other tests',
      { 'server/src/engine/gate.test.ts': ['const before = process', 'cpuUsage();'].join('.') },
      'server/src/engine/gate.test.ts: measures processor time; name it *.cpu.test.ts, so that nothing runs beside it',
    ],
    [
      'a default export',
      { 'web/src/ui/button.tsx': 'export default 1' },
      'web/src/ui/button.tsx: has a default export; name it',
    ],
    [
      'a barrel under another name',
      { 'server/src/engine/engine.ts': "export { a } from './turn.ts'" },
      'server/src/engine/engine.ts: only passes on what others export; import from the source',
    ],
    [
      'an index file',
      { 'server/src/engine/index.ts': 'export const a = 1' },
      'server/src/engine/index.ts: "index" does not say what is inside; name it after the one thing it holds',
    ],
    [
      'a helpers folder',
      { 'server/src/engine/helpers/clock.ts': 'export const a = 1' },
      'server/src/engine/helpers/clock.ts: "helpers" does not say what is inside; name it after the one thing it holds',
    ],
    [
      'a name with an empty ending',
      { 'server/src/engine/turn-utils.ts': 'export const a = 1' },
      'server/src/engine/turn-utils.ts: "turn-utils" does not say what is inside; name it after the one thing it holds',
    ],
    [
      'a name in another case',
      { 'web/src/ui/MenuButton.tsx': 'export const a = 1' },
      'web/src/ui/MenuButton.tsx: "MenuButton" is not kebab-case',
    ],
    [
      'a long file',
      { 'server/src/engine/turn.ts': 'export const a = 1;\n'.repeat(LINES_LIMIT + 1) },
      'server/src/engine/turn.ts: 251 lines; more than 250 means that a concept is missing: name it',
    ],
    [
      'a test file is imported',
      { 'server/src/engine/turn.ts': "import { a } from '../live/feed.test.ts'" },
      'server/src/engine/turn.ts: imports the test file server/src/live/feed.test.ts',
    ],
    [
      'three files in a circle',
      {
        'server/src/engine/a.ts': "import { b } from './b.ts'; export const a = b",
        'server/src/engine/b.ts': "import type { C } from './c.ts'; export type B = C",
        'server/src/engine/c.ts': "export const c = async () => await import('./a.ts')",
      },
      'server/src/engine/a.ts → server/src/engine/b.ts → server/src/engine/c.ts → server/src/engine/a.ts: files import each other in a circle',
    ],
  ])('%s', (_, files, breach) => {
    expect(breaches(new Map(Object.entries(files)))).toEqual([breach]);
  });
});

test.each([
  [
    'a store queries',
    { 'server/src/conversations/message-store.ts': "import { sql } from 'kysely'; sql`select 1`" },
  ],
  [
    'a test sets up what it needs',
    { 'server/src/live/feed.test.ts': "import { a } from '../engine/turn.ts'" },
  ],
  ['a tool reads the environment and talks', { 'scripts/test.ts': 'console.log(process.env.CI)' }],
  ['a screen uses the shared parts', { 'web/src/home/home.tsx': "import { a } from '../ui/button.tsx'" }],
  [
    'the web app imports the protocol',
    { 'web/src/live/store.ts': "import { a } from '@chimera/protocol/view'" },
  ],
  [
    'two files share a third',
    {
      'server/src/db/a.ts': "import './b.ts'; import './c.ts'",
      'server/src/db/b.ts': "import './c.ts'",
      'server/src/db/c.ts': 'export const c = 1',
    },
  ],
])('no breach: %s', (_, files) => {
  expect(breaches(new Map(Object.entries(files)))).toEqual([]);
});

function table(all: readonly Room[]): string {
  const row = ({ place, mayImport, packages }: Room): string => {
    const imports =
      mayImport === 'everything' ? 'everything' : mayImport.map((to) => `\`${to}\``).join(' ') || '–';
    const npm = packages ? packages.map((name) => `\`${name}\``).join(' ') || 'none' : 'any';
    return `| \`${place}\` | ${imports} | ${npm} |`;
  };
  return ['| place | may import | packages |', '|---|---|---|', ...all.map(row)].join('\n');
}
