import type { Action, ActionContext } from './action.ts';
import { hasModifier } from './pressed-key.ts';

/** Where the focus is when a key goes down. */
export type FocusPlace = 'page' | 'control' | 'field' | 'dialog';

export interface KeyPress {
  readonly key: string;
  /** First key of a sequence that was pressed just before, such as `g`. */
  readonly prefix: string | null;
  readonly place: FocusPlace;
  /** False: the person switched single keys off. */
  readonly singleKeys: boolean;
}

export type Found =
  | { readonly kind: 'none' }
  /** The beginning of a sequence: wait for its second key. */
  | { readonly kind: 'prefix' }
  | { readonly kind: 'action'; readonly action: Action }
  /** Two actions want the same key: neither runs. */
  | { readonly kind: 'clash'; readonly actions: readonly Action[] };

/** What a key press means. Pure: the one place with all the rules of the keyboard. */
export function findAction(actions: readonly Action[], press: KeyPress, context: ActionContext): Found {
  if (!mayAct(press)) return { kind: 'none' };
  const wanted = press.prefix === null ? press.key : `${press.prefix} ${press.key}`;
  const possible = actions.filter((action) => inPlace(action, press) && (action.when?.(context) ?? true));
  const matching = possible.filter((action) => action.keys.includes(wanted));
  const [only, ...others] = matching;
  if (only && others.length > 0) return { kind: 'clash', actions: matching };
  if (only) return { kind: 'action', action: only };
  const begins = press.prefix === null && possible.some((action) => startsSequence(action, press.key));
  return begins ? { kind: 'prefix' } : { kind: 'none' };
}

function mayAct({ key, place, singleKeys }: KeyPress): boolean {
  if (hasModifier(key)) return place !== 'dialog';
  // Escape is handled by what is open; elsewhere it may act even in a field (composer to script).
  if (key === 'Escape') return place !== 'dialog';
  if (place === 'field' || place === 'dialog' || !singleKeys) return false;
  // Space and Enter press what has the focus.
  return !(place === 'control' && (key === 'Space' || key === 'Enter'));
}

function inPlace(action: Action, { place }: KeyPress): boolean {
  return place !== 'field' || action.inFields === true;
}

function startsSequence(action: Action, key: string): boolean {
  return action.keys.some((keys) => keys.startsWith(`${key} `));
}
