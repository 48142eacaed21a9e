import { ApiError } from '@chimera/client/api-error';
import type { ListedPersona, SheetField } from '@chimera/protocol/persona';
import { useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { type StudioWork, useStudioWork } from '../../queries/use-studio-work.ts';
import { changeOf, editedFrom, type EditedSheet, newPersonaOf } from '../edited-sheet.ts';
import { merged, type Side, type Versions } from '../merge.ts';
import { fieldOf, type Studio } from '../use-studio.ts';
import type { Opened } from '../use-opening.ts';

/** A newer version was kept meanwhile. */
export interface Newer {
  readonly from: number;
  readonly newest: ListedPersona;
  readonly versions: Versions;
}

export interface Keeping {
  readonly busy: boolean;
  /** What went wrong with the whole. */
  readonly error: string | null;
  readonly newer: Newer | null;
  readonly keep: () => Promise<void>;
  /** With the sides that were chosen where a newer version differs. */
  readonly keepMerged: (sides: ReadonlyMap<SheetField, Side>) => Promise<void>;
  readonly leaveNewer: () => void;
}

export interface KeepingEnds {
  readonly onKept: (persona: ListedPersona) => void;
  /** The server finds these fields wrong. */
  readonly onRefused: (fields: ReadonlySet<string>) => void;
}

/** Makes a version of what stands in the studio, and never over a newer one unseen. */
export function useKeeping(studio: Studio, opened: Opened, { onKept, onRefused }: KeepingEnds): Keeping {
  const work = useStudioWork();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [newer, setNewer] = useState<Newer | null>(null);
  const { persona, base } = opened;

  async function attempt(send: () => Promise<ListedPersona>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      const kept = await send();
      await studio.keeper.discard();
      onKept(kept);
    } catch (cause) {
      setBusy(false);
      if (persona && isOutdated(cause)) return meet(persona.id);
      const errors = cause instanceof ApiError ? (cause.problem.errors ?? []) : [];
      studio.setErrors(new Map(errors.toReversed().map(({ path, message }) => [path, message])));
      setError(reasonOf(cause));
      onRefused(new Set(errors.map(({ path }) => fieldOf(path))));
    }
  }

  async function meet(id: string): Promise<void> {
    const from = newer?.newest.version ?? base;
    try {
      const [newest, before] = await Promise.all([work.persona(id), versionOf(work, id, from)]);
      const versions = { base: before, mine: studio.current(), theirs: editedFrom(newest) };
      setNewer({ from, newest, versions });
    } catch (cause) {
      setError(reasonOf(cause));
    }
  }

  return {
    busy,
    error,
    newer,
    leaveNewer: () => setNewer(null),
    keep: () =>
      attempt(() =>
        persona === null
          ? work.create(newPersonaOf(studio.current()))
          : changed(work, persona, { version: base, before: editedFrom(persona), after: studio.current() }),
      ),
    keepMerged: async (sides) => {
      if (newer === null) return;
      const after = merged(newer.versions, sides);
      const { newest, versions } = newer;
      // The draft stands on the newest from here on, also when keeping it fails once more.
      studio.edit(after);
      studio.keeper.rebase(newest.version, after);
      await attempt(() => changed(work, newest, { version: newest.version, before: versions.theirs, after }));
    },
  };
}

/** From a base that is not the newest, all fields are sent: the server refuses it, and says that there is a newer one. */
function changed(
  work: StudioWork,
  { id }: ListedPersona,
  { version, before, after }: { version: number; before: EditedSheet; after: EditedSheet },
): Promise<ListedPersona> {
  return work.change(id, { ...changeOf(before, after), version });
}

function isOutdated(cause: unknown): boolean {
  return cause instanceof ApiError && cause.status === 409;
}

/** Null: it is kept no longer. */
async function versionOf(work: StudioWork, id: string, version: number): Promise<EditedSheet | null> {
  try {
    return editedFrom(await work.version(id, version));
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return null;
    throw cause;
  }
}
