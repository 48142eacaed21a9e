import type { Sheet, SheetField } from '@chimera/protocol/persona';
import { isOpenlyAi } from './persona-tags.ts';
import { KNOWN } from './prompt-lore.ts';
import { oneLine } from './prompt-text.ts';

/** What a prompt says of a persona because of one field of its sheet. */
export interface CharacterPart {
  readonly field: SheetField;
  readonly text: string;
}

const SAMPLES = 4;

/** What is said of a persona to itself, part by part. */
export function characterParts(
  self: string,
  sheet: Sheet | undefined,
  /** What it always knows of its world. */
  known: readonly string[] = [],
): readonly CharacterPart[] {
  const name: CharacterPart = { field: 'name', text: `# You are ${self}` };
  if (!sheet) return [name];
  const traits = sheet.traits.map(oneLine).filter((trait) => trait !== '');
  const samples = sheet.exampleMessages.map(oneLine).filter((line) => line !== '');
  const parts: CharacterPart[] = [
    name,
    coreOf(sheet),
    { field: 'traits', text: traits.length > 0 ? `Others would call you: ${traits.join(', ')}.` : '' },
    { field: 'style', text: `How you sound: ${manner(sheet.style)}.` },
    { field: 'exampleMessages', text: listed('Lines you have said before:', samples.slice(0, SAMPLES)) },
    { field: 'tags', text: isOpenlyAi(sheet) ? OPENLY_AI : '' },
    { field: 'lore', text: listed(KNOWN, known) },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** The parts as they stand in a prompt. */
export function characterText(...character: Parameters<typeof characterParts>): string {
  return characterParts(...character)
    .map(({ text }) => text)
    .join(BETWEEN);
}

export const BETWEEN = '\n';
export const OPENLY_AI = 'You are an artificial mind, and everyone knows it.';

/** Who it is; of a sheet that says it only to its readers, what it says to them. */
export function coreOf({
  systemPrompt,
  description,
}: Pick<Sheet, 'systemPrompt' | 'description'>): CharacterPart {
  return systemPrompt.trim() === ''
    ? { field: 'description', text: description.trim() }
    : { field: 'systemPrompt', text: systemPrompt.trim() };
}

export function manner(style: Sheet['style']): string {
  const words = [...mannersOf(style).values()];
  return words.length > 0 ? words.join('; ') : 'plain, like somebody at ease';
}

/** What each part of a style sounds like, where it says anything. */
export function mannersOf(style: Sheet['style']): ReadonlyMap<keyof Sheet['style'], string> {
  return new Map(
    MANNERS.flatMap(([trait, low, high]) => {
      const value = style[trait];
      return value >= 0.7 ? [[trait, high]] : value <= 0.3 ? [[trait, low]] : [];
    }),
  );
}

/** What a style's low and high end sound like; the middle says nothing. */
const MANNERS: readonly (readonly [keyof Sheet['style'], string, string])[] = [
  ['verbosity', 'few words', 'long breaths'],
  ['formality', 'loose and everyday', 'careful and formal'],
  ['humor', 'serious', 'quick to joke'],
  ['warmth', 'cool and direct', 'warm to people'],
  ['creativity', 'down to earth', 'unexpected pictures and leaps'],
];

function listed(head: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [head, ...items.map((item) => `- ${item}`)].join('\n');
}
