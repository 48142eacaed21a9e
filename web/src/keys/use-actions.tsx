import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Action } from './action.ts';
import { ActionRegistry } from './action-registry.ts';
import { listenForKeys } from './listen-for-keys.ts';

const RegistryContext = createContext<ActionRegistry>(new ActionRegistry());

/** Mounted once at the root: holds the registry and the one listener. */
export function KeysProvider({
  singleKeys,
  children,
}: {
  /** False: keys without a modifier do nothing. */
  readonly singleKeys: boolean;
  readonly children: ReactNode;
}) {
  const registry = useMemo(() => new ActionRegistry(), []);
  const enabled = useRef(singleKeys);
  useEffect(() => {
    enabled.current = singleKeys;
  }, [singleKeys]);
  useEffect(() => listenForKeys({ registry, singleKeys: () => enabled.current }), [registry]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

/**
 * Offers actions while the calling component is mounted. Give a list from `useMemo`, or one that is cheap to register
 * anew: it is taken up again whenever its identity changes.
 */
export function useActions(actions: readonly Action[]): void {
  const registry = useContext(RegistryContext);
  useEffect(() => registry.add(actions), [registry, actions]);
}

/** Everything that can be done now, for the palette and the list of shortcuts. */
export function useAllActions(): readonly Action[] {
  const registry = useContext(RegistryContext);
  return useSyncExternalStore(registry.subscribe, registry.all);
}
