import { ApiError, NetworkError } from '@chimera/client/api-error';
import type { DraftSave, PersonaDraft } from '@chimera/protocol/persona-draft';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DraftKeeper } from './draft-keeper.ts';
import type { DraftServer } from './draft-server.ts';
import { browserShelf } from './draft-shelf.ts';
import { draftSheetOf, editedFrom } from './edited-sheet.ts';

const AT = '2026-03-01T09:14:00.000Z';
const sheet = (tagline: string) => editedFrom({ name: 'Ada', tagline });

function refusal(status: number, detail = 'No.'): ApiError {
  return new ApiError({ status, code: 'conflict', detail, title: '', type: '', requestId: '' });
}

/** Keeps drafts as the server does; `broken` is thrown instead of an answer. */
class Drafts implements DraftServer {
  readonly kept = new Map<string, PersonaDraft>();
  readonly calls: string[] = [];
  readonly keepalives: boolean[] = [];
  broken: Error | null = null;
  /** The answer to a call that took effect is lost. */
  deaf = false;

  async begin(body: Parameters<DraftServer['begin']>[0], { keepalive }: { keepalive: boolean }) {
    this.#called('begin', keepalive);
    return this.#put({ ...body, id: `d${this.kept.size + 1}`, revision: 1, savedAt: AT });
  }

  async save(id: string, { revision, sheet, base }: DraftSave, { keepalive }: { keepalive: boolean }) {
    this.#called('save', keepalive);
    const draft = await this.find(id);
    if (draft.revision !== revision) throw refusal(409);
    return this.#put({ ...draft, base: base ?? draft.base, revision: revision + 1, sheet });
  }

  async find(id: string): Promise<PersonaDraft> {
    const draft = this.kept.get(id);
    if (!draft) throw refusal(404);
    return draft;
  }

  async remove(id: string): Promise<void> {
    this.#called('remove', false);
    this.kept.delete(id);
  }

  taglines(): (string | undefined)[] {
    return [...this.kept.values()].map((draft) => draft.sheet.tagline);
  }

  #called(name: string, keepalive: boolean): void {
    this.calls.push(name);
    this.keepalives.push(keepalive);
    if (this.broken) throw this.broken;
  }

  #put(draft: PersonaDraft): PersonaDraft {
    this.kept.set(draft.id, draft);
    if (!this.deaf) return draft;
    this.deaf = false;
    throw new NetworkError('The connection broke.', { cause: null });
  }
}

let server: Drafts;
beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  server = new Drafts();
});
afterEach(() => vi.useRealTimers());

function keeper(draft: PersonaDraft | null = null) {
  const kept = new DraftKeeper({
    server,
    shelf: browserShelf,
    shelfId: 'here',
    personaId: null,
    base: 0,
    draft,
  });
  return { kept, state: () => kept.state.get() };
}

const soon = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

test('nothing is sent before something was changed, and then once for many keys', async () => {
  const { kept, state } = keeper();
  await soon();
  expect(state()).toEqual({ name: 'untouched' });
  for (const word of ['C', 'Co', 'Counts']) {
    kept.change(sheet(word), true);
    await soon(100);
  }
  expect(state()).toEqual({ name: 'saving' });
  expect(server.calls).toEqual([]);
  await soon();
  expect(state()).toEqual({ name: 'saved', at: AT });
  expect(server.calls).toEqual(['begin']);
  expect(server.taglines()).toEqual(['Counts']);
  expect(kept.draftId.get()).toBe('d1');
  kept.change(sheet('Counts on.'), true);
  await soon();
  expect(server.calls).toEqual(['begin', 'save']);
  expect(server.taglines()).toEqual(['Counts on.']);
});

test('the browser has what the server has not, and no longer than that', async () => {
  const { kept } = keeper();
  kept.change(sheet('Counts.'), true);
  await soon(500);
  expect(browserShelf.list()).toMatchObject([{ id: 'here', follows: null, sheet: { tagline: 'Counts.' } }]);
  await soon();
  expect(browserShelf.list()).toEqual([]);
});

test('offline nothing is lost, it says so, and it is tried again by itself', async () => {
  const { kept, state } = keeper();
  server.broken = new NetworkError('The server cannot be reached.', { cause: null });
  kept.change(sheet('Counts.'), true);
  await soon();
  expect(state()).toEqual({ name: 'offline', reason: 'The server cannot be reached.' });
  expect(browserShelf.list()).toHaveLength(1);
  server.broken = null;
  await soon(4000);
  expect(state()).toEqual({ name: 'saved', at: AT });
  expect(browserShelf.list()).toEqual([]);
});

test('leaving the page sends at once with keepalive, and keeps a copy until it is known', async () => {
  const { kept } = keeper();
  kept.change(sheet('Counts.'), true);
  kept.flush({ leaving: true });
  expect(browserShelf.list()).toHaveLength(1);
  await soon(0);
  expect(server.keepalives).toEqual([true]);
  expect(server.taglines()).toEqual(['Counts.']);
});

test('what is too long for keepalive is sent as usual, and lies in the browser meanwhile', async () => {
  const { kept } = keeper();
  kept.change(editedFrom({ systemPrompt: 'a'.repeat(30_000) }), true);
  kept.flush({ leaving: true });
  expect(browserShelf.list()).toHaveLength(1);
  await soon(0);
  expect(server.keepalives).toEqual([false]);
});

test('what has to be mended first stays in the browser', async () => {
  const { kept, state } = keeper();
  kept.change(sheet('Counts.'), false);
  await soon();
  expect(state()).toEqual({ name: 'held' });
  expect(server.calls).toEqual([]);
  expect(browserShelf.list()).toHaveLength(1);
  kept.change(sheet('Counts.'), true);
  await soon();
  expect(server.taglines()).toEqual(['Counts.']);
});

test('what another tab saved is never written over: the choice is asked for', async () => {
  const draft = await server.begin({ base: 0, sheet: { tagline: 'First' } }, { keepalive: false });
  const { kept, state } = keeper(draft);
  const theirs = await server.save(
    draft.id,
    { revision: 1, sheet: { tagline: 'Theirs' } },
    { keepalive: false },
  );
  kept.change(sheet('Mine'), true);
  await soon();
  expect(state()).toEqual({ name: 'conflict', theirs });
  kept.change(sheet('Mine, longer'), true);
  await soon(5000);
  expect(server.taglines()).toEqual(['Theirs']);
  expect(browserShelf.list()).toMatchObject([{ sheet: { tagline: 'Mine, longer' } }]);
  kept.keepMine();
  await soon();
  expect(state()).toEqual({ name: 'saved', at: AT });
  expect(server.taglines()).toEqual(['Mine, longer']);
});

test('taking theirs leaves it as it is, and goes on from there', async () => {
  const draft = await server.begin({ base: 0, sheet: { tagline: 'First' } }, { keepalive: false });
  const { kept, state } = keeper(draft);
  await server.save(draft.id, { revision: 1, sheet: { tagline: 'Theirs' } }, { keepalive: false });
  kept.change(sheet('Mine'), true);
  await soon();
  expect(kept.takeTheirs()?.sheet.tagline).toBe('Theirs');
  await soon(5000);
  expect(server.taglines()).toEqual(['Theirs']);
  expect(browserShelf.list()).toEqual([]);
  kept.change(sheet('On from there'), true);
  await soon();
  expect(state().name).toBe('saved');
  expect(server.taglines()).toEqual(['On from there']);
});

test('a save whose answer was lost is no conflict with oneself', async () => {
  const { kept, state } = keeper(
    await server.begin({ base: 0, sheet: { tagline: 'First' } }, { keepalive: false }),
  );
  server.deaf = true;
  kept.change(sheet('Counts.'), true);
  await soon();
  expect(state().name).toBe('offline');
  await soon(4000);
  expect(state()).toEqual({ name: 'saved', at: AT });
  expect(server.taglines()).toEqual(['Counts.']);
});

test('a draft that was thrown away elsewhere begins anew', async () => {
  const draft = await server.begin({ base: 0, sheet: {} }, { keepalive: false });
  const { kept } = keeper(draft);
  server.kept.clear();
  kept.change(sheet('Counts.'), true);
  await soon(2000);
  expect(server.taglines()).toEqual(['Counts.']);
  expect([...server.kept.keys()]).toEqual([kept.draftId.get()]);
});

test('a refusal is told and not repeated until something changes', async () => {
  const { kept, state } = keeper();
  server.broken = refusal(413, 'Too large.');
  kept.change(sheet('Counts.'), true);
  await soon(90_000);
  expect(state()).toMatchObject({ name: 'refused', cause: server.broken });
  expect(server.calls).toEqual(['begin']);
  server.broken = null;
  kept.change(sheet('Shorter.'), true);
  await soon();
  expect(server.taglines()).toEqual(['Shorter.']);
});

test('what was kept as a version leaves no draft, also when one was being saved', async () => {
  const { kept } = keeper();
  kept.change(sheet('Counts.'), true);
  kept.flush({ leaving: false });
  kept.change(sheet('Counts on.'), true);
  await kept.discard();
  await soon(5000);
  expect(server.taglines()).toEqual([]);
  expect(browserShelf.list()).toEqual([]);
});

test('on another screen the last words are saved, and a failure is not tried for ever', async () => {
  const { kept } = keeper();
  kept.change(sheet('Counts.'), true);
  kept.close();
  await soon(0);
  expect(server.taglines()).toEqual(['Counts.']);

  kept.open();
  server.broken = new NetworkError('Gone.', { cause: null });
  kept.change(sheet('Lost?'), true);
  kept.close();
  await soon(90_000);
  expect(server.calls).toEqual(['begin', 'save']);
  expect(browserShelf.list()).toMatchObject([
    { sheet: draftSheetOf(sheet('Lost?')), follows: { draftId: 'd1', revision: 1 } },
  ]);
});

test('another version of its persona is what it stands on from then on', async () => {
  const draft = await server.begin({ base: 2, sheet: {} }, { keepalive: false });
  const { kept } = keeper(draft);
  kept.rebase(4, sheet('Counts.'));
  await soon();
  expect([...server.kept.values()]).toMatchObject([{ base: 4 }]);
});

test('what is no draft of ours is not offered', () => {
  localStorage.setItem('chimera.draft.persona.x', '{"id":"x"}');
  localStorage.setItem('chimera.draft.persona.y', 'no JSON');
  const odd = { id: 'z', personaId: null, base: 0, follows: null, at: AT, sheet: { traits: 'brisk' } };
  localStorage.setItem('chimera.draft.persona.z', JSON.stringify(odd));
  expect(browserShelf.list()).toEqual([]);
});
