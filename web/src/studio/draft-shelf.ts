import type { DraftSheet } from '@chimera/protocol/persona-draft';
import { draftSheetOf, editedFrom } from './edited-sheet.ts';

/** A draft as this browser keeps it until the server has it. */
export interface ShelvedDraft {
  readonly id: string;
  /** Null: a new persona. */
  readonly personaId: string | null;
  /** The version that it was begun from; 0: a new persona. */
  readonly base: number;
  /** The draft on the server that it follows, as it was when last saved; null: the server has none yet. */
  readonly follows: { readonly draftId: string; readonly revision: number } | null;
  readonly sheet: DraftSheet;
  readonly at: string;
}

export interface DraftShelf {
  /** The newest first. */
  list(): readonly ShelvedDraft[];
  put(draft: ShelvedDraft): void;
  drop(id: string): void;
}

/** Begins as all that goes when another person comes to this browser. */
const PREFIX = 'chimera.draft.persona.';

/** Drafts in this browser. Storage may be full or forbidden: then a draft lives on the server and in the page only. */
export const browserShelf: DraftShelf = {
  list() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(PREFIX))
        .flatMap((key) => readShelved(localStorage.getItem(key)) ?? [])
        .toSorted((one, other) => other.at.localeCompare(one.at));
    } catch {
      // Forbidden: see above.
      return [];
    }
  },
  put(draft) {
    try {
      localStorage.setItem(`${PREFIX}${draft.id}`, JSON.stringify(draft));
    } catch {
      // Full or forbidden: see above.
    }
  },
  drop(id) {
    try {
      localStorage.removeItem(`${PREFIX}${id}`);
    } catch {
      // Forbidden: nothing is there.
    }
  },
};

export function newShelfId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

/** What another version of the app left may have another form: then it is not offered. */
function readShelved(text: string | null): ShelvedDraft | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isShelved(value) && isWhole(value.sheet) ? value : null;
  } catch {
    return null;
  }
}

function isShelved(value: unknown): value is ShelvedDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'at' in value &&
    typeof value.at === 'string' &&
    'base' in value &&
    typeof value.base === 'number' &&
    'personaId' in value &&
    'follows' in value &&
    'sheet' in value &&
    typeof value.sheet === 'object' &&
    value.sheet !== null
  );
}

/** Each field that is there is of the kind that it should be. */
function isWhole(sheet: DraftSheet): boolean {
  const blank = new Map<string, unknown>(Object.entries(draftSheetOf(editedFrom({}))));
  return Object.entries(sheet).every(([field, value]) => {
    const example = blank.get(field);
    if (example === undefined) return true;
    return typeof value === typeof example && Array.isArray(value) === Array.isArray(example);
  });
}
