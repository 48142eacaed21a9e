import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeFile, writeFile } from './record-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-record-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* words() {
  yield 'Some ';
  yield 'words.';
}

test('a file is written while the last one beside it goes with the folder', async () => {
  const removed = join(folder, '2025-11', 'old.md');
  const path = join(folder, '2025-11', 'new.md');
  for (let round = 0; round < 300; round += 1) {
    await writeFile(removed, words(), () => '');
    const removing = removeFile(removed);
    // The moment between folder and file is short: look for it at several places.
    for (let step = 0; step < round % 4; step += 1) await stat(folder);
    await Promise.all([removing, writeFile(path, words(), () => ' The end.')]);
    expect(await readFile(path, 'utf8')).toBe('Some words. The end.');
    await removeFile(path);
    expect(await readdir(folder)).toEqual([]);
  }
});

test('what is not there is removed without a fault', async () => {
  await removeFile(join(folder, '2025-12', 'never.md'));
  expect(await readdir(folder)).toEqual([]);
});
