import type { LoreEntry } from '@chimera/protocol/lore';
import type { StudioWords } from '../../words/use-studio-words.ts';

const SHOWN = 60;

/** What an entry is called: its name, else its first keyword, else how its text begins. */
export function entryName({ name = '', keys, content }: LoreEntry, words: StudioWords): string {
  const [first = ''] = [name, keys[0] ?? '', content]
    .map((text) => text.trim())
    .filter((text) => text !== '');
  if (first === '') return words.entryNameless;
  return first.length > SHOWN ? `${first.slice(0, SHOWN).toWellFormed()}…` : first;
}
