import { posix } from 'node:path';
import { isBuiltin } from 'node:module';
import { dataFiles, doors, emptyNames, LINES_LIMIT, longFiles, openTo, type Room, rooms } from './house.ts';
import { type ModuleFacts, moduleFacts } from './module-facts.ts';

/** Source text by path from the root of the checkout, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

interface SourceFile {
  readonly path: string;
  readonly source: string;
  readonly facts: ModuleFacts;
  readonly isTest: boolean;
}

/** Every breach of the rules of the house, as sentences that name the file and what to do. */
export function breaches(sources: Sources): readonly string[] {
  const files = [...sources].map(([path, source]) => ({
    path,
    source,
    facts: moduleFacts(path, source),
    isTest: isTest(path),
  }));
  return [...files.flatMap(breachesOf), ...cyclesOf(files)].sort();
}

function breachesOf(file: SourceFile): string[] {
  return [
    ...nameBreaches(file),
    ...lengthBreaches(file),
    ...exportBreaches(file),
    ...reachBreaches(file),
    ...importBreaches(file),
  ].map((breach) => `${file.path}: ${breach}`);
}

function nameBreaches({ path }: SourceFile): string[] {
  const names = path
    .split('/')
    .slice(1)
    .map((part) => part.replace(/\..*$/, ''));
  const empty = names.filter((name) => emptyNames.has(name) || /-(utils?|helpers?)$/.test(name));
  const odd = names.filter((name) => !/^_{0,2}[a-z0-9]+(-[a-z0-9]+)*(__)?$/.test(name));
  return [
    ...empty.map((name) => `"${name}" does not say what is inside; name it after the one thing it holds`),
    ...odd.map((name) => `"${name}" is not kebab-case`),
  ];
}

function lengthBreaches({ path, source, isTest }: SourceFile): string[] {
  const lines = source.trimEnd().split('\n').length;
  const excused = isTest || keeps(dataFiles, path) || longFiles.has(path) || lines <= LINES_LIMIT;
  return excused ? [] : [`${lines} lines; more than ${LINES_LIMIT} means that a concept is missing: name it`];
}

function exportBreaches({ path, facts }: SourceFile): string[] {
  return [
    ...(facts.hasDefaultExport && !path.endsWith('.config.ts') ? ['has a default export; name it'] : []),
    ...(facts.isBarrel ? ['only passes on what others export; import from the source'] : []),
  ];
}

function reachBreaches({ path, source, facts, isTest }: SourceFile): string[] {
  const isTool = isTest || /^(?:bench|e2e|scripts)\/|^web\/[\w-]+\.ts$/.test(path);
  const mayQuery = isTool || keeps(['server/src/db', '*-store.ts'], path);
  return [
    ...(facts.readsEnvironment && !isTool && path !== 'server/src/config.ts'
      ? ['reads process.env; only server/src/config.ts does']
      : []),
    ...(isTest && /process\.cpuUsage\(|\/processor-time\.ts'/.test(source) && !mayMeasure(path)
      ? ['measures processor time; name it *.cpu.test.ts, so that nothing runs beside it']
      : []),
    ...(facts.usesConsole && !isTool ? ['writes to the console; use the logger'] : []),
    ...(mayQuery
      ? []
      : [...new Set(facts.queries)].map((query) => `queries the database (${query}); only *-store.ts does`)),
  ];
}

function mayMeasure(path: string): boolean {
  return path.endsWith('.cpu.test.ts') || path === 'server/test/processor-time.ts';
}

function importBreaches({ path, facts, isTest }: SourceFile): string[] {
  // A test may set up whatever it needs around the file that it is about.
  if (isTest) return [];
  const room = roomOf(path);
  if (!room) return ['is in no room of the house; see scripts/house.ts'];
  return facts.specifiers.flatMap((specifier) => {
    const target = targetOf(path, specifier);
    return target === null ? packageBreaches(path, room, specifier) : roomBreaches(room, target);
  });
}

function roomBreaches(room: Room, target: string): string[] {
  if (room.mayImport === 'everything' || isIn(room, target)) return [];
  if (isTest(target)) return [`imports the test file ${target}`];
  if ([...openTo(room.place), ...room.mayImport].some((place) => isAt(place, target))) return [];
  return [
    `imports ${target}; ${room.place} may import only ${room.mayImport.join(', ') || 'what is open to all'}`,
  ];
}

function packageBreaches(path: string, room: Room, specifier: string): string[] {
  const name = isBuiltin(specifier) ? specifier : packageOf(specifier);
  const door = doors.find(({ packages }) => packages.includes(name));
  if (door && !keeps(door.places, path)) {
    return [`imports ${name}; only ${door.places.slice(0, 2).join(' and ')} may`];
  }
  if (!room.packages || room.packages.includes(name)) return [];
  return [`imports ${name}; ${room.place} may import only ${room.packages.join(', ') || 'no package'}`];
}

/** The file in the checkout that an import means; null for packages and Node's own modules. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  const [, workspace, file] = /^@chimera\/([a-z0-9]+)\/(.+)$/.exec(specifier) ?? [];
  return workspace && file ? `${workspace}/src/${file}.ts` : null;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The nearest place around a file. A place that ends in `*` is one room for each folder that has no entry of its own. */
function roomOf(path: string): Room | null {
  const around = rooms.filter(({ place }) => isAt(place, path));
  const [nearest] = around.toSorted((a, b) => b.place.length - a.place.length);
  if (nearest) return nearest;
  const each = rooms.find(({ place }) => place.endsWith('/*') && path.startsWith(place.slice(0, -1)));
  if (!each) return null;
  const depth = each.place.split('/').length;
  return { ...each, place: path.split('/').slice(0, depth).join('/') };
}

function isIn(room: Room, path: string): boolean {
  return roomOf(path)?.place === room.place;
}

function isAt(place: string, path: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function keeps(places: readonly string[], path: string): boolean {
  return places.some((place) => (place.startsWith('*') ? path.endsWith(place.slice(1)) : isAt(place, path)));
}

function isTest(path: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(path) || isAt('server/test', path);
}

/** Circles of files that import each other, each named once. Type-only imports count too. */
function cyclesOf(files: readonly SourceFile[]): string[] {
  const imports = new Map(
    files.map(({ path, facts }) => [
      path,
      facts.specifiers.flatMap((specifier) => targetOf(path, specifier) ?? []),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push(circle(trail.slice(start)));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return cycles;
}

/** The same circle reads the same wherever the search met it. */
function circle(paths: readonly string[]): string {
  const first = paths.indexOf(paths.toSorted()[0] ?? '');
  const turned = [...paths.slice(first), ...paths.slice(0, first + 1)];
  return `${turned.join(' → ')}: files import each other in a circle`;
}
