import type { ActionContext } from './action.ts';
import type { ActionRegistry } from './action-registry.ts';
import { findAction } from './find-action.ts';
import { focusPlace } from './focus-place.ts';
import { pressedKey } from './pressed-key.ts';

/** How long the first key of a sequence waits for the second. */
const SEQUENCE_MS = 1500;

export interface KeyListening {
  readonly registry: ActionRegistry;
  /** Read at every key, so that the switch works at once. */
  readonly singleKeys: () => boolean;
  readonly onClash?: (labels: readonly string[]) => void;
}

/** The app's one listener for keys. Returns how to stop it. */
export function listenForKeys({ registry, singleKeys, onClash }: KeyListening): () => void {
  let prefix: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function setPrefix(key: string | null): void {
    clearTimeout(timer);
    prefix = key;
    if (key !== null) timer = setTimeout(() => (prefix = null), SEQUENCE_MS);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented) return;
    const key = pressedKey(event);
    if (key === null) return;
    const target = event.target instanceof Element ? event.target : null;
    const context: ActionContext = { source: 'key', target };
    const press = { key, prefix, place: focusPlace(target), singleKeys: singleKeys() };
    const found = findAction(registry.all(), press, context);
    setPrefix(found.kind === 'prefix' ? key : null);
    if (found.kind === 'clash') onClash?.(found.actions.map(({ label }) => label));
    if (found.kind !== 'action') return;
    event.preventDefault();
    found.action.run(context);
  }

  document.addEventListener('keydown', onKeyDown);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKeyDown);
  };
}
