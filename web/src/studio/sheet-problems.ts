import type { SheetField } from '@chimera/protocol/persona';
import { readable } from '@chimera/protocol/readable';
import {
  LORE_BUDGET_LIMIT,
  LORE_CONTENT_LIMIT,
  LORE_ENTRIES_LIMIT,
  LORE_KEY_LIMIT,
  LORE_KEYS_LIMIT,
  LORE_NAME_LIMIT,
  LORE_SCAN_LIMIT,
  SHEET_LIMITS,
} from '@chimera/protocol/sheet-limits';
import { unreachable } from '@chimera/protocol/unreachable';
import { type EditedSheet, sheetFields } from './edited-sheet.ts';

/** What is wrong with a part of a sheet, by the limits that the server has. */
export type SheetProblem =
  | { readonly kind: 'too-long'; readonly length: number; readonly most: number }
  | { readonly kind: 'too-many'; readonly most: number }
  | { readonly kind: 'control-characters' | 'broken-characters' | 'pauses' }
  | { readonly kind: 'number'; readonly most: number };

/** Where in the sheet, as the server names it: `exampleMessages.3`. */
export type Found = readonly (readonly [path: string, problem: SheetProblem])[];

/** One and the same, so that what shows problems is not drawn anew for none. */
const NOTHING: ReadonlyMap<string, SheetProblem> = new Map();

/** Looks at one field at a time: a change looks at what it changed, and never at all the rest again. */
export class SheetInspector {
  readonly #known = new Map<SheetField, { readonly value: unknown; readonly found: Found }>();

  inspect(sheet: EditedSheet): ReadonlyMap<string, SheetProblem> {
    const found = sheetFields.flatMap((field) => this.#field(sheet, field));
    return found.length === 0 ? NOTHING : new Map(found);
  }

  #field(sheet: EditedSheet, field: SheetField): Found {
    const value = sheet[field];
    const known = this.#known.get(field);
    if (known?.value === value) return known.found;
    const found = problemsOf(sheet, field);
    this.#known.set(field, { value, found });
    return found;
  }
}

function problemsOf(sheet: EditedSheet, field: SheetField): Found {
  switch (field) {
    case 'name':
    case 'tagline':
      return textProblems(field, sheet[field].trim(), SHEET_LIMITS[field]);
    case 'description':
    case 'systemPrompt':
      return textProblems(field, sheet[field], SHEET_LIMITS.text);
    case 'greeting':
      return textProblems(field, sheet.greeting, SHEET_LIMITS.greeting);
    case 'alternateGreetings':
      return listProblems(field, sheet[field], { most: SHEET_LIMITS.examples, each: SHEET_LIMITS.greeting });
    case 'exampleMessages':
      return listProblems(field, sheet[field], { most: SHEET_LIMITS.examples, each: SHEET_LIMITS.example });
    case 'traits':
    case 'tags':
    case 'aliases':
      return listProblems(field, sheet[field], { most: SHEET_LIMITS.words, each: SHEET_LIMITS.word });
    case 'avatar':
      return textProblems('avatar.emoji', sheet.avatar.emoji ?? '', SHEET_LIMITS.emoji);
    case 'pacing':
      return pacingProblems(sheet.pacing);
    case 'lore':
      return sheet.lore === null ? [] : loreProblems(sheet.lore);
    // Chosen, not written.
    case 'style':
    case 'talkativeness':
    case 'brain':
    case 'fallbacks':
    // Only cards bring them.
    case 'voice':
    case 'credits':
      return [];
    default:
      return unreachable(field);
  }
}

function textProblems(path: string, text: string, most: number): Found {
  const length = text.length > most ? characters(text) : 0;
  if (length > most) return [[path, { kind: 'too-long', length, most }]];
  if (!readable.test(text)) return [[path, { kind: 'control-characters' }]];
  return text.isWellFormed() ? [] : [[path, { kind: 'broken-characters' }]];
}

/** Code points, as the server counts. */
export function characters(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) {
      pairs += 1;
      at += 1;
    }
  }
  return text.length - pairs;
}

function listProblems(
  path: string,
  texts: readonly string[],
  { most, each }: { readonly most: number; readonly each: number },
): Found {
  const found = texts.flatMap((text, index) => textProblems(`${path}.${index}`, text, each));
  return texts.length > most ? [[path, { kind: 'too-many', most }], ...found] : found;
}

function pacingProblems({ minMs, maxMs }: EditedSheet['pacing']): Found {
  return minMs > maxMs ? [['pacing', { kind: 'pauses' }]] : [];
}

function loreProblems({ scanDepth, tokenBudget, entries }: NonNullable<EditedSheet['lore']>): Found {
  return [
    ...numberProblems('lore.scanDepth', scanDepth, LORE_SCAN_LIMIT),
    ...numberProblems('lore.tokenBudget', tokenBudget, LORE_BUDGET_LIMIT),
    ...(entries.length > LORE_ENTRIES_LIMIT
      ? [['lore.entries', { kind: 'too-many', most: LORE_ENTRIES_LIMIT }] as const]
      : []),
    ...entries.flatMap(({ name = '', content, keys, secondaryKeys }, index) => {
      const path = `lore.entries.${index}`;
      const limits = { most: LORE_KEYS_LIMIT, each: LORE_KEY_LIMIT };
      return [
        ...textProblems(`${path}.name`, name, LORE_NAME_LIMIT),
        ...textProblems(`${path}.content`, content, LORE_CONTENT_LIMIT),
        ...listProblems(`${path}.keys`, keys, limits),
        ...listProblems(`${path}.secondaryKeys`, secondaryKeys, limits),
      ];
    }),
  ];
}

function numberProblems(path: string, value: number, most: number): Found {
  return Number.isInteger(value) && value >= 0 && value <= most ? [] : [[path, { kind: 'number', most }]];
}
