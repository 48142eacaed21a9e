import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp, type TestPerson } from '../test/accounts.ts';
import { instanceKinds, type TestInstance } from '../test/instances.ts';

/** A request whose headers were sent, and whose body waits. */
interface Held {
  /** Sends the body; the status of the answer. */
  release(): Promise<number>;
}

async function hold(
  url: string,
  { method, path, token, body }: { method: string; path: string; token: string; body: unknown },
): Promise<Held> {
  const { hostname, port, host } = new URL(url);
  const json = JSON.stringify(body);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString();
  });
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(json)}`,
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  // Long enough for the server to have read them and let the request in.
  await sleep(300);
  return {
    async release() {
      const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.write(json);
      await ended;
      return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    },
  };
}

describe.each(instanceKinds)('a body that is held back on $name', ({ open }) => {
  let instance: TestInstance;
  let root: TestPerson;
  beforeAll(async () => {
    instance = await open({ environment: { CHIMERA_REGISTRATION: 'open' } });
    root = await signUp(instance.first, 'root');
  });
  afterAll(() => instance.close());

  test('comes too late for an admin who is none any more', async () => {
    const bob = await signUp(instance.first, 'bob');
    await root.rest.call('changeUser', { params: { id: bob.userId }, body: { role: 'admin' } });
    const path = `/api/admin/users/${bob.userId}`;
    const held = await hold(instance.second.url, {
      method: 'PATCH',
      path,
      token: bob.token,
      body: { role: 'admin' },
    });
    await root.rest.call('changeUser', { params: { id: bob.userId }, body: { role: 'member' } });
    expect(await held.release()).toBe(401);
    const { items } = await root.rest.call('listUsers', { query: { q: 'bob' } });
    expect(items).toMatchObject([{ username: 'bob', role: 'member' }]);
  });

  test('leaves nothing behind for an account that is gone', async () => {
    const eve = await signUp(instance.first, 'eve');
    const held = await hold(instance.second.url, {
      method: 'POST',
      path: '/api/connections',
      token: eve.token,
      body: { kind: 'openai', apiKey: 'sk-held-back-0123456789' },
    });
    await eve.rest.call('deleteAccount', { body: { password: eve.password } });
    expect(await held.release()).toBe(401);
  });

  test('has nobody tried out for an account that is gone', async () => {
    const dan = await signUp(instance.first, 'dan');
    const held = await hold(instance.second.url, {
      method: 'POST',
      path: '/api/personas/preview',
      token: dan.token,
      body: { persona: { name: 'Ada' }, prompt: 'Hello.' },
    });
    await dan.rest.call('deleteAccount', { body: { password: dan.password } });
    expect(await held.release()).toBe(401);
  });

  test('is taken from who may still do it', async () => {
    const held = await hold(instance.second.url, {
      method: 'POST',
      path: '/api/connections',
      token: root.token,
      body: { kind: 'openai', apiKey: 'sk-held-back-0123456789' },
    });
    expect(await held.release()).toBe(201);
  });

  test('who was disabled and is let in again has to sign in again', async () => {
    const carol = await signUp(instance.first, 'carol');
    const params = { id: carol.userId };
    await root.rest.call('changeUser', { params, body: { state: 'disabled' } });
    await root.rest.call('changeUser', { params, body: { state: 'active' } });
    await expect(carol.rest.call('getProfile', {})).rejects.toMatchObject({ status: 401 });
  });
});
