/** A folder (or a single file) of the house, and whom it may import besides its own files and what is open to it. */
export interface Room {
  readonly place: string;
  readonly mayImport: readonly string[] | 'everything';
  /** The only npm packages it may import; with a list, Node's own modules are closed too. Absent: all are open. */
  readonly packages?: readonly string[];
}

/** Who may import whom. docs/architecture.md shows this table; architecture.test.ts executes it. */
export const rooms: readonly Room[] = [
  { place: 'protocol/src', mayImport: [], packages: ['zod'] },
  { place: 'client/src', mayImport: [], packages: ['eventsource-parser'] },
  ...serverRooms([
    { place: 'errors.ts', mayImport: [] },
    { place: 'identity.ts', mayImport: [] },
    { place: 'logger.ts', mayImport: [] },
    { place: 'metrics.ts', mayImport: [] },
    { place: 'secrets.ts', mayImport: [] },
    { place: 'config-variables.ts', mayImport: [] },
    { place: 'secret-files.ts', mayImport: [] },
    { place: 'config.ts', mayImport: ['config-variables.ts', 'secret-files.ts'] },
    { place: 'lock-data-dir.ts', mayImport: [] },
    { place: 'db', mayImport: [] },
    { place: 'egress', mayImport: [] },
    { place: 'redis', mayImport: [] },
    { place: 'limits', mayImport: ['redis'] },
    { place: 'jobs', mayImport: ['db'] },
    { place: 'providers', mayImport: ['egress', 'redis'] },
    { place: 'accounts', mayImport: ['db', 'jobs'] },
    { place: 'personas', mayImport: ['db', 'jobs'] },
    { place: 'conversations', mayImport: ['db', 'jobs'] },
    { place: 'live', mayImport: ['conversations'] },
    { place: 'records', mayImport: ['db', 'conversations', 'jobs'] },
    { place: 'engine', mayImport: ['conversations', 'personas', 'providers', 'live'] },
    {
      place: 'http',
      mayImport: [
        'accounts',
        'personas',
        'conversations',
        'records',
        'live',
        'providers',
        'engine',
        'jobs',
        'limits',
      ],
    },
    { place: 'backups', mayImport: ['db', 'conversations', 'records', 'jobs'] },
    { place: 'web-root.ts', mayImport: [] },
    {
      place: 'cli',
      mayImport: [
        'app.ts',
        'config.ts',
        'lock-data-dir.ts',
        'web-root.ts',
        'open-brains.ts',
        'open-stores.ts',
        'db',
        'egress',
        'redis',
        'jobs',
        'providers',
        'accounts',
        'conversations',
        'records',
        'backups',
        'http',
      ],
    },
    {
      place: 'monitoring',
      mayImport: ['db', 'jobs', 'limits', 'accounts', 'conversations', 'providers', 'live', 'engine', 'http'],
    },
    { place: 'main.ts', mayImport: ['cli'] },
  ]),
  { place: 'server/src/app.ts', mayImport: 'everything' },
  { place: 'server/src/open-accounts.ts', mayImport: 'everything' },
  { place: 'server/src/open-brains.ts', mayImport: 'everything' },
  { place: 'server/src/open-bus.ts', mayImport: 'everything' },
  { place: 'server/src/open-for-many.ts', mayImport: 'everything' },
  { place: 'server/src/open-limits.ts', mayImport: 'everything' },
  { place: 'server/src/open-monitoring.ts', mayImport: 'everything' },
  { place: 'server/src/open-purse.ts', mayImport: 'everything' },
  { place: 'server/src/open-stores.ts', mayImport: 'everything' },
  { place: 'server/src/open-work.ts', mayImport: 'everything' },
  { place: 'server/test', mayImport: 'everything' },
  ...webRooms([
    { place: 'words', mayImport: [] },
    { place: 'preferences', mayImport: [] },
    { place: 'keys', mayImport: [] },
    { place: 'ui', mayImport: [] },
    { place: 'live', mayImport: ['client/src'] },
    { place: 'queries', mayImport: ['client/src', 'words', 'preferences', 'ui', 'live'] },
    { place: 'conversation-row', mayImport: ['client/src', 'words', 'preferences', 'ui', 'live', 'queries'] },
    { place: 'connections', mayImport: ['client/src', 'words', 'preferences', 'ui', 'live', 'queries'] },
    { place: 'brains', mayImport: ['words', 'ui', 'queries'] },
    // Screens: one room for each other folder.
    {
      place: '*',
      mayImport: [
        'client/src',
        'words',
        'preferences',
        'keys',
        'ui',
        'live',
        'queries',
        'conversation-row',
        'connections',
        'brains',
      ],
    },
  ]),
  { place: 'web/src/app', mayImport: 'everything' },
  { place: 'web/src/main.tsx', mayImport: 'everything' },
  { place: 'web/check-size.ts', mayImport: [] },
  { place: 'e2e/src', mayImport: 'everything' },
  { place: 'bench/src', mayImport: 'everything' },
  { place: 'measure/src', mayImport: 'everything' },
  { place: 'scripts', mayImport: 'everything' },
];

/** Packages that only some places may import: each is a door to the outside with one keeper. */
export const doors: readonly { readonly packages: readonly string[]; readonly places: readonly string[] }[] =
  [
    {
      packages: ['kysely', 'better-sqlite3', 'pg'],
      places: [
        'server/src/db',
        '*-store.ts',
        // SQLite's file lock, not a database.
        'server/src/lock-data-dir.ts',
        'server/test',
        'bench/src',
        'e2e/src',
        'scripts',
      ],
    },
    { packages: ['ioredis'], places: ['server/src/redis'] },
  ];

/** Tables of data, as long as what they tell. */
export const dataFiles: readonly string[] = ['web/src/words'];

/** Code that may be longer than LINES_LIMIT, each with its reason. */
export const longFiles: ReadonlyMap<string, string> = new Map();

export const LINES_LIMIT = 250;

/** Names that say nothing about what is inside. */
export const emptyNames: ReadonlySet<string> = new Set(
  'index utils util helpers helper common misc types constants shared lib'.split(' '),
);

/** What a room may import without being told so. */
export function openTo(place: string): readonly string[] {
  if (!place.startsWith('server/')) return ['protocol/src'];
  const open = ['errors.ts', 'identity.ts', 'logger.ts', 'metrics.ts', 'secrets.ts'];
  return ['protocol/src', ...open.map((file) => `server/src/${file}`)];
}

interface Names {
  readonly place: string;
  readonly mayImport: readonly string[];
}

function serverRooms(list: readonly Names[]): Room[] {
  return list.map((names) => inside('server/src/', names));
}

function webRooms(list: readonly Names[]): Room[] {
  return list.map((names) => inside('web/src/', names));
}

/** Names are those of neighbours in the folder; one with a slash is a place elsewhere. */
function inside(folder: string, { place, mayImport }: Names): Room {
  return {
    place: folder + place,
    mayImport: mayImport.map((name) => (name.includes('/') ? name : folder + name)),
  };
}
