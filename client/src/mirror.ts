import type { NumberedEvent } from '@chimera/protocol/event';
import type { Delta } from '@chimera/protocol/delta';
import { reduceDelta, reduceView, type View } from '@chimera/protocol/view';
import type { LiveProblem } from './follower.ts';
import type { Live } from './live.ts';

/** A conversation as it is now, kept up to date for programs that read it when they like. */
export interface Mirror {
  /** Null until the first snapshot. */
  readonly view: View | null;
  /** Last problem that the server reported for this conversation. */
  readonly problem: LiveProblem | null;
  /** What was spoken in every attempt that was watched, put together from its pieces alone. */
  spoken(turnId: string, attempt: number): string | undefined;
  /** Waits for the first view of which the predicate holds. */
  until(predicate: (view: View) => boolean, signal?: AbortSignal): Promise<View>;
  close(): void;
}

export function mirrorConversation(live: Live, conversationId: string): Mirror {
  let view: View | null = null;
  let problem: LiveProblem | null = null;
  const pieces = new Map<string, string>();
  const waiting = new Set<() => void>();

  function become(next: View): void {
    view = next;
    for (const look of waiting) look();
  }

  const close = live.follow(conversationId, {
    onSnapshot(snapshot: View) {
      const { turn } = snapshot.conversation;
      if (turn) pieces.set(keyOf(turn.turnId, turn.attempt), snapshot.liveText);
      become(snapshot);
    },
    onEvent(event: NumberedEvent) {
      if (view) become(reduceView(view, event));
    },
    onDelta(delta: Delta) {
      const key = keyOf(delta.turnId, delta.attempt);
      pieces.set(key, (pieces.get(key) ?? '') + delta.text);
      const next = view && reduceDelta(view, delta);
      if (next) become(next);
    },
    onError(reported: LiveProblem) {
      problem = reported;
    },
  });

  return {
    get view() {
      return view;
    },
    get problem() {
      return problem;
    },
    spoken: (turnId, attempt) => pieces.get(keyOf(turnId, attempt)),
    until: (predicate, signal) => until({ current: () => view, waiting, predicate, signal }),
    close,
  };
}

function until(parts: {
  current: () => View | null;
  waiting: Set<() => void>;
  predicate: (view: View) => boolean;
  signal: AbortSignal | undefined;
}): Promise<View> {
  const { current, waiting, predicate, signal } = parts;
  return new Promise((resolve, reject) => {
    const look = () => {
      const view = current();
      if (!view || !predicate(view)) return;
      forget();
      resolve(view);
    };
    const give = () => {
      forget();
      reject(signal?.reason);
    };
    const forget = () => {
      waiting.delete(look);
      signal?.removeEventListener('abort', give);
    };
    if (signal?.aborted) return give();
    waiting.add(look);
    signal?.addEventListener('abort', give);
    look();
  });
}

function keyOf(turnId: string, attempt: number): string {
  return `${turnId}/${attempt}`;
}
