import { lorebookSchema } from '@chimera/protocol/lore';
import { type Persona, personaSchema, type Sheet, sheetSchema } from '@chimera/protocol/persona';
import { searchedText } from '@chimera/protocol/searched-text';
import type { PersonaTable } from '../db/persona-tables.ts';

/** Whose persona, and which. */
export interface PersonaRef {
  readonly ownerId: string;
  readonly id: string;
}

type SheetColumns = Pick<PersonaTable, 'document' | 'lore'>;

/** A sheet in columns: its lore apart, so that lists need not read it. */
export function columnsOf({ lore, ...sheet }: Sheet): SheetColumns {
  return { document: JSON.stringify(sheet), lore: lore ? JSON.stringify(lore) : null };
}

/** What a search looks at. */
export function searchColumnsOf(sheet: Sheet): Pick<PersonaTable, 'search' | 'tags'> {
  return { search: searchedText(sheet).toLowerCase(), tags: `\n${sheet.tags.join('\n').toLowerCase()}\n` };
}

export function sheetIn(row: { document: string; lore?: string | null }): Sheet {
  const lore = row.lore ? { lore: lorebookSchema.parse(JSON.parse(row.lore)) } : {};
  return { ...sheetSchema.parse(JSON.parse(row.document)), ...lore };
}

/** All that a persona is read from; the card that it came from may be large, and is read for itself. */
export const personaColumns = [
  'id',
  'slug',
  'version',
  'document',
  'lore',
  'created_at',
  'updated_at',
] as const;

type PersonaColumns = Pick<
  PersonaTable,
  'id' | 'slug' | 'version' | 'document' | 'created_at' | 'updated_at'
>;

/** Without its lore where the row was read without it. */
export function personaIn(row: PersonaColumns & { lore?: string | null }): Persona {
  return {
    ...sheetIn(row),
    id: row.id,
    slug: row.slug,
    builtIn: false,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** The sheet of a persona: what its owner writes. */
export function sheetOf(persona: Persona): Sheet {
  const { id: _, slug, builtIn, version, createdAt, updatedAt, ...sheet } = persona;
  return sheet;
}

export function parsePersona(document: string): Persona {
  return personaSchema.parse(JSON.parse(document));
}
