import type { LoreEntry } from '@chimera/protocol/lore';

/** An entry of a lorebook from the parts that a test cares about. */
export function anEntry(content: string, changes: Partial<LoreEntry> = {}): LoreEntry {
  return {
    keys: ['harbour'],
    secondaryKeys: [],
    content,
    enabled: true,
    constant: false,
    caseSensitive: false,
    order: 0,
    priority: 0,
    ...changes,
  };
}
