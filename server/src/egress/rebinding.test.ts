import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Canary, canary } from '../../test/canary.ts';
import { guardedAgent } from './guarded-agent.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function bird(): Promise<Canary> {
  const opened = await canary();
  closing.push(() => opened.close());
  return opened;
}

/** A name server that answers each question with the next of these, and begins anew after the last. */
function inTurns(...answers: readonly (readonly string[])[]): {
  lookup: LookupFunction;
  asked: () => number;
} {
  let asked = 0;
  return {
    asked: () => asked,
    lookup(_, options, callback) {
      const answer = answers[asked % answers.length] ?? [];
      asked += 1;
      const found = answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const [first] = found;
      if (options.all || !first) callback(null, found);
      else callback(null, first.address, first.family);
    },
  };
}

/** How each of some requests ended, one after the other. */
async function codesOf(lookup: LookupFunction, port: number, times: number, allowed: readonly string[] = []) {
  const agent = guardedAgent({ allowed: new Set(allowed), lookup, connectTimeoutMs: 300 });
  closing.push(() => agent.destroy());
  const codes: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const call = agent.request({ origin: `http://rebound.test:${port}`, path: '/', method: 'GET' });
    codes.push(
      await call.then(
        ({ statusCode, body }) => body.dump().then(() => String(statusCode)),
        (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown'),
      ),
    );
  }
  return codes;
}

// 1.1.1.1 and its neighbours are not there in a test; what counts is that nobody comes to this machine.
describe('a name whose meaning changes', () => {
  test.each([
    ['public, then this machine', [['1.1.1.1'], ['127.0.0.1']]],
    ['public, then this machine on IPv6', [['1.1.1.1'], ['::1']]],
    ['public, then an address that carries this machine', [['1.1.1.1'], ['::ffff:127.0.0.1']]],
    ['public, then both', [['1.1.1.1'], ['1.1.1.1', '127.0.0.1']]],
    ['public, then both the other way round', [['1.1.1.1'], ['127.0.0.1', '1.1.1.1']]],
    ['public on IPv4 and this machine on IPv6', [['2606:4700::1111'], ['1.1.1.1', '::1']]],
  ])('is refused when it is %s', async (_, answers) => {
    const { port, hits } = await bird();
    const { lookup, asked } = inTurns(...answers);
    const codes = await codesOf(lookup, port, 6);
    expect(codes.filter((__, index) => index % 2 === 1)).toEqual(Array(3).fill('EGRESS_BLOCKED'));
    // One question a connection: the answer that was judged is the one that is called.
    expect(asked()).toBe(6);
    expect(hits()).toBe(0);
  });

  test('is followed to this machine where it is allowed, and never to where credentials are handed out', async () => {
    const { port, hits } = await bird();
    const { lookup } = inTurns(['169.254.169.254']);
    const codes = await codesOf(lookup, port, 1, [`rebound.test:${port}`]);
    expect(codes).toEqual(['EGRESS_BLOCKED']);
    expect(hits()).toBe(0);
    const { lookup: mixed } = inTurns(['127.0.0.1', '169.254.169.254'], ['127.0.0.1']);
    expect(await codesOf(mixed, port, 2, [`rebound.test:${port}`])).toEqual(['EGRESS_BLOCKED', '200']);
    expect(hits()).toBe(1);
  });
});

test('a name of this machine is refused by the system’s own name server', async () => {
  const { port, hits } = await bird();
  const agent = guardedAgent({ allowed: new Set(), lookup: dns.lookup });
  closing.push(() => agent.destroy());
  const call = agent.request({ origin: `http://localhost:${port}`, path: '/', method: 'GET' });
  await expect(call).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  expect(hits()).toBe(0);
});
