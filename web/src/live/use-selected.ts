import { useCallback, useSyncExternalStore } from 'react';
import type { Reading } from './cell.ts';

/** A part of a value, picked by a function that returns the same object while that part did not change. */
export function useSelected<T, P>(reading: Reading<T>, pick: (value: T) => P): P {
  const get = useCallback(() => pick(reading.get()), [reading, pick]);
  return useSyncExternalStore(reading.subscribe, get, get);
}
