import { createHash } from 'node:crypto';
import { type Sheet, sheetSchema } from '@chimera/protocol/persona';
import type { Place } from './card-fields.ts';
import { isObject, type Json, toJson, under } from './json-document.ts';

const { shape } = sheetSchema;

/** Fields that cards of other programs do not have. */
export const ownFields = [
  'aliases',
  'tagline',
  'description',
  'traits',
  'style',
  'talkativeness',
  'pacing',
  'avatar',
  'voice',
] as const satisfies readonly (keyof Sheet)[];

/** Fields that every card has. */
export const plainFields = [
  'name',
  'systemPrompt',
  'greeting',
  'alternateGreetings',
  'exampleMessages',
  'tags',
  'lore',
  'credits',
] as const satisfies readonly (keyof Sheet)[];

/** What travels in a card: never brains, and no picture that lies here. */
export type PortableSheet = Partial<Pick<Sheet, (typeof ownFields)[number] | (typeof plainFields)[number]>>;

export function portable(sheet: Sheet): PortableSheet {
  const { imageUrl: _, ...avatar } = sheet.avatar;
  const fields = [...ownFields, ...plainFields].map((field) => [field, sheet[field]] as const);
  const present = fields.filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), avatar };
}

/**
 * The fields of a sheet that the other fields of a card cannot say, from `extensions.chimera`. A value of a field
 * that every card has counts only while that field says what it said when the value was written: when another
 * program changed it since, the change counts.
 */
export function ownFieldsOf(chimera: Place, plain: Sheet): Partial<Sheet> {
  const { sheet, exact } = chimera.object;
  const own = isObject(sheet) ? ownFields.map((field) => [field, sheet[field]] as const) : [];
  const exactly = isObject(exact)
    ? plainFields.map((field) => [field, exactValue(exact[field], plain[field])] as const)
    : [];
  const usable = [...own, ...exactly].flatMap(([field, value]) => {
    if (value === undefined) return [];
    const parsed = shape[field].safeParse(field === 'avatar' ? withoutPicture(value) : (value ?? undefined));
    if (parsed.success) return [[field, parsed.data] as const];
    chimera.notes.kept(
      under(chimera.path, field),
      'This is no value that the field can have; it was not used.',
    );
    return [];
  });
  return Object.fromEntries(usable);
}

/** A card may not name a picture that somebody uploaded here. */
function withoutPicture(avatar: Json): Json {
  return isObject(avatar)
    ? Object.fromEntries(Object.entries(avatar).filter(([key]) => key !== 'imageUrl'))
    : avatar;
}

/** A mark of what a field of the card says. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null))
    .digest('base64url')
    .slice(0, 22);
}

/** A value beside what the plain field says, and null for none. */
export function exactly(value: unknown, plain: unknown): Json {
  return { value: toJson(value ?? null), of: fingerprint(plain) };
}

function exactValue(exact: Json | undefined, plain: unknown): Json | undefined {
  return isObject(exact) && exact['of'] === fingerprint(plain) ? exact['value'] : undefined;
}
