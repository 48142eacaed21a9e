import type { Reason } from '@chimera/protocol/seat';
import type { CheckpointStore } from '../conversations/checkpoint-store.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { LeaseStore } from '../conversations/lease-store.ts';
import type { Bus } from '../live/bus.ts';
import type { Frozen } from '../live/signal.ts';

interface Parts {
  readonly bus: Bus;
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly checkpoints: Pick<CheckpointStore, 'load'>;
  readonly leases: Pick<LeaseStore, 'isHeld'>;
  readonly newId: () => string;
}

/** Somebody waits for the answer: whoever runs the conversation has this long to give it. */
const ANSWER_MS = 700;

/**
 * The words in flight of a conversation that another node runs: it is asked to cut the turn and to say what was
 * said, so that what is kept is what was shown. Null when it is there and does not answer: the end of the turn is
 * left to it. When it is gone, the words are kept as far as they were saved.
 */
export async function frozenElsewhere(
  ref: ConversationRef,
  reason: Reason,
  { bus, conversations, checkpoints, leases, newId }: Parts,
): Promise<Frozen | null> {
  const { turn, state } = await conversations.get(ref);
  // Of one that runs the next turn may be on its way into the log.
  if (!turn && state !== 'running') return null;
  const told = bus.others === 'heard' ? await askToFreeze(ref.id, reason, { bus, ask: newId() }) : null;
  if (told || !turn) return told;
  if (bus.others !== 'none' && (await leases.isHeld(ref))) return null;
  const { turnId, attempt } = turn;
  const text = await checkpoints.load({ conversationId: ref.id, turnId, attempt });
  return { turnId, attempt, text, said: null };
}

async function askToFreeze(
  conversationId: string,
  reason: Reason,
  { bus, ask }: { readonly bus: Bus; readonly ask: string },
): Promise<Frozen | null> {
  const { promise, resolve } = Promise.withResolvers<Frozen | null>();
  const subscription = bus.subscribe(conversationId, (signal) => {
    if (signal.type === 'frozen' && signal.ask === ask) resolve(signal.frozen);
  });
  const timer = setTimeout(() => resolve(null), ANSWER_MS);
  try {
    await subscription.ready;
    bus.publish(conversationId, { type: 'freeze', ask, reason });
    return await promise;
  } finally {
    clearTimeout(timer);
    subscription.end();
  }
}
