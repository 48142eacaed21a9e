import type { Follower } from '@chimera/client/follower';
import { createLive, type Live } from '@chimera/client/live';
import { WebSocket } from 'ws';
import type { TestPerson } from '../../server/test/accounts.ts';

/** What a viewer was shown, piece by piece. A piece that does not follow the one before it is an error. */
export class SeenWords implements Follower {
  pieces = 0;
  snapshots = 0;
  /** By turn. */
  readonly texts = new Map<string, string>();

  onSnapshot(): void {
    this.snapshots += 1;
  }

  onEvent(): void {
    // Only the words count here.
  }

  onDelta({ turnId, offset, text }: Parameters<Follower['onDelta']>[0]): void {
    const before = this.texts.get(turnId) ?? '';
    if (before.length !== offset) throw new Error(`A piece at ${offset} came after ${before.length} signs.`);
    this.texts.set(turnId, before + text);
    this.pieces += 1;
  }
}

/** A live connection by way of `url`, as a program has it: with a ticket for each socket. */
export function liveAs(url: string, { rest }: TestPerson): { live: Live; states: string[] } {
  const states: string[] = [];
  const live = createLive({
    url: async () => {
      const { ticket } = await rest.call('createTicket', {});
      return `${url.replace('http', 'ws')}/ws?ticket=${ticket}`;
    },
    webSocket: WebSocket,
    // It comes back as soon as it may.
    chance: () => 0,
    onStatus: ({ state }) => states.push(state),
  });
  return { live, states };
}
