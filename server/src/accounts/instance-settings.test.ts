import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createAuditStore } from './audit-store.ts';
import { createInstanceSettings, type InstanceSettingsParts } from './instance-settings.ts';
import { createInstanceSettingsStore } from './instance-settings-store.ts';

const NOTE = { action: 'settings-changed', actor: { id: 'ada', name: 'Ada' }, detail: 'x' } as const;

describe.each(testDatabases)('what holds for everybody on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let nowMs = 0;
  beforeEach(async () => {
    opened = await open();
    nowMs = 0;
  });
  afterEach(() => opened.close());

  const audit = () => createAuditStore(opened.database, () => new Date('2026-03-01T00:00:00Z'));
  const node = (given: Partial<InstanceSettingsParts> = {}) =>
    createInstanceSettings({
      store: createInstanceSettingsStore(opened.database),
      audit: audit(),
      registration: null,
      usualRegistration: 'invite',
      operatorCostPerDay: 5,
      clock: () => nowMs,
      ...given,
    });

  test('is the usual while nobody decided', async () => {
    expect(await node().get()).toEqual({
      registration: 'invite',
      registrationIsFixed: false,
      costPerDay: null,
      operatorCostPerDay: 5,
      playingPerUser: 10,
    });
  });

  test('is changed in parts, holds on another node a second later, and is written down', async () => {
    const [first, second] = [node(), node()];
    await second.get();
    await first.change({ costPerDay: 2 }, NOTE);
    expect(await first.change({ playingPerUser: 3 }, NOTE)).toMatchObject({
      costPerDay: 2,
      playingPerUser: 3,
    });
    expect((await second.get()).costPerDay).toBeNull();
    nowMs = 1000;
    expect(await second.get()).toMatchObject({ costPerDay: 2, playingPerUser: 3, registration: 'invite' });
    expect(await first.change({ costPerDay: null }, NOTE)).toMatchObject({ costPerDay: null });
    expect(await audit().list({ limit: 9 })).toHaveLength(3);
  });

  test('loses nothing when admins change different things at once', async () => {
    const nodes = [node(), node(), node()];
    await Promise.all([
      nodes[0]?.change({ costPerDay: 2 }, NOTE),
      nodes[1]?.change({ playingPerUser: 3 }, NOTE),
      nodes[2]?.change({ registration: 'closed' }, NOTE),
    ]);
    expect(await node().get()).toMatchObject({ costPerDay: 2, playingPerUser: 3, registration: 'closed' });
  });

  test('who may register cannot be changed where the environment says it', async () => {
    await node().change({ registration: 'open' }, NOTE);
    const fixed = node({ registration: 'closed' });
    expect(await fixed.get()).toMatchObject({ registration: 'closed', registrationIsFixed: true });
    await expect(fixed.change({ registration: 'open' }, NOTE)).rejects.toMatchObject({ code: 'conflict' });
  });
});
