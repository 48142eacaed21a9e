import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how much the heap may grow beyond what was in use, before all of it is collected again. */
const GROWTH_PERCENT = 50;

/**
 * Keeps memory near what is in use. Left to itself V8 takes its measure from the machine: with 24 GB there are half a
 * gigabyte of garbage before the old part of the heap is collected for the first time. How far it grows is measured
 * from the last collection, so there is one now, which takes some 50 ms.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  // Only contexts that are made while the flag is set have this function.
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}
