import type { Follower, LiveProblem, LiveStatus } from '@chimera/client/follower';
import type { Live } from '@chimera/client/live';
import type { Rest } from '@chimera/client/rest';
import { ConversationStore } from './conversation-store.ts';
import { Direction } from './direction.ts';
import { browserFrames } from './browser-frames.ts';

/** Messages of an earlier page. */
const PAGE_LIMIT = 50;
/** After the last viewer leaves, the place is kept for a moment: a move to the page view and back costs nothing. */
const LINGER_MS = 10_000;

export interface Watched {
  readonly store: ConversationStore;
  readonly direction: Direction;
  /** Follows the conversation until the returned function was called as often as this one. */
  readonly retain: () => () => void;
}

/** One conversation as this browser watches it: the store, what one can do, and the live connection that feeds it. */
export function watchConversation({
  id,
  rest,
  live,
  onGone,
}: {
  readonly id: string;
  readonly rest: Rest;
  readonly live: Omit<Live, 'close'>;
  /** Nobody watches any more and the place was given up. */
  readonly onGone: () => void;
}): Watched {
  let unfollow: (() => void) | null = null;
  let viewers = 0;
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  let lingering: ReturnType<typeof setTimeout> | undefined;

  const store = new ConversationStore({
    post: (body, idempotencyKey) => rest.call('say', { params: { id }, body, idempotencyKey }),
    earlier: (before) => pageOf({ before }),
    later: (after) => pageOf({ after }),
    resync: () => {
      if (unfollow === null) return;
      unfollow();
      unfollow = live.follow(id, followerOf(store));
    },
    nextFrame: browserFrames,
    nowMs: () => performance.now(),
    isStill: () => document.hidden || stillness.matches,
    newId: () => crypto.randomUUID(),
    now: () => new Date().toISOString(),
  });

  async function pageOf(place: { before: number } | { after: number }) {
    const page = await rest.call('listMessages', { params: { id }, query: { ...place, limit: PAGE_LIMIT } });
    return { messages: page.items, more: page.nextCursor !== undefined };
  }

  function release(): void {
    viewers -= 1;
    if (viewers > 0) return;
    lingering = setTimeout(() => {
      unfollow?.();
      unfollow = null;
      onGone();
    }, LINGER_MS);
  }

  return {
    store,
    direction: new Direction({ id, rest, store, newKey: () => crypto.randomUUID() }),
    retain: () => {
      clearTimeout(lingering);
      viewers += 1;
      unfollow ??= live.follow(id, followerOf(store));
      let released = false;
      return () => {
        if (released) return;
        released = true;
        release();
      };
    },
  };
}

function followerOf(store: ConversationStore): Follower {
  let tries = 0;
  return {
    onSnapshot: (view) => store.applySnapshot(view),
    onEvent: (event) => store.applyEvent(event),
    onDelta: (delta) => store.applyDelta(delta),
    onThinking: (seatId, _, why) => {
      if (why !== undefined) store.holdUp(seatId, why);
    },
    onPresence: (count) => store.setViewers(count),
    onStatus: (status) => {
      tries = status.state === 'open' ? 0 : status.state === 'waiting' ? tries + 1 : tries;
      followStatus(store, status, tries);
    },
    onError: (problem) => followProblem(store, problem),
  };
}

function followStatus(store: ConversationStore, status: LiveStatus, tries: number): void {
  if (status.state === 'refused') return;
  if (status.state === 'open') store.connected();
  else if (status.state === 'waiting') store.setStatus({ kind: 'reconnecting', tries });
}

function followProblem(store: ConversationStore, { code, detail }: LiveProblem): void {
  if (code === 'not-found') store.setStatus({ kind: 'missing' });
  else if (code === 'unauthenticated' || code === 'forbidden' || store.conversation.get() === null)
    store.setStatus({ kind: 'failed', detail });
}
