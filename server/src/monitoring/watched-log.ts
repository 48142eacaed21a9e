import type { Committed } from '../conversations/conversation-store.ts';
import type { Log } from '../conversations/log.ts';

/** What became of a conversation, as somebody hears who only looks on. */
export interface LogWatcher {
  committed(committed: Committed, tookMs: number): void;
}

/** The same log; each commit of this node is told to whoever looks on. Commits of other nodes are theirs to tell. */
export function watchedLog(log: Log, watchers: readonly LogWatcher[]): Log {
  return {
    begin: (...given) => told(() => log.begin(...given)),
    append: (...given) => told(() => log.append(...given)),
  };

  async function told(write: () => Promise<Committed>): Promise<Committed> {
    const startedAt = performance.now();
    const committed = await write();
    const tookMs = performance.now() - startedAt;
    if (committed.events.length > 0) for (const watcher of watchers) watcher.committed(committed, tookMs);
    return committed;
  }
}
