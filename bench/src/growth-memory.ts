import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/free-port.ts';
import type { ChildServer } from './child-server.ts';
import { type Held, heldBy } from './inspected.ts';
import { webSocketUrl } from './subject.ts';
import { Viewers } from './viewers-process.ts';

/** What one more of each holds in the server, in bytes. */
export interface IdleMemory {
  readonly conversation: Held;
  readonly viewer: Held;
  readonly left: Held;
}

/** Until what comes in the wake of coming and going is over. */
const SETTLE_MS = 3_000;
const WARM_VIEWERS = 100;

/**
 * Conversations that do not play. Each is opened by a viewer with a socket of its own, then one of them by as many
 * more; what those cost is taken off for the conversations.
 */
export async function idleMemory(
  start: (env: Readonly<Record<string, string>>) => Promise<ChildServer>,
  ids: readonly string[],
): Promise<IdleMemory> {
  const port = await freePort();
  const process = await start({ NODE_OPTIONS: `--inspect=127.0.0.1:${port}` });
  const viewers = new Viewers();
  const url = `${webSocketUrl(process.url)}/ws`;
  const seatAt = (id: string) => ({
    url,
    hello: JSON.stringify({ type: 'subscribe', conversationId: id }),
  });
  const held = async () => {
    await wait(SETTLE_MS);
    return heldBy(port);
  };
  const [first = ''] = ids;
  const more = Array.from({ length: ids.length }, () => seatAt(first));
  const rounds: (() => Promise<void>)[] = [
    () => viewers.open(ids.map(seatAt)),
    () => viewers.open(more),
    () => viewers.close(),
  ];
  try {
    // What is made once for all is made in a first round, which does not count.
    await viewers.open(Array.from({ length: WARM_VIEWERS }, () => seatAt(first)));
    for (const round of rounds) await round();
    const steps = [await held()];
    for (const round of rounds) {
      await round();
      steps.push(await held());
    }
    const [before, watched, crowded, after] = steps;
    if (!before || !watched || !crowded || !after) throw new Error('A step of the round is missing.');
    const viewer = each(crowded, watched, ids.length);
    const both = each(watched, before, ids.length);
    return { viewer, conversation: each(both, viewer, 1), left: each(after, before, ids.length) };
  } finally {
    viewers.end();
    await process.end();
  }
}

function each(later: Held, earlier: Held, count: number): Held {
  return {
    usedBytes: (later.usedBytes - earlier.usedBytes) / count,
    residentBytes: (later.residentBytes - earlier.residentBytes) / count,
  };
}
