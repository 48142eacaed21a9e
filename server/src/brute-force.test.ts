import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, signIn, signUp, TEST_PASSWORD, type TestPerson } from '../test/accounts.ts';
import { ask, type HttpAnswer, problemIn } from '../test/http-answer.ts';
import { instanceKinds, type TestInstance } from '../test/instances.ts';

/** Wrong passwords for one account from one address, before it is refused. */
const ATTEMPTS = 10;

/** Made up anew with each request, as somebody would who wants to be many. */
function forged(index: number): Record<string, string> {
  const address = `203.0.113.${index % 250}`;
  return {
    'x-forwarded-for': address,
    'x-real-ip': address,
    forwarded: `for=${address}`,
    'cf-connecting-ip': address,
    'x-user-id': 'root',
    'remote-user': 'root',
  };
}

describe.each(instanceKinds)('guessing on $name', ({ open }) => {
  let instance: TestInstance;
  let root: TestPerson;
  beforeAll(async () => {
    instance = await open({ environment: { CHIMERA_REGISTRATION: 'open' } });
    root = await signUp(instance.first, 'root');
    await signUp(instance.first, 'ada');
  });
  afterAll(() => instance.close());

  const nodeOf = (index: number) => (index % 2 === 0 ? instance.first : instance.second);

  /** Asks with a wrong password, on both nodes in turn, each time as somebody else. */
  function guess(path: string, username: string, count: number): Promise<HttpAnswer[]> {
    return Promise.all(
      Array.from({ length: count }, (_, index) =>
        post(nodeOf(index), path, { username, password: `guess number ${index}` }, forged(index)),
      ),
    );
  }

  test('made-up addresses make nobody many, and two nodes count together', async () => {
    const answers = [
      ...(await guess('/api/auth/token', 'ada', 15)),
      ...(await guess('/api/auth/sign-in', 'ADA', 15)),
    ];
    const wrong = answers.filter(({ status }) => status === 401);
    const refused = answers.filter(({ status }) => status === 429);
    expect([wrong.length, refused.length]).toEqual([ATTEMPTS, 30 - ATTEMPTS]);
    for (const answer of refused) {
      expect(problemIn(answer)).toMatchObject({ code: 'too-many-requests' });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    // Not even the right one is looked at: else guessing would go on behind the refusal.
    const right = await post(instance.second, '/api/auth/token', {
      username: 'ada',
      password: TEST_PASSWORD,
    });
    expect(right.status).toBe(429);
  });

  test('a stolen session guesses the password no more often than a stranger', async () => {
    await signUp(instance.first, 'carol', {});
    const carol = await signIn(instance.second, 'carol');
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        post(
          nodeOf(index),
          '/api/auth/password',
          { currentPassword: `guess number ${index}`, newPassword: 'another long password' },
          { authorization: `Bearer ${carol.token}`, ...forged(index) },
        ),
      ),
    );
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(ATTEMPTS);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15 - ATTEMPTS);
  });

  test('others go on meanwhile, and the audit log has the address of the socket', async () => {
    expect((await ask(`${instance.second.url}/api/auth/me`, { headers: by(root) })).status).toBe(200);
    const { items } = await root.rest.call('listAudit', { query: { action: 'sign-in-failed', limit: 50 } });
    expect(items).toHaveLength(ATTEMPTS);
    expect(new Set(items.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  const by = ({ token }: TestPerson) => ({ authorization: `Bearer ${token}` });
});

describe.each(instanceKinds)('asking too often on $name', ({ open }) => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await open({ environment: { CHIMERA_REGISTRATION: 'open', CHIMERA_RATE_LIMIT: '60' } });
  });
  afterAll(() => instance.close());

  test('the sum over all nodes is the limit of an account; its keys do not add to it', async () => {
    const ada = await signUp(instance.first, 'ada');
    const eve = await signUp(instance.first, 'eve');
    const { key } = await ada.rest.call('createApiKey', { body: { name: 'More', scopes: ['read'] } });
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        ask(`${(index % 2 === 0 ? instance.first : instance.second).url}/api/personas?limit=1`, {
          headers: index % 3 === 0 ? { 'x-api-key': key } : { authorization: `Bearer ${ada.token}` },
        }),
      ),
    );
    const good = answers.filter(({ status }) => status === 200).length;
    expect(good).toBeGreaterThan(40);
    expect(good).toBeLessThanOrEqual(66);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/),
      'ratelimit-limit': '60',
      'ratelimit-remaining': '0',
      'ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    expect(
      (
        await ask(`${instance.second.url}/api/personas`, {
          headers: { authorization: `Bearer ${eve.token}` },
        })
      ).status,
    ).toBe(200);
  });
});
