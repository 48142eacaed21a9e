import type { PersonaDraft } from '@chimera/protocol/persona-draft';

/** What became of what was written. */
export type DraftState =
  /** Nothing was changed yet. */
  | { readonly name: 'untouched' }
  /** Changed, and on its way or soon. */
  | { readonly name: 'saving' }
  | { readonly name: 'saved'; readonly at: string }
  /** In this browser only, because some of it has to be mended first. */
  | { readonly name: 'held' }
  /** In this browser only, because the server cannot be reached; it is tried again by itself. */
  | { readonly name: 'offline'; readonly reason: string }
  /** In this browser only, because the server does not take it. */
  | { readonly name: 'refused'; readonly cause: unknown }
  /** Another tab saved meanwhile: nothing is written until somebody has chosen. */
  | { readonly name: 'conflict'; readonly theirs: PersonaDraft };
