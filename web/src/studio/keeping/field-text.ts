import type { SheetField } from '@chimera/protocol/persona';
import { unreachable } from '@chimera/protocol/unreachable';
import type { PersonaWords } from '../../words/use-persona-words.ts';
import type { StudioWords } from '../../words/use-studio-words.ts';
import type { EditedSheet } from '../edited-sheet.ts';
import { scaleWord } from '../form/scale-word.ts';

export interface FieldWords {
  readonly studio: StudioWords;
  readonly personas: PersonaWords;
  readonly brainOf: (brain: { readonly connectionId: string; readonly model: string }) => string;
}

/** What a field says, as people read it; empty where nothing stands. */
export function fieldText(sheet: EditedSheet, field: SheetField, words: FieldWords): string {
  switch (field) {
    case 'name':
    case 'tagline':
    case 'description':
    case 'systemPrompt':
    case 'greeting':
    case 'voice':
      return sheet[field];
    case 'aliases':
    case 'traits':
    case 'tags':
      return sheet[field].join(', ');
    case 'alternateGreetings':
    case 'exampleMessages':
      return sheet[field].join('\n');
    case 'style':
      return styleText(sheet, words);
    case 'talkativeness':
      return words.studio.slider(
        scaleWord(words.studio.talkativenessWords, sheet.talkativeness),
        sheet.talkativeness,
      );
    case 'pacing':
      return words.studio.pauses(
        words.studio.seconds(sheet.pacing.minMs / 1000),
        words.studio.seconds(sheet.pacing.maxMs / 1000),
      );
    case 'avatar':
      return avatarText(sheet, words);
    case 'brain':
      return brainText(sheet, words);
    case 'fallbacks':
      return sheet.fallbacks.map(words.brainOf).join('\n');
    case 'lore':
      return loreText(sheet, words);
    case 'credits':
      return Object.values(sheet.credits ?? {}).join('\n');
    default:
      return unreachable(field);
  }
}

function styleText({ style }: EditedSheet, { personas: { persona }, studio }: FieldWords): string {
  return (['verbosity', 'formality', 'humor', 'warmth', 'creativity'] as const)
    .map((name) => {
      const word = scaleWord(persona.styleWords[name], style[name]);
      return studio.errorIn(persona.styles[name], studio.slider(word, style[name]));
    })
    .join('\n');
}

function avatarText({ avatar }: EditedSheet, { personas: { versions } }: FieldWords): string {
  const { emoji, imageUrl, shape, color } = avatar;
  return [
    imageUrl === undefined ? undefined : versions.picture,
    emoji === undefined ? undefined : versions.emoji(emoji),
    shape === undefined ? undefined : versions.shapes[shape],
    versions.colour(color),
  ]
    .filter((part) => part !== undefined)
    .join('\n');
}

function brainText({ brain }: EditedSheet, { personas: { versions }, brainOf }: FieldWords): string {
  if (brain === null) return '';
  return 'human' in brain ? versions.human : brainOf(brain);
}

function loreText({ lore }: EditedSheet, { studio }: FieldWords): string {
  if (lore === null) return '';
  return [studio.entries(lore.entries.length), ...lore.entries.map(({ content }) => content)].join('\n');
}
