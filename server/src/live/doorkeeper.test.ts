import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { type FakeAuthoriser, fakeAuthoriser } from '../../test/fake-authoriser.ts';
import { type Identity, localAuthoriser } from '../identity.ts';
import { type Dismissal, Doorkeeper } from './doorkeeper.ts';

let people: FakeAuthoriser;
let logged: string[];
let keeper: Doorkeeper;
let startMs: number;
beforeEach(() => {
  people = fakeAuthoriser();
  logged = [];
  startMs = Math.ceil(performance.now());
  keeper = new Doorkeeper({
    authoriser: people,
    logger: pino({ level: 'error' }, { write: (line) => logged.push(line) }),
  });
});

function enter(identity: Identity) {
  const guest = {
    identity,
    dismissed: [] as Dismissal[],
    dismiss: (why: Dismissal) => {
      guest.dismissed.push(why);
      keeper.left(guest);
    },
  };
  keeper.admit(guest);
  return guest;
}

async function local(): Promise<Identity> {
  const identity = await localAuthoriser.identify({ kind: 'none' });
  if (identity === null) throw new Error('Nobody is here.');
  return identity;
}

test('all who are in are one question, and those of one sign-in are asked about once', async () => {
  const [ada, bob] = [people.add('a', { userId: 'ada' }), people.add('b', { userId: 'bob' })];
  const guests = [ada, ada, ada, bob].map(enter);
  await keeper.look(startMs);
  expect(people.asked).toEqual([2]);
  people.signOut('a');
  await keeper.look(startMs + 2000);
  expect(guests.map(({ dismissed }) => dismissed)).toEqual([
    ['signed-out'],
    ['signed-out'],
    ['signed-out'],
    [],
  ]);
});

test('who may do something else is sent to come back, who may not watch any more is not', async () => {
  const [ada, bob] = [enter(people.add('a', { userId: 'ada' })), enter(people.add('b', { userId: 'bob' }))];
  people.change('a', ['read']);
  people.change('b', ['converse']);
  await keeper.look(startMs);
  expect([ada.dismissed, bob.dismissed]).toEqual([['changed'], ['forbidden']]);
});

test('the one owner without accounts is never asked about, and may have any number', async () => {
  const owner = await local();
  const guests = Array.from({ length: 100 }, () => enter(owner));
  people.failure = new Error('gone');
  keeper.requireRoom(owner);
  expect(await keeper.ask(owner)).toBeNull();
  await keeper.look(startMs);
  await keeper.look(startMs + 60_000);
  expect(people.asked).toEqual([]);
  expect(guests.every(({ dismissed }) => dismissed.length === 0)).toBe(true);
});

test('an account has ten open, of sockets and streams together, and nobody else pays for it', () => {
  const ada = people.add('a', { userId: 'ada' });
  const guests = Array.from({ length: 10 }, () => {
    keeper.requireRoom(ada);
    return enter(ada);
  });
  const byKey = people.add('key', { userId: 'ada', kind: 'key' });
  expect(() => keeper.requireRoom(byKey)).toThrow(expect.objectContaining({ code: 'too-many-requests' }));
  keeper.requireRoom(people.add('b', { userId: 'bob' }));
  guests[0]?.dismiss('changed');
  keeper.requireRoom(byKey);
});

describe('while nobody can be looked up', () => {
  test('all stay for half a minute, it is told once, and then all leave', async () => {
    const ada = enter(people.add('a', { userId: 'ada' }));
    await keeper.look(startMs);
    people.failure = new Error('The database rests.');
    for (let lookMs = startMs + 2000; lookMs <= startMs + 30_000; lookMs += 2000) await keeper.look(lookMs);
    expect([ada.dismissed, logged.length]).toEqual([[], 1]);
    await keeper.look(startMs + 32_000);
    expect(ada.dismissed).toEqual(['unsure']);
  });

  test('a look that works again keeps everybody, and the next trouble is told again', async () => {
    const ada = enter(people.add('a', { userId: 'ada' }));
    await keeper.look(startMs);
    for (const fromMs of [startMs, startMs + 30_000]) {
      people.failure = new Error('The database rests.');
      await keeper.look(fromMs + 2000);
      people.failure = null;
      await keeper.look(fromMs + 25_000);
    }
    expect([ada.dismissed, logged.length]).toEqual([[], 2]);
  });

  test('a look without an answer is not waited for longer than ten seconds', async () => {
    const ada = enter(people.add('a', { userId: 'ada' }));
    people.isHanging = true;
    void keeper.look(startMs);
    void keeper.look(startMs + 2000);
    void keeper.look(startMs + 9000);
    expect(people.asked).toHaveLength(1);
    people.isHanging = false;
    people.signOut('a');
    await keeper.look(startMs + 10_000);
    expect(ada.dismissed).toEqual(['signed-out']);
  });
});
