import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerFrame } from '@chimera/protocol/socket';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { signIn, signUp, type TestPerson } from '../test/accounts.ts';
import { ask, problemIn } from '../test/http-answer.ts';
import { instanceKinds, type TestInstance } from '../test/instances.ts';
import type { TestApp } from '../test/start-test-app.ts';

const NEW_PASSWORD = 'seven herons over the weir';
/** What was taken away holds no longer than this, anywhere. */
const CLOSED_WITHIN_MS = 5000;

interface Act {
  readonly name: string;
  readonly act: (user: TestPerson, parts: { instance: TestInstance; admin: TestPerson }) => Promise<unknown>;
  /** Whether the same credentials are good for a new request afterwards. */
  readonly isLetInAgain?: true;
}

const acts: readonly Act[] = [
  { name: 'signing out', act: ({ rest }) => rest.call('signOut', {}) },
  {
    name: 'a password that another session changed',
    act: async ({ username, password }, { instance }) => {
      const other = await signIn(instance.second, username, password);
      await other.rest.call('changePassword', {
        body: { currentPassword: password, newPassword: NEW_PASSWORD },
      });
    },
  },
  {
    name: 'being disabled',
    act: ({ userId }, { admin }) =>
      admin.rest.call('changeUser', { params: { id: userId }, body: { state: 'disabled' } }),
  },
  {
    name: 'another role',
    act: ({ userId }, { admin }) =>
      admin.rest.call('changeUser', { params: { id: userId }, body: { role: 'admin' } }),
    isLetInAgain: true,
  },
  {
    name: 'being deleted by an admin',
    act: ({ userId }, { admin }) => admin.rest.call('deleteUser', { params: { id: userId } }),
  },
  {
    name: 'deleting the account',
    act: ({ rest, password }) => rest.call('deleteAccount', { body: { password } }),
  },
];

describe.each(instanceKinds)('what is taken away on $name', ({ open }) => {
  let instance: TestInstance;
  let admin: TestPerson;
  beforeAll(async () => {
    instance = await open({ environment: { CHIMERA_REGISTRATION: 'open' } });
    admin = await signUp(instance.first, 'root');
  });
  afterAll(() => instance.close());

  test.each(acts.map((act, index) => ({ ...act, username: `somebody-${index}` })))(
    '$name holds at once for requests, and soon for whatever is open',
    async ({ username, act, isLetInAgain }) => {
      const user = await signUp(instance.first, username);
      const by = { authorization: `Bearer ${user.token}` };
      const conversation = await conversationOf(user);
      const watchers = await Promise.all(
        instance.nodes.flatMap((node) => [
          socketOf(node, by, conversation),
          streamOf(node, by, conversation),
        ]),
      );
      for (const watcher of watchers) expect(watcher.isOpen()).toBe(true);

      await act(user, { instance, admin });
      const startMs = performance.now();
      for (const node of instance.nodes) {
        const answer = await ask(`${node.url}/api/auth/me`, { headers: by });
        expect(answer.status).toBe(isLetInAgain ? 200 : 401);
      }
      for (const watcher of watchers) expect([4401, 4403, 4409, 'ended']).toContain(await watcher.closed);
      expect(performance.now() - startMs).toBeLessThan(CLOSED_WITHIN_MS);
      const seen = watchers.map((watcher) => watcher.frames());
      await sleep(200);
      expect(watchers.map((watcher) => watcher.frames())).toEqual(seen);
    },
    20_000,
  );

  test('a key that is revoked closes what it opened, and nothing else', async () => {
    const user = await signUp(instance.first, 'with-a-key');
    const conversation = await conversationOf(user);
    const { id, key } = await user.rest.call('createApiKey', { body: { name: 'Watcher', scopes: ['read'] } });
    const byKey = await socketOf(instance.second, { 'x-api-key': key }, conversation);
    const bySession = await socketOf(
      instance.second,
      { authorization: `Bearer ${user.token}` },
      conversation,
    );
    await user.rest.call('revokeApiKey', { params: { id } });
    expect([4401, 4403]).toContain(await byKey.closed);
    const answer = await ask(`${instance.second.url}/api/conversations`, { headers: { 'x-api-key': key } });
    expect(problemIn(answer)).toMatchObject({ status: 401 });
    expect(bySession.isOpen()).toBe(true);
  }, 20_000);

  test('the rights of a key end with those of its owner', async () => {
    const second = await signUp(instance.first, 'second-admin');
    const id = second.userId;
    await admin.rest.call('changeUser', { params: { id }, body: { role: 'admin' } });
    const { key } = await second.rest.call('createApiKey', {
      body: { name: 'Everything', scopes: ['admin'] },
    });
    const users = `${instance.second.url}/api/admin/users`;
    expect((await ask(users, { headers: { 'x-api-key': key } })).status).toBe(200);
    await admin.rest.call('changeUser', { params: { id }, body: { role: 'member' } });
    expect(problemIn(await ask(users, { headers: { 'x-api-key': key } }))).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    await expect(
      second.rest.call('createApiKey', { body: { name: 'More', scopes: ['admin'] } }),
    ).rejects.toMatchObject({ problem: { status: 403 } });
  });
});

async function conversationOf({ rest }: TestPerson): Promise<string> {
  const { items } = await rest.call('listPersonas', {});
  const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
  const { id } = await rest.call('createConversation', { body: { topic: 'Doors', seats } });
  return id;
}

interface Watcher {
  /** The code that a socket was closed with; a stream just ends. */
  readonly closed: Promise<number | 'ended'>;
  isOpen(): boolean;
  /** How many frames came. */
  frames(): number;
}

async function socketOf(node: TestApp, headers: Record<string, string>, id: string): Promise<Watcher> {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/ws`, { headers });
  let frames = 0;
  const entered = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      frames += 1;
      const frame: ServerFrame = JSON.parse(Buffer.isBuffer(data) ? data.toString() : '');
      if (frame.type === 'snapshot') resolve();
    });
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'subscribe', conversationId: id }));
  await entered;
  return { closed, isOpen: () => socket.readyState === WebSocket.OPEN, frames: () => frames };
}

async function streamOf(node: TestApp, headers: Record<string, string>, id: string): Promise<Watcher> {
  const response = await fetch(`${node.url}/api/conversations/${id}/events`, {
    headers: { ...headers, accept: 'text/event-stream' },
  });
  const reader = response.body?.getReader();
  if (!reader) throw new Error('There is no stream.');
  let frames = 0;
  let open = true;
  const read = async (): Promise<'ended'> => {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) frames += 1;
    open = false;
    return 'ended';
  };
  const closed = read().catch(() => {
    open = false;
    return 'ended' as const;
  });
  return { closed, isOpen: () => open, frames: () => frames };
}
