import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { expect, test } from 'vitest';
import type { ShelvedDraft } from './draft-shelf.ts';
import { draftSheetOf, editedFrom } from './edited-sheet.ts';
import { leftoversOf } from './leftovers.ts';

const sheet = (tagline: string) => draftSheetOf(editedFrom({ name: 'Ada', tagline }));
const draft: PersonaDraft = {
  id: 'd1',
  personaId: 'p1',
  base: 2,
  revision: 3,
  sheet: sheet('Saved'),
  savedAt: '2026-03-01T09:00:00.000Z',
};
const copy: ShelvedDraft = {
  id: 's1',
  personaId: 'p1',
  base: 2,
  follows: { draftId: 'd1', revision: 3 },
  sheet: sheet('Typed on'),
  at: '2026-03-01T09:05:00.000Z',
};

test('a draft of the server is gone on with as it is', () => {
  expect(leftoversOf('p1', [draft], [])).toMatchObject([
    { key: 'd1', base: 2, isUnsaved: false, draft: { revision: 3 }, sheet: { tagline: 'Saved' } },
  ]);
});

test('words that only the browser has come before those of the server, and follow what they followed', () => {
  const newer = { ...draft, revision: 4, sheet: sheet('Another tab') };
  expect(leftoversOf('p1', [newer], [copy])).toMatchObject([
    { isUnsaved: true, draft: { id: 'd1', revision: 3 }, sheet: { tagline: 'Typed on' }, shelfId: 's1' },
  ]);
});

test('what the server has as well is no news', () => {
  const newer = { ...draft, revision: 4, sheet: copy.sheet };
  expect(leftoversOf('p1', [newer], [copy])).toMatchObject([
    { isUnsaved: false, draft: { revision: 4 }, shelfId: 's1' },
  ]);
});

test('words whose draft is gone, or never reached the server, are offered too; the newest first', () => {
  const never = { ...copy, id: 's2', follows: null, at: '2026-03-01T09:10:00.000Z' };
  expect(leftoversOf('p1', [], [copy, never])).toMatchObject([
    { key: 's2', draft: null, isUnsaved: true },
    { key: 's1', draft: null, isUnsaved: true },
  ]);
});

test('drafts of other personas, and of new ones, are others', () => {
  const { personaId: _, ...fresh } = draft;
  expect(leftoversOf('p2', [draft, fresh], [copy])).toEqual([]);
  expect(leftoversOf(null, [draft, { ...fresh, id: 'd2' }], [copy])).toMatchObject([{ key: 'd2' }]);
});
