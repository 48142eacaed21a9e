import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { setStanding } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createAccountStore } from './account-store.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { randomSecret } from './random-secret.ts';
import { createResetStore, type ResetStore } from './reset-store.ts';

const HOUR_MS = 3_600_000;
const note = { action: 'reset-link-made', actor: { name: 'root' } } as const;
const noteOf = () => ({ action: 'password-reset', actor: { name: 'ada' } }) as const;

describe.each(testDatabases)('reset links on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  let resets: ResetStore;
  let ended: string[];
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    resets = createResetStore(opened.database, { ...stage, jobs: createJobStore(opened.database) });
    ended = [];
    await stage.addAccount({ id: 'ada' });
    await stage.addAccount({ id: 'eve' });
  });
  afterEach(() => opened.close());

  const endSessions = async (id: string) => void ended.push(id);
  const linkOf = (accountId = 'ada') => ({
    accountId,
    token: randomSecret(),
    expiresAt: new Date(stage.clock.now.getTime() + HOUR_MS).toISOString(),
  });
  const use = (token: string) => resets.redeem(token, 'new-hash', { endSessions, noteOf });
  const pass = (ms: number) => {
    stage.clock.now = new Date(stage.clock.now.getTime() + ms);
  };
  async function handedOut(accountId = 'ada') {
    const link = linkOf(accountId);
    await resets.replace(link, note);
    return link.token;
  }

  test('one sets the password of its account once, ends its sessions, and rights grow', async () => {
    const token = await handedOut();
    const rows = await opened.database.db.selectFrom('password_reset').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await use(token)).toBe(true);
    expect(await stage.accounts.find('ada')).toMatchObject({ passwordHash: 'new-hash', rights: 1 });
    expect(await stage.accounts.find('eve')).toMatchObject({ passwordHash: 'none', rights: 0 });
    expect(ended).toEqual(['ada']);
    expect(await use(token)).toBe(false);
    expect(ended).toEqual(['ada']);
  });

  test('of ten who use it at once, one sets the password', async () => {
    const token = await handedOut();
    const used = await Promise.all(Array.from({ length: 10 }, () => use(token)));
    expect(used.filter(Boolean)).toHaveLength(1);
    expect(await stage.accounts.find('ada')).toMatchObject({ rights: 1 });
  });

  test('when sessions cannot be ended, nothing has happened and the link still holds', async () => {
    const token = await handedOut();
    const failing = { endSessions: () => Promise.reject(new Error('away')), noteOf };
    await expect(resets.redeem(token, 'new-hash', failing)).rejects.toThrow('away');
    expect(await stage.accounts.find('ada')).toMatchObject({ passwordHash: 'none', rights: 0 });
    expect(await use(token)).toBe(true);
  });

  test('a new one by an admin voids the older ones of its account alone', async () => {
    const [old, other] = [await handedOut(), await handedOut('eve')];
    const token = await handedOut();
    expect(await use(old)).toBe(false);
    expect(await use(token)).toBe(true);
    expect(await use(other)).toBe(true);
  });

  test('using one voids the others, and so does another password or address', async () => {
    const [one, two] = [linkOf(), linkOf()];
    for (const link of [one, two]) expect(await resets.addWithin(3, link, null)).toBe(true);
    expect(await use(one.token)).toBe(true);
    expect(await resets.find(two.token)).toBeNull();
    const token = await handedOut();
    expect(await resets.find(token)).not.toBeNull();
    await createAccountStore(opened.database).change('ada', { email: 'ada@elsewhere.example' });
    expect(await use(token)).toBe(false);
  });

  test('it ends with its last moment', async () => {
    const token = await handedOut();
    pass(HOUR_MS - 1);
    expect(await resets.find(token)).toMatchObject({ id: 'ada' });
    pass(1);
    expect(await resets.find(token)).toBeNull();
    expect(await use(token)).toBe(false);
  });

  test('that of a disabled account does not work until it is enabled', async () => {
    const token = await handedOut();
    await setStanding(opened.database, 'ada', { state: 'disabled' });
    expect(await resets.find(token)).toBeNull();
    expect(await use(token)).toBe(false);
    expect(await stage.accounts.find('ada')).toMatchObject({ passwordHash: 'none' });
    await setStanding(opened.database, 'ada', { state: 'active' });
    expect(await use(token)).toBe(true);
  });

  test('no more than the limit hold at a time, also when they are asked for at once', async () => {
    const ask = () => resets.addWithin(3, linkOf(), null);
    const made = await Promise.all(Array.from({ length: 8 }, ask));
    expect(made.filter(Boolean)).toHaveLength(3);
    expect(await resets.addWithin(3, linkOf('eve'), null)).toBe(true);
    pass(HOUR_MS);
    expect(await ask()).toBe(true);
  });

  test.each(['', "' or 1=1 --", '\0', '漢'.repeat(5000)])('%j is no link', async (token) => {
    await handedOut();
    expect(await use(token)).toBe(false);
  });

  test('there is none for an account that is gone', async () => {
    await expect(handedOut('nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});
