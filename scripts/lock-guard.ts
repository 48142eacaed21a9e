import { readFileSync } from 'node:fs';
import { z } from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/**
 * Optional dependencies that package-lock.json names but does not hold. npm writes such a lock without
 * a word when a platform's package is missing in the registry; `npm ci` then stops on other machines.
 */
export function missingOptionalDependencies(lock: unknown): readonly string[] {
  const { packages } = lockSchema.parse(lock);
  const held = new Set(Object.keys(packages).map(nameOfEntry));
  const named = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  return [...new Set(named)].filter((name) => !held.has(name)).sort();
}

/** `node_modules/a/node_modules/@b/c` is the entry of `@b/c`. */
function nameOfEntry(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

if (process.argv[1] === import.meta.filename) {
  const lock: unknown = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  const missing = missingOptionalDependencies(lock);
  if (missing.length > 0) {
    console.error('package-lock.json names optional packages that it does not hold:');
    for (const name of missing) console.error(`  ${name}`);
    console.error('Pin the packages that want them to versions whose platform packages all exist.');
    process.exitCode = 1;
  }
}
