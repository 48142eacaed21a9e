import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { openDatabase, type Database } from '../db/open-database.ts';
import { createTicketStore } from './ticket-store.ts';
import { createTickets, type Tickets } from './tickets.ts';

const grant = { kind: 'session', id: 'session-a' } as const;

describe.each(testDatabases)('a ticket on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let other: Database;
  let clockMs: number;
  let here: Tickets;
  let there: Tickets;
  beforeAll(async () => {
    opened = await open();
    other = await openDatabase({ url: opened.url, dataDir: opened.dataDir });
  });
  beforeEach(async () => {
    await opened.database.db.deleteFrom('ticket').execute();
    clockMs = Date.parse('2026-01-02T03:04:05.000Z');
    const on = (database: Database) =>
      createTickets(createTicketStore({ ...database, nowMs: async () => clockMs }));
    [here, there] = [on(opened.database), on(other)];
  });
  afterAll(async () => {
    await other.close();
    await opened.close();
  });

  const rows = () => opened.database.db.selectFrom('ticket').selectAll().execute();

  test.each([grant, { kind: 'key', id: 'key-a' } as const, { kind: 'local' } as const])(
    'that one node made for %j opens a socket on another, once',
    async (made) => {
      const { ticket } = await here.issue(made);
      expect(await there.redeem(ticket)).toEqual(made);
      expect([await there.redeem(ticket), await here.redeem(ticket)]).toEqual([null, null]);
    },
  );

  test('that many show at the same moment, on two nodes, is good for one of them', async () => {
    const { ticket } = await here.issue(grant);
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? here : there).redeem(ticket)),
    );
    expect(all.filter((found) => found !== null)).toEqual([grant]);
  });

  test('is worth nothing after half a minute, also to whoever tries again', async () => {
    const [late, good] = [await here.issue(grant), await here.issue(grant)];
    expect(Date.parse(good.expiresAt) - clockMs).toBe(30_000);
    clockMs += 29_999;
    expect(await there.redeem(good.ticket)).toEqual(grant);
    clockMs += 1;
    expect(await there.redeem(late.ticket)).toBeNull();
    clockMs -= 30_000;
    expect(await there.redeem(late.ticket)).toBeNull();
  });

  test('is kept as a hash, and is removed when it is too old', async () => {
    const { ticket } = await here.issue(grant);
    expect(JSON.stringify(await rows())).not.toContain(ticket.slice(0, 8));
    clockMs += 30_000;
    await here.issue({ kind: 'key', id: 'another' });
    expect((await rows()).map((row) => row.grant)).toEqual(['{"kind":"key","id":"another"}']);
  });

  test('is one of twenty that a grant may have: the oldest makes room, and nobody else’s', async () => {
    const foreign = await here.issue({ kind: 'session', id: 'session-b' });
    const mine = [];
    for (let made = 0; made < 22; made += 1) {
      clockMs += 1;
      mine.push(await here.issue(grant));
    }
    expect(await rows()).toHaveLength(21);
    const found = [];
    for (const { ticket } of mine) found.push(await there.redeem(ticket));
    expect(found.map((one) => one !== null)).toEqual(mine.map((_, at) => at >= 2));
    expect(await there.redeem(foreign.ticket)).toEqual({ kind: 'session', id: 'session-b' });
  });

  test.each(['', 'nothing', '__proto__', 'a\u0000b', '\ud800', 'x'.repeat(10_000)])(
    'that was never made, such as %j, is none',
    async (ticket) => {
      expect(await here.redeem(ticket)).toBeNull();
    },
  );
});
