import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { secrets } from '../secrets.ts';
import { createInviteStore, INVITES_LIMIT, type InviteStore } from './invite-store.ts';

const doer = { actor: { id: 'root', name: 'root' }, address: '203.0.113.7' };
const DAY_MS = 86_400_000;

describe.each(testDatabases)('invites on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  let invites: InviteStore;
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    invites = createInviteStore(opened.database, stage);
  });
  afterEach(() => opened.close());

  async function make(wanted = {}) {
    const made = await invites.make(wanted, doer);
    if (!made) throw new Error('There are too many.');
    return made;
  }
  const redeem = (token: string, email = 'ada@example.org') =>
    opened.database.db.transaction().execute((transaction) => invites.redeem(token, email, transaction));
  const pass = (ms: number) => {
    stage.clock.now = new Date(stage.clock.now.getTime() + ms);
  };

  test('one gives its role once, and is stored as a hash', async () => {
    const { token, ...made } = await make({ role: 'admin', note: 'For Ada' });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await invites.list()).toEqual([made]);
    expect(made).toMatchObject({
      role: 'admin',
      note: 'For Ada',
      by: 'root',
      expiresAt: '2026-05-08T12:00:00.000Z',
    });
    const rows = await opened.database.db.selectFrom('invite').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(secrets.hide(token)).toBe('[key]');
    expect(await redeem(token)).toBe('admin');
    expect(await redeem(token)).toBeNull();
    expect(await invites.list()).toEqual([]);
  });

  test('of ten who use it at once, one gets in', async () => {
    const { token } = await make();
    const roles = await Promise.all(Array.from({ length: 10 }, () => redeem(token)));
    expect(roles.filter((role) => role !== null)).toEqual(['member']);
  });

  test('a sign-up that is undone leaves it as it was', async () => {
    const { token } = await make();
    const failed = opened.database.db.transaction().execute(async (transaction) => {
      expect(await invites.redeem(token, 'ada@example.org', transaction)).toBe('member');
      throw new Error('The name is taken.');
    });
    await expect(failed).rejects.toThrow('taken');
    expect(await redeem(token)).toBe('member');
  });

  test('one for an address is for no other, and is not used up by trying', async () => {
    const { token } = await make({ email: 'Ada@Example.org' });
    expect(await redeem(token, 'eve@example.org')).toBeNull();
    expect(await redeem(token, 'ada@example.ORG')).toBe('member');
  });

  test('it ends with its last day', async () => {
    const { token } = await make({ expiresInDays: 2 });
    const { token: later } = await make({ expiresInDays: 3 });
    pass(2 * DAY_MS);
    expect(await redeem(token)).toBeNull();
    expect(await invites.list()).toHaveLength(1);
    expect(await redeem(later)).toBe('member');
  });

  test.each(['', 'nobody', "' or 1=1 --", '\0', '漢'.repeat(5000)])('%j is no invite', async (token) => {
    await make();
    expect(await redeem(token)).toBeNull();
  });

  test('a revoked one is gone', async () => {
    const { id, token } = await make();
    expect(await invites.revoke(id, doer)).toBe(true);
    expect(await invites.revoke(id, doer)).toBe(false);
    expect(await redeem(token)).toBeNull();
  });

  test('what was done is written down, without the secret', async () => {
    const { id, token } = await make({ email: 'ada@example.org' });
    await redeem(token);
    const revoked = await make();
    await invites.revoke(revoked.id, doer);
    const entries = await stage.audit.list({ limit: 9 });
    const subject = { kind: 'invite', id, name: 'ada@example.org' };
    expect(entries).toHaveLength(4);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'invite-made', ...doer, subject }),
        expect.objectContaining({
          action: 'invite-used',
          actor: { name: 'ada@example.org' },
          subject,
          detail: 'member',
        }),
        expect.objectContaining({ action: 'invite-revoked', subject: { kind: 'invite', id: revoked.id } }),
      ]),
    );
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test('there are not more than can be looked through; old ones make room', async () => {
    for (let count = 0; count < INVITES_LIMIT; count += 1) await make({ expiresInDays: 1 });
    expect(await invites.make({}, doer)).toBeNull();
    pass(DAY_MS);
    await make();
  });
});
