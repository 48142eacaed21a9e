import { useSyncExternalStore } from 'react';
import type { Reading } from './cell.ts';

/** The value as it is now; the component is drawn again when it changes. */
export function useReading<T>(reading: Reading<T>): T {
  return useSyncExternalStore(reading.subscribe, reading.get, reading.get);
}
