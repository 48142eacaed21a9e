import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKeyring } from './keyring.ts';
import { openMasterKeys, readMasterKeys } from './master-keys.ts';

const k1 = { id: 'k1', bytes: randomBytes(32) };
const k2 = { id: 'k2', bytes: randomBytes(32) };

describe('a keyring', () => {
  test('opens what it sealed, where it was put', () => {
    const keyring = createKeyring([k1]);
    const sealed = keyring.seal('sk-ünïcode', 'row 1');
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toContain('sk-');
    expect(keyring.open(sealed, 'row 1')).toBe('sk-ünïcode');
    expect(keyring.seal('sk-ünïcode', 'row 1')).not.toBe(sealed);
  });

  test('opens nothing that was moved, changed or cut', () => {
    const keyring = createKeyring([k1]);
    const sealed = keyring.seal('a secret', 'row 1');
    expect(keyring.open(sealed, 'row 2')).toBeNull();
    const [version, id, iv, body = ''] = sealed.split('.');
    for (let at = 0; at < body.length - 1; at += 1) {
      const flipped = `${body.slice(0, at)}${body[at] === 'A' ? 'B' : 'A'}${body.slice(at + 1)}`;
      expect(keyring.open([version, id, iv, flipped].join('.'), 'row 1')).toBeNull();
    }
    for (const broken of ['', 'v1', `v1.k1.${iv}`, `v2.k1.${iv}.${body}`, [version, id, iv, ''].join('.')]) {
      expect(keyring.open(broken, 'row 1')).toBeNull();
    }
  });

  test('opens with an older key what that one sealed, and says that it is old', () => {
    const sealed = createKeyring([k1]).seal('a secret', 'row 1');
    const rotated = createKeyring([k2, k1]);
    expect(rotated.open(sealed, 'row 1')).toBe('a secret');
    expect(rotated.isOld(sealed)).toBe(true);
    expect(rotated.isOld(rotated.seal('a secret', 'row 1'))).toBe(false);
    expect(createKeyring([k2]).open(sealed, 'row 1')).toBeNull();
  });
});

describe('master keys', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  test('are made once, for the owner of the files alone, and stay the same', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chimera-keys-'));
    folders.push(dataDir);
    const logger = { warn: vi.fn<(...line: unknown[]) => void>() };
    const [made] = openMasterKeys({ given: null, dataDir, databaseUrl: null, logger });
    expect(made.bytes).toHaveLength(32);
    expect(statSync(join(dataDir, 'master.key')).mode & 0o777).toBe(0o600);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain(made.bytes.toString('base64'));
    expect(
      openMasterKeys({ given: null, dataDir, databaseUrl: null, logger })[0].bytes.equals(made.bytes),
    ).toBe(true);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(readFileSync(join(dataDir, 'master.key'), 'utf8')).toMatch(/^k-[0-9a-f]{8}:/);
  });

  test('are read in order', () => {
    const list = `new:${k2.bytes.toString('base64')}, old:${k1.bytes.toString('base64url')}`;
    expect(readMasterKeys(list, 'x').map(({ id }) => id)).toEqual(['new', 'old']);
  });

  const good = randomBytes(32).toString('base64');
  test.each([
    ['nothing', ''],
    ['no name', good],
    ['a short key', `k1:${randomBytes(16).toString('base64')}`],
    ['zeros', `k1:${Buffer.alloc(32).toString('base64')}`],
    ['a sentence', `k1:${Buffer.from('this is my very secret password!').toString('base64')}`],
    ['a word', 'k1:changeme'],
    ['two of one name', `k1:${good},k1:${good}`],
  ])('are refused when they are %s, without being repeated', (_, list) => {
    expect(() => readMasterKeys(list, 'CHIMERA_MASTER_KEYS')).toThrow(/^CHIMERA_MASTER_KEYS: /);
    expect(() => readMasterKeys(list, 'CHIMERA_MASTER_KEYS')).not.toThrow(good);
  });
});
