import { ApiError } from '@chimera/client/api-error';
import type { ListedPersona } from '@chimera/protocol/persona';
import { avatarShapes } from '@chimera/protocol/sheet-limits';
import { useQuery } from '@tanstack/react-query';
import { type StudioWork, useStudioWork } from '../queries/use-studio-work.ts';
import { browserShelf, newShelfId } from './draft-shelf.ts';
import { editedFrom, type EditedSheet } from './edited-sheet.ts';
import { seatWishes } from './face/colours.ts';
import { type Leftover, leftoversOf } from './leftovers.ts';

/** What the address asks for. */
export interface Target {
  /** Null: a new persona. */
  readonly personaId: string | null;
  /** The persona whose sheet a new one begins with. */
  readonly from?: string | undefined;
  /** The draft that is gone on with. */
  readonly draft?: string | undefined;
}

/** A sheet on the table. */
export interface Opened extends Omit<Leftover, 'key' | 'at'> {
  /** As it is now; null: a new one. */
  readonly persona: ListedPersona | null;
}

/** What stands at the beginning. */
export type Opening =
  | { readonly name: 'open'; readonly opened: Opened }
  /** Something was begun and not kept: go on with it, or throw it away. */
  | {
      readonly name: 'leftovers';
      readonly persona: ListedPersona | null;
      readonly leftovers: readonly Leftover[];
      readonly fresh: Opened;
    }
  | { readonly name: 'built-in'; readonly persona: ListedPersona }
  /** The draft is about a persona, which has a place of its own. */
  | { readonly name: 'elsewhere'; readonly personaId: string; readonly draft: string }
  | { readonly name: 'missing'; readonly what: 'persona' | 'draft' };

/** Finds out, once, what stands at the beginning. */
export function useOpening(target: Target) {
  const work = useStudioWork();
  return useQuery({
    queryKey: ['studio', target],
    queryFn: () => openingOf(target, work),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: 1,
  });
}

async function openingOf(target: Target, work: StudioWork): Promise<Opening> {
  const id = target.personaId ?? target.from;
  const [persona, drafts] = await Promise.all([
    id === undefined ? null : unlessMissing(work.persona(id)),
    work.drafts.list(),
  ]);
  if (id !== undefined && persona === null) return { name: 'missing', what: 'persona' };
  const subject = target.personaId === null ? null : persona;
  if (subject?.builtIn === true) return { name: 'built-in', persona: subject };
  const fresh = freshOne(subject, persona === null ? null : editedFrom(persona));
  const leftovers = leftoversOf(target.personaId, drafts, browserShelf.list());
  if (target.draft !== undefined) {
    const asked = leftovers.find(({ draft }) => draft?.id === target.draft);
    if (asked) return { name: 'open', opened: openedOf(asked, subject) };
    const other = drafts.find((draft) => draft.id === target.draft)?.personaId;
    if (other !== undefined) return { name: 'elsewhere', personaId: other, draft: target.draft };
    if (leftovers.length === 0) return { name: 'missing', what: 'draft' };
  }
  const isFresh = leftovers.length === 0 || target.from !== undefined;
  return isFresh
    ? { name: 'open', opened: fresh }
    : { name: 'leftovers', persona: subject, leftovers, fresh };
}

export function openedOf({ key: _, at: __, ...leftover }: Leftover, persona: ListedPersona | null): Opened {
  return { ...leftover, persona };
}

function freshOne(persona: ListedPersona | null, sheet: EditedSheet | null): Opened {
  return {
    persona,
    sheet: sheet ?? editedFrom({ avatar: anyFace() }),
    base: persona?.version ?? 0,
    draft: null,
    shelfId: newShelfId(),
    isUnsaved: false,
  };
}

/** A face of its own from the beginning, so that two new ones are not taken for each other. */
function anyFace() {
  const any = <T>(list: readonly T[]) => list[Math.floor(Math.random() * list.length)];
  const shape = any(avatarShapes);
  return { color: any(seatWishes) ?? seatWishes[0], ...(shape && { shape }) };
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return null;
    throw cause;
  }
}
