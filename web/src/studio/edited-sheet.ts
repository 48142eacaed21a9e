import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { NewPersona, PersonaChange } from '@chimera/protocol/new-persona';
import type { Sheet, SheetField } from '@chimera/protocol/persona';
import type { DraftSheet } from '@chimera/protocol/persona-draft';
import { isSameValue } from './same-value.ts';

type Optional = 'greeting' | 'brain' | 'voice' | 'lore' | 'credits';

/** A sheet as it stands in the studio: every field is there, and may be empty. */
export interface EditedSheet extends Omit<Sheet, Optional> {
  readonly greeting: string;
  readonly voice: string;
  readonly brain: NonNullable<Sheet['brain']> | null;
  readonly lore: NonNullable<Sheet['lore']> | null;
  readonly credits: NonNullable<Sheet['credits']> | null;
}

/** In the order in which they stand in the studio. */
export const sheetFields = [
  'name',
  'tagline',
  'description',
  'systemPrompt',
  'greeting',
  'alternateGreetings',
  'exampleMessages',
  'traits',
  'tags',
  'aliases',
  'style',
  'talkativeness',
  'avatar',
  'brain',
  'fallbacks',
  'pacing',
  'lore',
  'voice',
  'credits',
] as const satisfies readonly SheetField[];

/** What is known of a sheet, and blank where nothing is. */
export function editedFrom(sheet: DraftSheet): EditedSheet {
  return {
    name: sheet.name ?? '',
    aliases: sheet.aliases ?? blankSheet.aliases,
    tagline: sheet.tagline ?? '',
    description: sheet.description ?? '',
    systemPrompt: sheet.systemPrompt ?? '',
    greeting: sheet.greeting ?? '',
    alternateGreetings: sheet.alternateGreetings ?? blankSheet.alternateGreetings,
    exampleMessages: sheet.exampleMessages ?? blankSheet.exampleMessages,
    traits: sheet.traits ?? blankSheet.traits,
    tags: sheet.tags ?? blankSheet.tags,
    style: sheet.style ?? blankSheet.style,
    talkativeness: sheet.talkativeness ?? blankSheet.talkativeness,
    pacing: sheet.pacing ?? blankSheet.pacing,
    avatar: sheet.avatar ?? blankSheet.avatar,
    brain: sheet.brain ?? null,
    fallbacks: sheet.fallbacks ?? blankSheet.fallbacks,
    voice: sheet.voice ?? '',
    lore: sheet.lore ?? null,
    credits: sheet.credits ?? null,
  };
}

/** What is sent of a sheet that is still being written. */
export function draftSheetOf({ greeting, voice, brain, lore, credits, ...rest }: EditedSheet): DraftSheet {
  return {
    ...rest,
    ...(greeting !== '' && { greeting }),
    ...(voice !== '' && { voice }),
    ...(brain !== null && { brain }),
    ...(lore !== null && { lore }),
    ...(credits !== null && { credits }),
  };
}

/** A whole sheet to be kept or tried out; lines in which nothing stands are none. */
export function newPersonaOf(edited: EditedSheet): NewPersona {
  return { ...draftSheetOf(withoutBlankLines(edited)), name: edited.name };
}

function withoutBlankLines(edited: EditedSheet): EditedSheet {
  return {
    ...edited,
    alternateGreetings: edited.alternateGreetings.filter(isWritten),
    exampleMessages: edited.exampleMessages.filter(isWritten),
  };
}

/** Fields in which two sheets differ. */
export function differingFields(one: EditedSheet, other: EditedSheet): readonly SheetField[] {
  return sheetFields.filter((field) => !isSameValue(one[field], other[field]));
}

/** What the server is asked to change: only fields that differ, and null for what is taken away. */
export function changeOf(before: EditedSheet, after: EditedSheet): PersonaChange {
  const kept = withoutBlankLines(after);
  const { avatar, ...sent } = {
    ...kept,
    greeting: kept.greeting === '' ? null : kept.greeting,
    voice: kept.voice === '' ? null : kept.voice,
  };
  const { emoji = null, imageUrl = null, shape = null, color } = avatar;
  const whole: PersonaChange = { ...sent, avatar: { emoji, imageUrl, shape, color } };
  const changed = new Set<string>(differingFields(before, kept));
  return Object.fromEntries(Object.entries(whole).filter(([field]) => changed.has(field)));
}

function isWritten(line: string): boolean {
  return line.trim() !== '';
}
