import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { ImportNote } from '@chimera/protocol/import-report';
import { type Sheet, sheetSchema } from '@chimera/protocol/persona';
import { SHEET_LIMITS } from '@chimera/protocol/sheet-limits';
import { type Place, spokenText, spokenTexts, textOf, within, wordsOf } from './card-fields.ts';
import { type CardFormat, type CardLayout, layoutOf } from './card-layout.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { loreOf } from './card-lore.ts';
import { CardProblem } from './card-problem.ts';
import { examplesIn } from './example-messages.ts';
import { excerptOf } from './excerpt.ts';
import { ImportNotes } from './import-notes.ts';
import { isObject, type JsonObject, under } from './json-document.ts';
import { ownFieldsOf } from './own-fields.ts';
import { talkativenessIn } from './talkativeness.ts';
import { noteUnused } from './unused-fields.ts';

const CREDIT_LIMIT = 300;
const WORD_LIMIT = 80;

export interface MappedCard {
  readonly format: CardFormat;
  readonly sheet: Sheet;
  /** What the card says without the fields that Chimera put into it. */
  readonly plain: Sheet;
  readonly notes: ImportNote[];
}

/** A card as a sheet. `path` is where the card lies in its document. Throws a CardProblem when it cannot be one. */
export function mapCard(card: JsonObject, path = ''): MappedCard {
  const notes = new ImportNotes();
  const layout = layoutOf(card, path, notes);
  const plain = checked(plainSheet(layout), path);
  const { chimera } = layout;
  const sheet = chimera ? checked({ ...plain, ...ownFieldsOf(chimera, plain) }, path) : plain;
  noteUnused(layout);
  return { format: layout.format, sheet, plain, notes: notes.list() };
}

/** The two texts that a prompt is made of: the description, and the personality as a paragraph of its own. */
export function promptParts(data: Place): { description: string; personality: string } {
  return { description: spokenText(data, 'description'), personality: spokenText(data, 'personality') };
}

export function joinedPrompt({ description, personality }: ReturnType<typeof promptParts>): string {
  if (!personality.trim()) return description;
  return description.trim() ? `${description}\n\n${personality}` : personality;
}

function plainSheet(layout: CardLayout): Sheet {
  const { data } = layout;
  const name = nameOf(data);
  const aliases = nicknameOf(layout);
  const notes = textOf(data, 'creator_notes') || textOf(data, 'creatorcomment');
  const parts = promptParts(data);
  const promptPath = under(data.path, parts.personality ? 'description with personality' : 'description');
  const systemPrompt = within(SHEET_LIMITS.text, joinedPrompt(parts), promptPath);
  const greeting = spokenText(data, 'first_mes');
  within(SHEET_LIMITS.greeting, greeting, under(data.path, 'first_mes'));
  const lore = loreOf(data);
  const credits = creditsOf(data);
  return {
    ...blankSheet,
    name,
    aliases,
    ...excerptOf(notes.trim() || parts.description || parts.personality, name),
    systemPrompt,
    ...(greeting.trim() && { greeting }),
    alternateGreetings: greetingsOf(data),
    exampleMessages: exampleMessagesOf(data, [name, ...aliases]),
    tags: tagsOf(data),
    talkativeness: talkativenessIn(layout.extensions?.object) ?? blankSheet.talkativeness,
    ...(lore && { lore }),
    ...(credits && { credits }),
  };
}

function nameOf(data: Place): string {
  const path = under(data.path, 'name');
  const given = within(CARD_LIMITS.nameText, textOf(data, 'name'), path);
  const name = given.replaceAll(/\s*[\t\n\r\u0085\u2028\u2029]\s*/gu, ' ').trim();
  if (!name) throw new CardProblem('missing', 'The character has no name. Give it one.', { path });
  if (name !== given.trim()) data.notes.changed(path, 'The name was put on one line.');
  return within(SHEET_LIMITS.name, name, path);
}

/** The nickname of a V3 card, which lies among our own fields where the card was written as V2. */
function nicknameOf({ data, chimera }: CardLayout): string[] {
  const stashed = chimera?.object['v3'];
  const place =
    Object.hasOwn(data.object, 'nickname') || !isObject(stashed) ? data : { ...data, object: stashed };
  const nickname = textOf(place, 'nickname')
    .replaceAll(/[\s\u0085]+/gu, ' ')
    .trim();
  if (!nickname) return [];
  if (nickname.length <= WORD_LIMIT) return [nickname];
  data.notes.kept(
    under(data.path, 'nickname'),
    `Longer than ${WORD_LIMIT} characters: it is no other name here.`,
  );
  return [];
}

function greetingsOf(data: Place): string[] {
  const path = under(data.path, 'alternate_greetings');
  const greetings = spokenTexts(data, 'alternate_greetings');
  if (greetings.length > SHEET_LIMITS.examples) {
    const message = `${greetings.length} greetings; at most ${SHEET_LIMITS.examples} are allowed. Take some out.`;
    throw new CardProblem('too-many', message, { path });
  }
  return greetings.map((greeting, index) => within(SHEET_LIMITS.greeting, greeting, `${path}[${index}]`));
}

function exampleMessagesOf(data: Place, names: readonly string[]): string[] {
  const path = under(data.path, 'mes_example');
  const text = within(CARD_LIMITS.exampleText, spokenText(data, 'mes_example'), path);
  const { messages, linesOfOthers } = examplesIn(text, names);
  if (linesOfOthers > 0) data.notes.changed(path, 'Only what the character itself says was taken.');
  if (messages.length > SHEET_LIMITS.examples) {
    data.notes.changed(
      path,
      `Only the first ${SHEET_LIMITS.examples} of ${messages.length} examples were taken.`,
    );
  }
  return messages.slice(0, SHEET_LIMITS.examples).map((text) => within(SHEET_LIMITS.example, text, path));
}

function tagsOf(data: Place): string[] {
  const tags = wordsOf(data, 'tags', { length: WORD_LIMIT, count: SHEET_LIMITS.words });
  return [...new Set(tags.map((tag) => tag.toLowerCase()))].filter((tag) => tag.length <= WORD_LIMIT);
}

function creditsOf(data: Place): Sheet['credits'] {
  const creator = textOf(data, 'creator');
  const version = textOf(data, 'character_version');
  const key = textOf(data, 'creator_notes') ? 'creator_notes' : 'creatorcomment';
  const notes = textOf(data, key);
  within(CREDIT_LIMIT, creator, under(data.path, 'creator'));
  within(CREDIT_LIMIT, version, under(data.path, 'character_version'));
  within(SHEET_LIMITS.text, notes, under(data.path, key));
  if (!creator && !notes && !version) return undefined;
  return { ...(creator && { creator }), ...(notes && { notes }), ...(version && { version }) };
}

/** The sheet as everything else here will see it: a last look at all limits. */
function checked(sheet: unknown, path: string): Sheet {
  const parsed = sheetSchema.safeParse(sheet);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw new CardProblem('not-usable', `The ${field} of the persona: ${issue?.message ?? ''}`, {
    path,
    cause: parsed.error,
  });
}
