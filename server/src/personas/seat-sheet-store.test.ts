import { blankSheet } from '@chimera/protocol/blank-sheet';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Sheet } from '@chimera/protocol/persona';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createPersonaStore } from './persona-store.ts';
import { createRepertoire, type Repertoire } from './repertoire.ts';
import { createSeatSheetStore } from './seat-sheet-store.ts';

const at = '2026-05-01T12:00:00.000Z';
const ref = { ownerId: 'owner-a', id: 'talk' };
const sheet = (tagline: string): Sheet => ({ ...blankSheet, name: 'Ada', tagline });

const created = (personaId: string, personaVersion: number, more = {}) => ({
  type: 'conversation-created' as const,
  at,
  title: 'T',
  topic: 'T',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 's1', personaId, personaVersion, name: 'Ada', brain: null, presence: 'stage' as const }],
  ...more,
});

describe.each(testDatabases)('sheets of seats on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let repertoire: Repertoire;
  beforeEach(async () => {
    opened = await open();
    repertoire = createRepertoire({ personas: personas(), seatSheets: seatSheets() });
  });
  afterEach(() => opened.close());

  const personas = () => createPersonaStore(opened.database);
  const seatSheets = () => createSeatSheetStore(opened.database);
  const conversations = () =>
    createConversationStore(opened.database, (...follow) => seatSheets().follow(...follow));
  const add = () => personas().add('owner-a', [{ id: 'p1', sheet: sheet('First.') }], at);
  const edit = (tagline: string) =>
    personas().change({ ownerId: 'owner-a', id: 'p1' }, { from: undefined, at }, (before) => ({
      ...before,
      tagline,
    }));
  async function taglines(of = ref) {
    const { seats } = await conversations().get(of);
    const sheets = await repertoire.sheets(of);
    return seats.map((seat) => repertoire.personaOf(sheets, seat).tagline);
  }

  test('a seat plays by the version that it started with, whatever is changed or deleted', async () => {
    await add();
    await conversations().create(ref, 'gen', [created('p1', 1)]);
    await edit('Second.');
    expect(await taglines()).toEqual(['First.']);
    await personas().remove({ ownerId: 'owner-a', id: 'p1' });
    expect(await taglines()).toEqual(['First.']);
  });

  test('until the director says otherwise', async () => {
    await add();
    await conversations().create(ref, 'gen', [created('p1', 1)]);
    await edit('Second.');
    const changed: Event = { type: 'seat-changed', at, seatId: 's1', sheet: { personaId: 'p1', version: 2 } };
    await conversations().change(ref, () => [changed]);
    expect(await taglines()).toEqual(['Second.']);
  });

  test('a branch of it has the same sheets, also of a persona that is gone', async () => {
    await add();
    await conversations().create(ref, 'gen', [created('p1', 1)]);
    await personas().remove({ ownerId: 'owner-a', id: 'p1' });
    const branch = { ...ref, id: 'branch' };
    const forkedFrom = { conversationId: 'talk', seq: 1 };
    await conversations().create(branch, 'gen', [created('p1', 1, { forkedFrom })]);
    expect(await taglines(branch)).toEqual(['First.']);
  });

  test('nothing of another owner comes in by a persona’s id or by a branch', async () => {
    await add();
    await conversations().create(ref, 'gen', [created('p1', 1)]);
    const theirs = { ownerId: 'owner-b', id: 'theirs' };
    const forkedFrom = { conversationId: 'talk', seq: 1 };
    await conversations().create(theirs, 'gen', [created('p1', 1, { forkedFrom })]);
    expect(await seatSheets().sheets(theirs)).toEqual(new Map());
    expect(await taglines(theirs)).toEqual(['']);
    expect(await seatSheets().sheets({ ownerId: 'owner-b', id: 'talk' })).toEqual(new Map());
  });

  test('those that come with Chimera are kept as well, and go with the conversation', async () => {
    await conversations().create(ref, 'gen', [created('builtin-socrates', 1)]);
    expect([...(await seatSheets().sheets(ref)).keys()]).toEqual(['builtin-socrates@1']);
    await conversations().delete(ref, async () => undefined);
    expect(await opened.database.db.selectFrom('seat_sheet').selectAll().execute()).toEqual([]);
  });
});
