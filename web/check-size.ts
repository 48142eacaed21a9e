/**
 * Says what a first visit to the home page loads, compressed, and fails when it is more than we allow ourselves:
 * `node web/check-size.ts` after `npm run build`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const DIST = join(import.meta.dirname, 'dist');
const ENTRY = 'index.html';
const LIMITS = { scripts: 150_000, styles: 20_000 };

interface Chunk {
  readonly file: string;
  readonly imports: readonly string[];
  readonly css: readonly string[];
}

const manifest = readManifest();
const chunks = reachable(manifest, ENTRY);
const scripts = sizes(chunks.map(({ file }) => file));
const styles = sizes(chunks.flatMap(({ css }) => css));
const lines = [...report('scripts', scripts, LIMITS.scripts), ...report('styles', styles, LIMITS.styles)];
process.stdout.write(`${lines.join('\n')}\n`);
if (total(scripts) > LIMITS.scripts || total(styles) > LIMITS.styles) process.exitCode = 1;

/** A chunk and everything that it imports at once; what a route loads later does not count. */
function reachable(all: ReadonlyMap<string, Chunk>, from: string): readonly Chunk[] {
  const seen = new Map<string, Chunk>();
  const visit = (key: string): void => {
    const chunk = all.get(key);
    if (chunk === undefined) throw new Error(`The manifest has no entry ${key}. Build the web app again.`);
    if (seen.has(key)) return;
    seen.set(key, chunk);
    for (const imported of chunk.imports) visit(imported);
  };
  visit(from);
  return [...seen.values()];
}

function sizes(files: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(files)].map((file) => [file, gzipSync(readFileSync(join(DIST, file))).length]));
}

function total(files: ReadonlyMap<string, number>): number {
  return [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function report(what: string, files: ReadonlyMap<string, number>, limit: number): string[] {
  const verdict = total(files) > limit ? 'TOO MUCH' : 'ok';
  return [
    `${what}: ${kilobytes(total(files))} of ${kilobytes(limit)} allowed, ${verdict}`,
    ...[...files].sort(([, a], [, b]) => b - a).map(([file, bytes]) => `  ${kilobytes(bytes)}  ${file}`),
  ];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}

function readManifest(): ReadonlyMap<string, Chunk> {
  const manifest: unknown = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));
  if (!isRecord(manifest)) throw new Error('The manifest is not an object. Build the web app again.');
  return new Map(Object.entries(manifest).map(([key, value]) => [key, chunkOf(key, value)]));
}

function chunkOf(key: string, value: unknown): Chunk {
  if (!isRecord(value) || typeof value['file'] !== 'string')
    throw new Error(`The manifest's ${key} names no file.`);
  return { file: value['file'], imports: strings(value['imports']), css: strings(value['css']) };
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
