import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = globSync('{*,docs/**/*,deploy/*}.md', { cwd: root });

describe.each(pages)('%s', (page) => {
  test('has links that lead somewhere', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
    const dead = links.filter((link) => !existsSync(join(root, dirname(page), link)));
    expect(dead).toEqual([]);
  });

  test('names files that are there', () => {
    const named = [
      ...read(page).matchAll(/`((?:protocol|client|server|web|scripts|docs|e2e|bench)\/[\w./-]+)`/g),
    ];
    const missing = named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)));
    // What is built is not there before the first build.
    expect(missing.filter((path) => !path.startsWith('web/dist'))).toEqual([]);
  });
});

describe('configuration', () => {
  // The keys of the schema: a variable and a colon at the beginning of a line.
  const variables = [...read('server/src/config-variables.ts').matchAll(/^\s+([A-Z][A-Z_]+):/gm)].map(
    ([, name = '']) => name,
  );

  test.each(['README.md', '.env.example'])('every variable that the server reads is in %s', (page) => {
    const text = read(page);
    expect(variables.length).toBeGreaterThan(10);
    expect(variables.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  test.each(['README.md', '.env.example'])('%s names no variable that the server does not read', (page) => {
    const named = [...read(page).matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([name]) => name);
    expect(named.filter((name) => !variables.includes(name))).toEqual([]);
  });
});

test('decisions are numbered without a gap, and their titles say their numbers', () => {
  const files = globSync('docs/decisions/*.md', { cwd: root }).toSorted();
  const numbers = files.map((file) => Number(/\/(\d{4})-/.exec(file)?.[1]));
  expect(numbers).toEqual(files.map((_, index) => index + 1));
  const titles = files.map((file) => Number(/^# (\d+)\. /.exec(read(file))?.[1]));
  expect(titles).toEqual(numbers);
});
