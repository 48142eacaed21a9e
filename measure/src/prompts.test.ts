import { expect, test } from 'vitest';
import { PROTOCOLS, runProtocol } from './prompt-run.ts';

test.each(PROTOCOLS)(
  '$name: each prompt begins as the one before it, and holds nothing that is refused',
  (protocol) => {
    const { faults, breaks, unchanged } = runProtocol(protocol);
    expect(faults).toEqual([]);
    expect(breaks.filter((reason) => reason !== 'edit' && reason !== 'compaction')).toEqual([]);
    expect(unchanged.long ?? 1).toBeGreaterThanOrEqual(0.95);
  },
);
