import { expect, test } from 'vitest';
import type { Imported, Sending } from './import-file.ts';
import { FILE_LIMIT_MB, ImportQueue } from './import-queue.ts';

const named = (name: string, size = 10) =>
  Object.defineProperty(new File(['x'], name), 'size', { value: size });
const imported: Imported = {
  castId: null,
  report: { file: 'a.png', outcome: 'imported', personaIds: ['p'], notes: [] },
};

function queue() {
  const sent: {
    name: string;
    sending: Sending;
    answer: (value: Imported | null) => void;
    fail: (cause: Error) => void;
  }[] = [];
  const settled: string[] = [];
  const items = new ImportQueue(
    (file, sending) =>
      new Promise((resolve, reject) => {
        sending.signal.addEventListener('abort', () => reject(new Error('aborted')));
        sent.push({ name: file.name, sending, answer: resolve, fail: reject });
      }),
  );
  items.hear(({ file, state }) => void settled.push(`${file.name} ${state.kind}`));
  const kinds = () => items.items().map(({ state }) => state.kind);
  const names = () => sent.map(({ name }) => name);
  return {
    items,
    sent,
    settled,
    kinds,
    names,
    at: (name: string) => sent.findLast((one) => one.name === name),
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test('two files are on their way at a time, in their order', async () => {
  const { items, kinds, names, at, settled } = queue();
  items.add(['a', 'b', 'c', 'd'].map((name) => named(name)));
  expect(names()).toEqual(['a', 'b']);
  expect(kinds()).toEqual(['sending', 'sending', 'waiting', 'waiting']);
  at('b')?.answer(imported);
  await turn();
  expect(names()).toEqual(['a', 'b', 'c']);
  at('a')?.answer(imported);
  at('c')?.answer(imported);
  await turn();
  at('d')?.answer(imported);
  await turn();
  expect(settled).toEqual(['b done', 'a done', 'c done', 'd done']);
});

test('how far a file is, and that it is being read when all of it has left', () => {
  const { items, at } = queue();
  items.add([named('a')]);
  at('a')?.sending.onProgress({ sent: 1, total: 4 });
  expect(items.items()[0]?.state).toEqual({ kind: 'sending', share: 0.25 });
  at('a')?.sending.onProgress({ sent: 4, total: 4 });
  expect(items.items()[0]?.state).toEqual({ kind: 'reading' });
});

test('what is too large or empty never leaves, and does not hold up the others', () => {
  const { items, kinds, names, settled } = queue();
  items.add([named('big', FILE_LIMIT_MB * 1024 * 1024 + 1), named('none', 0), named('ok')]);
  expect(kinds()).toEqual(['unfit', 'unfit', 'sending']);
  expect(names()).toEqual(['ok']);
  expect(settled).toEqual(['big unfit', 'none unfit']);
});

test('a cancelled file is aborted, makes room at once, and may be tried again', async () => {
  const { items, kinds, names, at, settled } = queue();
  items.add(['a', 'b', 'c'].map((name) => named(name)));
  const first = at('a');
  items.cancel(1);
  expect(first?.sending.signal.aborted).toBe(true);
  expect(kinds()).toEqual(['cancelled', 'sending', 'sending']);
  items.again(1);
  expect(kinds()).toEqual(['waiting', 'sending', 'sending']);
  at('b')?.answer(imported);
  await turn();
  // What comes late of the cancelled request changes nothing.
  first?.sending.onProgress({ sent: 4, total: 4 });
  expect(kinds()).toEqual(['sending', 'done', 'sending']);
  expect(names()).toEqual(['a', 'b', 'c', 'a']);
  expect(settled).toEqual(['a cancelled', 'b done']);
});

test('one that fails keeps its reason and may be tried again; one without a report failed', async () => {
  const { items, kinds, at } = queue();
  const cause = new Error('no network');
  items.add([named('a'), named('b')]);
  at('a')?.fail(cause);
  at('b')?.answer(null);
  await turn();
  expect(items.items().map(({ state }) => state)).toEqual([
    { kind: 'failed', cause },
    { kind: 'failed', cause: null },
  ]);
  items.again(1);
  expect(kinds()).toEqual(['sending', 'failed']);
});

test('all that are not done are cancelled at once, and none begins meanwhile', async () => {
  const { items, kinds, names } = queue();
  items.add(['a', 'b', 'c', 'd'].map((name) => named(name)));
  items.cancelAll();
  await turn();
  expect(kinds()).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
  items.clear();
  expect(items.items()).toEqual([]);
  expect(names()).toEqual(['a', 'b']);
});
