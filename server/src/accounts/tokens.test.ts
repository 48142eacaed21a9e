import { generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { silentLogger } from '../logger.ts';
import type { MasterKeys } from './master-keys.ts';
import { createTokens } from './tokens.ts';

const master = { id: 'k1', bytes: randomBytes(32) };
const claims = { accountId: 'ada', sessionId: 'session-a' };

const tokensWith = (masterKeys: MasterKeys = [master], issuer = 'urn:chimera', at = Date.now()) =>
  createTokens({ masterKeys, issuer, now: () => new Date(at), logger: silentLogger });

describe('access tokens', () => {
  test('say who and by which session, on every node with the same keys, and after keys were replaced', async () => {
    const token = await (await tokensWith()).sign(claims);
    expect(await (await tokensWith()).read(token)).toEqual(claims);
    const newer = { id: 'k2', bytes: randomBytes(32) };
    expect(await (await tokensWith([newer, master])).read(token)).toEqual(claims);
  });

  const [head, body, signature] = ['header', 'payload', 'signature'].map((_, at) => at);
  const part = (token: string, at = 0) => token.split('.')[at] ?? '';
  const decoded = (text: string): object => Object(JSON.parse(Buffer.from(text, 'base64url').toString()));
  const encoded = (document: object) => Buffer.from(JSON.stringify(document)).toString('base64url');
  const minutes = (count: number) => Date.now() + count * 60_000;

  test.each<[string, (token: string) => string | Promise<string>]>([
    ['without a signature', (token) => `${part(token, head)}.${part(token, body)}.`],
    [
      'with the algorithm “none”',
      () => new UnsecuredJWT({ sid: 'session-a' }).setSubject('ada').setExpirationTime('5m').encode(),
    ],
    [
      'with another algorithm',
      () =>
        new SignJWT({ sid: 'session-a' })
          .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1' })
          .setSubject('ada')
          .setExpirationTime('5m')
          .sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    ],
    [
      'with another subject',
      (token) =>
        [
          part(token, head),
          encoded({ ...decoded(part(token, body)), sub: 'eve' }),
          part(token, signature),
        ].join('.'),
    ],
    ['for another issuer', async () => (await tokensWith([master], 'https://other.example')).sign(claims)],
    ['that is too old', async () => (await tokensWith([master], 'urn:chimera', minutes(-17))).sign(claims)],
    ['from the future', async () => (await tokensWith([master], 'urn:chimera', minutes(5))).sign(claims)],
    [
      'of another installation with a key of the same name',
      async () => (await tokensWith([{ id: 'k1', bytes: randomBytes(32) }])).sign(claims),
    ],
    ['of another key', async () => (await tokensWith([{ id: 'k9', bytes: randomBytes(32) }])).sign(claims)],
    ['that is a refresh token', () => randomBytes(32).toString('base64url')],
  ])('one %s is refused', async (_, forged) => {
    const tokens = await tokensWith();
    const token = await tokens.sign(claims);
    await expect(tokens.read(await forged(token))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test.each([
    ['typ', { typ: 'JWT' }, {}],
    ['audience', {}, { aud: 'another-service' }],
    ['nbf', {}, { nbf: Math.floor(minutes(5) / 1000) }],
    ['sid', {}, { sid: undefined }],
  ])('one that we signed with another %s is refused', async (_, header, payload) => {
    const tokens = await tokensWith();
    const token = await tokens.sign(claims);
    const signed = (more: object, over: object) =>
      new SignJWT({ ...decoded(part(token, body)), ...over })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'k1', ...more })
        .sign(signingKeyOf(master.bytes));
    // The same way of signing is taken when nothing else is changed.
    expect(await tokens.read(await signed({}, {}))).toEqual(claims);
    await expect(tokens.read(await signed(header, payload))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('a node whose keys differ says so, once', async () => {
    const warnings: unknown[] = [];
    const logger = { warn: (line: unknown) => void warnings.push(line) };
    const token = await (await tokensWith()).sign(claims);
    const masterKeys = [{ id: 'k9', bytes: randomBytes(32) }] as const;
    const other = await createTokens({ masterKeys, issuer: 'urn:chimera', now: () => new Date(), logger });
    await expect(other.read(token)).rejects.toThrow('a key that this server does not have');
    await expect(other.read(token)).rejects.toThrow();
    expect(warnings).toEqual([expect.stringContaining('CHIMERA_MASTER_KEYS')]);
  });
});

/** As the server makes it, so that everything but one thing is right. */
function signingKeyOf(bytes: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', bytes, '', 'chimera access token', 32));
}
