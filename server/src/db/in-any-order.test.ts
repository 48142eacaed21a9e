import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inAnyOrder } from './in-any-order.ts';

/** Three works, of which the second fails at once, and what they did. */
function works() {
  const did: string[] = [];
  const work = (name: string, ms: number, failure?: Error) => async () => {
    did.push(`${name} begins`);
    if (failure) throw failure;
    await sleep(ms);
    did.push(`${name} ends`);
  };
  return { did, all: [work('a', 30), work('b', 0, new Error('full')), work('c', 10)] };
}

test('on SQLite all begin at once, and one that fails is told when none writes any more', async () => {
  const { did, all } = works();
  await expect(inAnyOrder('sqlite', all)).rejects.toThrow('full');
  expect(did).toEqual(['a begins', 'b begins', 'c begins', 'c ends', 'a ends']);
});

test('on PostgreSQL one follows the other, and none the one that fails', async () => {
  const { did, all } = works();
  await expect(inAnyOrder('postgres', all)).rejects.toThrow('full');
  expect(did).toEqual(['a begins', 'a ends', 'b begins']);
});
