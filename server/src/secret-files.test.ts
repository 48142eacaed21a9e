import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { variablesSchema } from './config-variables.ts';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-secrets-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(content: string): Promise<string> {
  files += 1;
  const file = join(folder, `secret-${files}`);
  await writeFile(file, content);
  return file;
}

const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

test('every secret can lie in a file', async () => {
  const config = readConfig({
    DATABASE_URL_FILE: await fileWith('postgres://a:b@db:5432/chimera\n'),
    REDIS_URL_FILE: await fileWith('redis://:c@cache:6379'),
    CHIMERA_MASTER_KEYS_FILE: await fileWith(`${KEYS}\n`),
    CHIMERA_SMTP_URL_FILE: await fileWith('smtps://d:e@mail:465\r\n'),
    CHIMERA_MAIL_FROM: 'chimera@example.org',
    OPENAI_API_KEY_FILE: await fileWith('one'),
    ANTHROPIC_API_KEY_FILE: await fileWith('two'),
    DEEPSEEK_API_KEY_FILE: await fileWith('three'),
    GEMINI_API_KEY_FILE: await fileWith('four'),
    OPENROUTER_API_KEY_FILE: await fileWith('five'),
    OPENAI_COMPATIBLE_API_KEY_FILE: await fileWith('six'),
  });
  expect(config).toMatchObject({
    databaseUrl: 'postgres://a:b@db:5432/chimera',
    redisUrl: 'redis://:c@cache:6379',
    masterKeys: KEYS,
    smtp: { url: 'smtps://d:e@mail:465' },
    vendors: {
      openai: { apiKey: 'one' },
      anthropic: { apiKey: 'two' },
      deepseek: { apiKey: 'three' },
      gemini: { apiKey: 'four' },
      openrouter: { apiKey: 'five' },
      'openai-compatible': { apiKey: 'six' },
    },
  });
});

test('every variable that holds a secret has a twin that names a file', () => {
  const names = Object.keys(variablesSchema.shape);
  // What may hold a password, a key, or a URL with one of them in it.
  const secrets = names.filter((name) => /(?:_KEY|_KEYS|DATABASE_URL|REDIS_URL|SMTP_URL)$/.test(name));
  expect(secrets.length).toBeGreaterThanOrEqual(10);
  expect(secrets.filter((name) => !names.includes(`${name}_FILE`))).toEqual([]);
  expect(
    names
      .filter((name) => name.endsWith('_FILE'))
      .map((name) => name.slice(0, -5))
      .toSorted(),
  ).toEqual(secrets.toSorted());
});

test('a blank variable, or a blank name of a file, is none', async () => {
  const file = await fileWith('redis://cache');
  expect(readConfig({ REDIS_URL: '', REDIS_URL_FILE: file }).redisUrl).toBe('redis://cache');
  expect(readConfig({ REDIS_URL: 'redis://here', REDIS_URL_FILE: '' }).redisUrl).toBe('redis://here');
});

test('a secret that is given twice is refused, even when both are the same', async () => {
  const file = await fileWith('redis://cache');
  expect(() => readConfig({ REDIS_URL: 'redis://cache', REDIS_URL_FILE: file })).toThrow(
    'REDIS_URL_FILE: REDIS_URL is set as well. Set one of the two.',
  );
});

test('a file that cannot be read is named, with the reason', () => {
  expect(() => readConfig({ OPENAI_API_KEY_FILE: '/nowhere/key' })).toThrow(
    'OPENAI_API_KEY_FILE: /nowhere/key cannot be read (ENOENT).',
  );
  expect(() => readConfig({ OPENAI_API_KEY_FILE: tmpdir() })).toThrow(/cannot be read \(EISDIR\)/);
});

test('an empty file is a mistake: a secret was meant to be there', async () => {
  const file = await fileWith('\n');
  expect(() => readConfig({ DATABASE_URL_FILE: file })).toThrow(`DATABASE_URL_FILE: ${file} is empty.`);
});

test('what a file holds is checked like a variable and not repeated; all mistakes are told at once', async () => {
  const start = async () =>
    readConfig({
      DATABASE_URL_FILE: await fileWith('mysql://root:hunter2@db'),
      REDIS_URL_FILE: '/nowhere/redis',
      CHIMERA_PORT: 'eighty',
    });
  const mistakes = await start().catch((error: unknown) => String(error));
  expect(mistakes).toContain('DATABASE_URL: Give a URL that begins with postgres://');
  expect(mistakes).toContain('REDIS_URL_FILE: /nowhere/redis cannot be read');
  expect(mistakes).toContain('CHIMERA_PORT: ');
  expect(mistakes).not.toContain('hunter2');
});
