import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { newShelfId, type ShelvedDraft } from './draft-shelf.ts';
import { editedFrom, type EditedSheet } from './edited-sheet.ts';
import { isSameValue } from './same-value.ts';

/** Something that was begun and not kept: on the server, in this browser, or both. */
export interface Leftover {
  readonly key: string;
  readonly sheet: EditedSheet;
  readonly base: number;
  readonly at: string;
  /**
   * What the server has of it. Its revision is the one that this sheet follows: when the server's is newer, saving it
   * shows that another tab saved.
   */
  readonly draft: Pick<PersonaDraft, 'id' | 'revision' | 'savedAt'> | null;
  readonly shelfId: string;
  /** The browser has words that the server has not. */
  readonly isUnsaved: boolean;
}

/** What was left of one persona's drafts, or of new ones, the newest first. */
export function leftoversOf(
  personaId: string | null,
  drafts: readonly PersonaDraft[],
  shelved: readonly ShelvedDraft[],
): readonly Leftover[] {
  const own = drafts.filter((draft) => (draft.personaId ?? null) === personaId);
  const here = shelved.filter((draft) => draft.personaId === personaId);
  const saved = own.map((draft) => {
    const copy = here.find(({ follows }) => follows?.draftId === draft.id);
    return copy === undefined || isSameValue(copy.sheet, draft.sheet)
      ? savedOne(draft, copy?.id ?? newShelfId())
      : unsavedOne(copy, draft);
  });
  const known = new Set(own.map(({ id }) => id));
  const lost = here
    .filter(({ follows }) => follows === null || !known.has(follows.draftId))
    .map((copy) => unsavedOne(copy, null));
  return [...saved, ...lost].toSorted((one, other) => other.at.localeCompare(one.at));
}

function savedOne(draft: PersonaDraft, shelfId: string): Leftover {
  const { id, revision, savedAt, base } = draft;
  return {
    key: id,
    sheet: editedFrom(draft.sheet),
    base,
    at: savedAt,
    draft: { id, revision, savedAt },
    shelfId,
    isUnsaved: false,
  };
}

function unsavedOne({ id, sheet, base, at, follows }: ShelvedDraft, draft: PersonaDraft | null): Leftover {
  return {
    key: id,
    sheet: editedFrom(sheet),
    base,
    at,
    draft: draft && follows ? { id: draft.id, revision: follows.revision, savedAt: draft.savedAt } : null,
    shelfId: id,
    isUnsaved: true,
  };
}
