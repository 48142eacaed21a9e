import { isDeepStrictEqual } from 'node:util';
import { isBlank } from './card-fields.ts';
import { type CardLayout, mirrorsOf } from './card-layout.ts';
import { under } from './json-document.ts';
import { talkativenessIn } from './talkativeness.ts';

const USED = new Set(
  (
    'name nickname description personality first_mes alternate_greetings mes_example tags character_book ' +
    'creator creator_notes character_version extensions'
  ).split(' '),
);

const AROUND = new Set(['spec', 'spec_version', 'data']);

const KEPT = 'Not used here; it goes back out on export.';

const reasons: ReadonlyMap<string, string> = new Map([
  ['scenario', 'Where a talk takes place is chosen for each talk; it goes back out on export.'],
  ['system_prompt', 'Instructions that come with a card are not followed; they go back out on export.'],
  [
    'post_history_instructions',
    'Instructions that come with a card are not followed; they go back out on export.',
  ],
  ['group_only_greetings', 'Not among the greetings here; they go back out on export.'],
  ['assets', 'Nothing that a card points to is fetched; the list goes back out on export.'],
]);

/** Notes, once each, the fields of a card that say nothing here. */
export function noteUnused(layout: CardLayout): void {
  const { format, root, data, extensions } = layout;
  const notes = root.notes;
  for (const [key, value] of Object.entries(data.object)) {
    const isUsed = USED.has(key) && !(format === 'card-v1' && key === 'extensions');
    if (!isUsed && !isBlank(value)) notes.kept(under(data.path, key), reasons.get(key) ?? KEPT);
  }
  for (const [key, value] of Object.entries(extensions?.object ?? {})) {
    const isUsed =
      key === 'chimera' || (key === 'talkativeness' && talkativenessIn(extensions?.object) !== undefined);
    if (!isUsed && !isBlank(value)) {
      notes.kept(under(extensions?.path ?? '', key), KEPT);
    }
  }
  if (format === 'card-v1') return;
  const mirrors = new Set(mirrorsOf(layout));
  for (const [key, value] of Object.entries(root.object)) {
    const isRepeated = mirrors.has(key) || isDeepStrictEqual(value, extensions?.object[key]);
    if (!AROUND.has(key) && !isRepeated && !isBlank(value)) notes.kept(under(root.path, key), KEPT);
  }
}
