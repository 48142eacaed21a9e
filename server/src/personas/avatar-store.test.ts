import { blankSheet } from '@chimera/protocol/blank-sheet';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Sheet } from '@chimera/protocol/persona';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore, type Follow } from '../conversations/conversation-store.ts';
import { type AvatarStore, createAvatarStore } from './avatar-store.ts';
import { createDraftStore } from './draft-store.ts';
import { createPersonaStore } from './persona-store.ts';
import { createSeatSheetStore } from './seat-sheet-store.ts';

const OWNER = 'owner-a';
const early = '2026-05-01T12:00:00.000Z';
const late = '2026-05-03T12:00:00.000Z';
const picture = Buffer.from([0, 255, 1, 254]);
const showing = (id: string): Sheet => ({
  ...blankSheet,
  name: 'Ada',
  avatar: { color: '#336699', imageUrl: `/api/avatars/${id}` },
});

const created = {
  type: 'conversation-created' as const,
  at: early,
  title: 'T',
  topic: 'T',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [
    { id: 's1', personaId: 'p3', personaVersion: 1, name: 'Ada', brain: null, presence: 'stage' as const },
  ],
};

describe.each(testDatabases)('pictures on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let avatars: AvatarStore;
  beforeEach(async () => {
    opened = await open();
    avatars = createAvatarStore(opened.database);
  });
  afterEach(() => opened.close());

  const add = (id: string, at = early) => avatars.add({ ownerId: OWNER, id }, picture, at);
  const has = (id: string) => avatars.has({ ownerId: OWNER, id });
  const fillWith = async (at: string) => {
    const rows = Array.from({ length: 2000 }, (_, index) => ({
      id: `a${index}`,
      owner_id: OWNER,
      picture: '',
      created_at: at,
    }));
    for (let from = 0; from < rows.length; from += 200) {
      await opened.database.db
        .insertInto('avatar')
        .values(rows.slice(from, from + 200))
        .execute();
    }
  };

  test('one comes back byte for byte, to its owner alone', async () => {
    await add('one');
    expect(await avatars.find({ ownerId: OWNER, id: 'one' })).toEqual(picture);
    expect(await avatars.find({ ownerId: 'owner-b', id: 'one' })).toBeNull();
    expect(await avatars.has({ ownerId: 'owner-b', id: 'one' })).toBe(false);
  });

  test('when there are too many, those that nobody shows make room', async () => {
    await fillWith(early);
    const personas = createPersonaStore(opened.database);
    await personas.add(OWNER, [{ id: 'p1', sheet: showing('a1') }], early);
    await personas.change({ ownerId: OWNER, id: 'p1' }, { from: 1, at: early }, () => showing('a2'));
    const drafts = createDraftStore(opened.database);
    await drafts.begin({ ownerId: OWNER, id: 'd1' }, { base: 0, sheet: showing('a3') }, early);
    // Of a talk whose persona is gone.
    await personas.add(OWNER, [{ id: 'p3', sheet: showing('a4') }], early);
    const seatSheets = createSeatSheetStore(opened.database);
    const follow: Follow = (...news) => seatSheets.follow(...news);
    const conversations = createConversationStore(opened.database, follow);
    await conversations.create({ ownerId: OWNER, id: 'c1' }, 'gen', [created]);
    await personas.remove({ ownerId: OWNER, id: 'p3' });
    await personas.add('owner-b', [{ id: 'p2', sheet: showing('a5') }], early);
    await add('new', late);
    const left = await Promise.all(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'new'].map(has));
    expect(left).toEqual([true, true, true, true, false, false, true]);
  });

  test('those that were just sent stay: their sheet may be on its way', async () => {
    await fillWith(late);
    await expect(add('new', late)).rejects.toMatchObject({ code: 'conflict' });
    expect([await has('a0'), await has('new')]).toEqual([true, false]);
    await expect(avatars.add({ ownerId: 'owner-b', id: 'other' }, picture, late)).resolves.toBeUndefined();
  });
});
