import type { Avatar, Sheet, SheetField } from '@chimera/protocol/persona';
import type { Brain } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import type { PersonaWords } from '../../words/use-persona-words.ts';

/** A field of a sheet as text, to lie beside another; empty when there is nothing. */
export function fieldText(
  sheet: Sheet,
  field: SheetField,
  { versions: words, persona }: Pick<PersonaWords, 'versions' | 'persona'>,
): string {
  switch (field) {
    case 'name':
    case 'tagline':
    case 'description':
    case 'systemPrompt':
      return sheet[field];
    case 'greeting':
    case 'voice':
      return sheet[field] ?? '';
    case 'aliases':
    case 'traits':
    case 'tags':
      return sheet[field].join('\n');
    case 'alternateGreetings':
    case 'exampleMessages':
      return sheet[field].join('\n\n');
    case 'style':
      return Object.entries(persona.styles)
        .map(([name, label]) => `${label}: ${percent(shareOf(sheet.style, name))}`)
        .join('\n');
    case 'talkativeness':
      return percent(sheet.talkativeness);
    case 'pacing':
      return words.pause(sheet.pacing.minMs, sheet.pacing.maxMs);
    case 'avatar':
      return avatarText(sheet.avatar, words);
    case 'brain':
      return sheet.brain === undefined ? '' : brainText(sheet.brain, words);
    case 'fallbacks':
      return sheet.fallbacks.map((brain) => brainText(brain, words)).join('\n');
    case 'lore':
      return loreText(sheet.lore);
    case 'credits':
      return Object.values(sheet.credits ?? {}).join('\n');
    default:
      return unreachable(field);
  }
}

function shareOf(style: Sheet['style'], name: string): number {
  return Object.entries(style).find(([known]) => known === name)?.[1] ?? 0;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function avatarText({ imageUrl, emoji, shape, color }: Avatar, words: PersonaWords['versions']): string {
  return [
    imageUrl === undefined ? '' : words.picture,
    emoji === undefined ? '' : words.emoji(emoji),
    shape === undefined ? '' : words.shapes[shape],
    words.colour(color),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function brainText(brain: Brain, words: PersonaWords['versions']): string {
  return 'human' in brain ? words.human : brain.model;
}

function loreText(lore: Sheet['lore']): string {
  if (lore === undefined) return '';
  const entries = lore.entries.map(({ name, keys, content }) =>
    [[name, keys.join(', ')].filter((part) => part !== undefined && part !== '').join(' · '), content].join(
      '\n',
    ),
  );
  return [lore.name, lore.description, ...entries]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}
