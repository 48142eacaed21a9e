import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loggerOptions } from './logger.ts';
import { Secrets, secrets } from './secrets.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36';

test('a secret is taken out of a text, whole and in parts', () => {
  const known = new Secrets();
  known.add(KEY);
  expect(known.hide(`Incorrect API key provided: ${KEY}.`)).toBe('Incorrect API key provided: [key].');
  expect(known.hide(`It begins with ${KEY.slice(0, 12)} and ends with ${KEY.slice(-9)}`)).toBe(
    'It begins with [key] and ends with [key]',
  );
  expect(known.hide(`${KEY}${KEY}`)).toBe('[key][key]');
  expect(known.hide(`ends with ${KEY.slice(-4)}`)).toBe(`ends with ${KEY.slice(-4)}`);
  expect(known.hide('')).toBe('');
});

test('a pinned secret is hidden however many others come after it, and those that are forgotten are not', () => {
  const known = new Secrets();
  known.pin(KEY);
  for (let at = 0; at < 3_000; at += 1) known.add(`sk-${String(at).repeat(12)}-${at}`);
  expect(known.hide(`It is ${KEY}.`)).toBe('It is [key].');
  expect(known.hide('000000000000')).toBe('000000000000');
  expect(known.hide('29992999')).toBe('[key]');
});

test('what is too short to be a secret hides nothing', () => {
  const known = new Secrets();
  known.add('short');
  known.add(null);
  known.add(undefined);
  expect(known.hide('a short text')).toBe('a short text');
});

test('no line of the log tells a known key, wherever it stands', () => {
  secrets.add(KEY);
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = pino(loggerOptions('debug'), sink);
  logger.warn({ error: new Error(`vendor said ${KEY}`), detail: { deep: [KEY] } }, `for ${KEY}`);
  expect(lines.join('')).toContain('vendor said');
  for (let at = 0; at + 8 <= KEY.length; at += 1) {
    expect(lines.join('')).not.toContain(KEY.slice(at, at + 8));
  }
});
