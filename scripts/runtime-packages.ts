import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * Copies the packages that the built server loads at run time, and what they need, to another folder:
 * `node scripts/runtime-packages.ts /out`. All others are in the bundle.
 */

const dependenciesSchema = z.record(z.string(), z.string()).optional();
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ dependencies: dependenciesSchema, optionalDependencies: dependenciesSchema }),
  ),
});
export type Packages = z.infer<typeof lockSchema>['packages'];

/** The packages that the build leaves out of the bundle. */
export function externalsOf(buildCommand: string): readonly string[] {
  return [...buildCommand.matchAll(/--external (\S+)/g)].map(([, name = '']) => name);
}

/** Where `wanted` and all that they need lie in the lock, found as Node would from the folder `from`. */
export function closureOf(packages: Packages, wanted: readonly string[], from: string): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string, by: string): void => {
    const path = pathOf(packages, name, by);
    if (path === null) throw new Error(`package-lock.json has no ${name}, which ${by} needs.`);
    if (found.has(path)) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path] ?? {};
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) visit(needed, path);
  };
  for (const name of wanted) visit(name, from);
  return [...found].toSorted();
}

/** The nearest `node_modules` above `by` that has it. */
function pathOf(packages: Packages, name: string, by: string): string | null {
  const folders = by.split('/');
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const path = [...folders.slice(0, depth), 'node_modules', name].join('/');
    if (path in packages) return path;
  }
  return null;
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  const [target] = process.argv.slice(2);
  if (target === undefined) throw new Error('Say where to: node scripts/runtime-packages.ts /out');
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const { scripts } = z
    .object({ scripts: z.object({ build: z.string() }) })
    .parse(read('server/package.json'));
  const { packages } = lockSchema.parse(read('package-lock.json'));
  for (const path of closureOf(packages, externalsOf(scripts.build), 'server')) {
    // Optional ones of other platforms are in the lock and not here.
    if (existsSync(join(root, path))) cpSync(join(root, path), join(target, path), { recursive: true });
  }
}
