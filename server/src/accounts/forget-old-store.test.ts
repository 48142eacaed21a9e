import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createAuditStore } from './audit-store.ts';
import { forgetOld } from './forget-old-store.ts';

const NOW = new Date('2026-03-01T00:00:00Z');
const ENDED = NOW.toISOString();
const HOLDS = '2026-03-01T00:00:00.001Z';

describe.each(testDatabases)('what has ended on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    await stage.addAccount({ id: 'ada' });
  });
  afterEach(() => opened.close());

  const forget = () => forgetOld(opened.database, NOW);
  const idsIn = async (table: 'session' | 'invite') =>
    (await opened.database.db.selectFrom(table).select('id').execute()).map(({ id }) => id);
  async function addSession(id: string, expiresAt: string) {
    const from = {
      kind: 'token',
      client: '',
      address: '203.0.113.7',
      created_at: ENDED,
      last_used_at: ENDED,
    };
    await opened.database.db
      .insertInto('session')
      .values({ id, account_id: 'ada', ...from, expires_at: expiresAt })
      .execute();
  }

  test('goes: sessions, invites and links for a password', async () => {
    const { db } = opened.database;
    for (const [id, expires_at] of [
      ['ended', ENDED],
      ['holds', HOLDS],
    ] as const) {
      await addSession(id, expires_at);
      const invite = { role: 'member', note: null, email: null, made_by: 'ada', created_at: ENDED };
      await db
        .insertInto('invite')
        .values({ id, hash: id, ...invite, expires_at })
        .execute();
      await db
        .insertInto('password_reset')
        .values({ hash: id, account_id: 'ada', created_at: ENDED, expires_at })
        .execute();
    }
    await forget();
    expect([await idsIn('session'), await idsIn('invite')]).toEqual([['holds'], ['holds']]);
    expect(await db.selectFrom('password_reset').select('hash').execute()).toEqual([{ hash: 'holds' }]);
  });

  test('of a session that goes on, secrets that were replaced more than a week ago', async () => {
    const { db } = opened.database;
    await addSession('s', HOLDS);
    for (const [hash, replaced_at] of [
      ['old', '2026-02-21T23:59:59.999Z'],
      ['recent', '2026-02-22T00:00:00.000Z'],
      ['current', null],
    ] as const) {
      await db.insertInto('session_secret').values({ hash, session_id: 's', replaced_at }).execute();
    }
    await forget();
    const left = await db.selectFrom('session_secret').select('hash').orderBy('hash').execute();
    expect(left).toEqual([{ hash: 'current' }, { hash: 'recent' }]);
  });

  test('what was done, after 400 days', async () => {
    for (const at of ['2024-12-31T00:00:00Z', '2025-03-01T00:00:00Z']) {
      const note = { action: 'settings-changed', actor: { id: 'ada', name: 'Ada' }, detail: 'x' } as const;
      await createAuditStore(opened.database, () => new Date(at)).note(note);
    }
    await forget();
    expect((await stage.audit.list({ limit: 9 })).map(({ at }) => at.slice(0, 4))).toEqual(['2025']);
  });
});
