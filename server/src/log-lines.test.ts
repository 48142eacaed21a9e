import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ask, JSON_TYPE, problemIn } from '../test/http-answer.ts';
import { type TalkedServer, talkedServer } from '../test/talked-server.ts';
import { loggerOptions } from './logger.ts';

const lineSchema = z.looseObject({
  level: z.number(),
  time: z.iso.datetime(),
  msg: z.string(),
  node: z.string(),
  requestId: z.string().optional(),
  conversationId: z.string().optional(),
});

const OURS = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const FROM_PROXY = 'a3f0c1d2e4b5968778695a4b3c2d1e0f';

/** Of a whole server, on a machine that does much else. */
const SLOW_MS = 60_000;

describe.each([
  { who: 'a proxy that is trusted', proxies: '127.0.0.1', isTaken: true },
  { who: 'anybody', proxies: '', isTaken: false },
])('lines of the log, behind $who', ({ proxies, isTaken }) => {
  let dataDir: string;
  let talked: TalkedServer;
  const written: string[] = [];
  const lines = () => written.map((line) => lineSchema.parse(JSON.parse(line)));
  const withText = (text: string) => lines().filter(({ msg }) => msg === text);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-lines-'));
    const logger = pino(loggerOptions('debug'), { write: (line: string) => void written.push(line) });
    const environment = { CHIMERA_TRUSTED_PROXIES: proxies };
    talked = await talkedServer({ databaseUrl: null, dataDir, logger, environment });
  }, SLOW_MS);
  afterAll(async () => {
    await talked.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('all name the node', async () => {
    const node = (await readFile(join(dataDir, 'node-id'), 'utf8')).trim();
    expect(lines().length).toBeGreaterThan(2);
    expect(new Set(lines().map((line) => line.node))).toEqual(new Set([node]));
  });

  test('those of a running conversation name it, whoever wrote them, and no request that began it', () => {
    const fromProvider = withText('A provider failed.');
    expect(fromProvider).toHaveLength(1);
    const ofTurn = lines().filter((line) => 'turnId' in line);
    expect(ofTurn).toHaveLength(1);
    for (const line of [...fromProvider, ...ofTurn]) {
      expect(line.conversationId).toBe(talked.conversationId);
      expect(line.requestId).toBeUndefined();
    }
  });

  test('those of a request have the id that its answer tells, in header and body', async () => {
    const answer = await ask(`${talked.server.url}/api/conversations`, {
      headers: { authorization: 'Bearer nobody' },
    });
    const { requestId } = problemIn(answer);
    expect(answer.headers['x-request-id']).toBe(requestId);
    expect(withText('a request was refused').at(-1)).toMatchObject({ requestId, code: 'unauthenticated' });
  });

  test('those of a request about a conversation name both', async () => {
    const { conversationId: id } = talked;
    await ask(`${talked.server.url}/api/conversations/${id}`, {
      headers: { authorization: 'Bearer nobody' },
    });
    expect(withText('a request was refused').at(-1)).toMatchObject({ conversationId: id });
  });

  test('those of parts that know nothing of requests have it too, once a body has been read', async () => {
    talked.vendor.expect('gpt-4o', { status: 401 });
    const answer = await ask(`${talked.server.url}/api/connections/openai/test`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${talked.ada.token}` },
      body: JSON.stringify({ model: 'gpt-4o' }),
    });
    expect(answer.status).toBe(200);
    const line = withText('A provider failed.').at(-1);
    expect(line).toMatchObject({ problem: 'key-refused', requestId: answer.headers['x-request-id'] });
    expect(line?.conversationId).toBeUndefined();
  });

  test('what stands in an address and is no id is not written down', async () => {
    await ask(`${talked.server.url}/api/conversations/canary-in-the-place-of-an-id`, {
      headers: { authorization: 'Bearer nobody' },
    });
    expect(withText('a request was refused').at(-1)?.conversationId).toBeUndefined();
    expect(written.join('')).not.toContain('canary-in-the-place');
  });

  test.each([
    ['well formed', FROM_PROXY, isTaken],
    ['too short', 'short', false],
    ['with what could be read as something else', `${FROM_PROXY}","level":10`, false],
    ['far too long', 'a'.repeat(65), false],
  ])('an id from outside that is %s', async (_, sent, isKept) => {
    const answer = await ask(`${talked.server.url}/livez`, { headers: { 'x-request-id': sent } });
    expect(answer.headers['x-request-id']).toMatch(isKept ? new RegExp(`^${FROM_PROXY}$`) : OURS);
  });

  test('a socket that is refused has one as well', async () => {
    const socket = new WebSocket(`${talked.server.url.replace('http', 'ws')}/ws?ticket=canary-ticket`);
    const id = await new Promise<unknown>((resolve) => {
      socket.on('error', () => undefined);
      socket.once('unexpected-response', (_, response) => resolve(response.headers['x-request-id']));
    });
    expect(id).toMatch(OURS);
    expect(withText('a request was refused').at(-1)).toMatchObject({ requestId: id, route: '/ws' });
    expect(written.join('')).not.toContain('canary-ticket');
  });
});
