import type { Event, NumberedEvent } from '@chimera/protocol/event';
import type { Delta } from '@chimera/protocol/delta';
import type { ClientFrame, ServerFrame } from '@chimera/protocol/socket';
import { unreachable } from '@chimera/protocol/unreachable';
import { reduceView, type View } from '@chimera/protocol/view';
import type { Follower } from './follower.ts';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;
export type ChannelFrame = Exclude<ServerFrame, { type: 'pong' }>;

/** How long a subscription may take to show its effect before a gap is taken for a new one. */
const PATIENCE_MS = 2_000;
/** Worth another try: everything else stays refused until something changes. */
const passing: ReadonlySet<string> = new Set([
  'unavailable',
  'internal',
  'too-many-requests',
  'storage-full',
]);

/**
 * One followed conversation. It keeps the viewer's place and passes on only what fits there:
 * events without a gap or a repetition, words that continue exactly. For whatever is missing it
 * subscribes again from its place.
 */
export class Channel {
  readonly #conversationId: string;
  readonly #send: (frame: ClientFrame) => void;
  readonly #retryDelayMs: () => number;
  readonly #followers = new Set<Follower>();
  #view: View | null = null;
  #gen: string | undefined;
  #endedTurnId: string | undefined;
  /** Words of an attempt that overtook its announcement; they start at offset 0. */
  #ahead: Delta | null = null;
  /** Until an answer fits, what does not fit is left over from before the subscription. */
  #asked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  viewers = 0;

  constructor(parts: {
    conversationId: string;
    send: (frame: ClientFrame) => void;
    retryDelayMs: () => number;
  }) {
    this.#conversationId = parts.conversationId;
    this.#send = parts.send;
    this.#retryDelayMs = parts.retryDelayMs;
  }

  get followers(): ReadonlySet<Follower> {
    return this.#followers;
  }

  add(follower: Follower): void {
    this.#followers.add(follower);
    if (this.#view) follower.onSnapshot(this.#view, this.#gen ?? '', this.#view.conversation.head);
  }

  remove(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /** Asks for everything after the viewer's place: the first time, after a reconnect, over a gap. */
  subscribe(): void {
    this.#asked = true;
    this.#wait(PATIENCE_MS, () => {
      this.#asked = false;
    });
    this.#send({
      type: 'subscribe',
      conversationId: this.#conversationId,
      ...(this.#view && { after: this.#view.conversation.head }),
      ...(this.#gen !== undefined && { gen: this.#gen }),
    });
  }

  /** Somebody else may be the next to follow here: what this viewer was shown is not for them. */
  forget(): void {
    this.#view = null;
    this.#gen = undefined;
    this.#ahead = null;
    this.#endedTurnId = undefined;
  }

  /** No timer survives: the socket is gone, or nobody follows any more. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#asked = false;
    this.#ahead = null;
  }

  receive(frame: ChannelFrame): void {
    switch (frame.type) {
      case 'snapshot':
        return this.#receiveSnapshot(frame);
      case 'event':
        return this.#receiveEvent(frame);
      case 'delta':
        return this.#receiveDelta(frame);
      case 'thinking':
        return this.#tell((follower) => follower.onThinking?.(frame.seatId, frame.untilMs, frame.why));
      case 'typing':
        return this.#tell((follower) => follower.onTyping?.(frame.name));
      case 'presence':
        this.viewers = frame.viewers;
        return this.#tell((follower) => follower.onPresence?.(frame.viewers));
      case 'error':
        return this.#receiveError(frame);
      default:
        return unreachable(frame);
    }
  }

  #receiveSnapshot({ view, gen, head }: Frame<'snapshot'>): void {
    this.#view = view;
    this.#gen = gen;
    this.#ahead = null;
    this.#fits();
    this.#tell((follower) => follower.onSnapshot(view, gen, head));
  }

  #receiveEvent({ gen, seq, event }: Frame<'event'>): void {
    if (!this.#view || gen !== this.#gen) return this.#missing();
    const place = this.#view.conversation.head;
    if (seq <= place) return;
    if (seq > place + 1) return this.#missing();
    this.#completeWords(event);
    const turnBefore = this.#view.conversation.turn;
    const numbered = { seq, event };
    const view = reduced(this.#view, numbered);
    if (view === null) return this.#startOver();
    this.#view = view;
    if (turnBefore && view.conversation.turn === null) this.#endedTurnId = turnBefore.turnId;
    this.#fits();
    this.#tell((follower) => follower.onEvent(numbered));
    this.#releaseAhead();
  }

  #receiveDelta({ turnId, attempt, offset, text }: Frame<'delta'>): void {
    if (!this.#view) return;
    const turn = this.#view.conversation.turn;
    if (turn?.turnId !== turnId) {
      // Words of the turn that has just ended come late; of any other, its announcement is missing.
      if (turnId !== this.#endedTurnId) this.#missing();
      return;
    }
    // The attempt was given up meanwhile.
    if (attempt < turn.attempt) return;
    if (attempt > turn.attempt) return this.#keepAhead({ turnId, attempt, offset, text });
    const place = this.#view.liveText.length;
    if (offset > place) return this.#missing();
    this.#fits();
    const fresh = text.slice(place - offset);
    if (fresh === '') return;
    this.#view = { ...this.#view, liveText: this.#view.liveText + fresh };
    this.#tell((follower) => follower.onDelta({ turnId, attempt, offset: place, text: fresh }));
  }

  /** A message that is finished has all its words: what a viewer lacks of them comes first. */
  #completeWords(event: Event): void {
    const spoken = this.#view?.liveText ?? '';
    const turn = this.#view?.conversation.turn;
    if (!turn || !('message' in event) || !event.message?.text.startsWith(spoken)) return;
    const { turnId, attempt, text } = event.message;
    if (turnId !== turn.turnId || attempt !== turn.attempt) return;
    this.#receiveDelta({
      type: 'delta',
      conversationId: this.#conversationId,
      turnId,
      attempt,
      offset: spoken.length,
      text: text.slice(spoken.length),
    });
  }

  #keepAhead(delta: Delta): void {
    const known = this.#ahead?.attempt === delta.attempt ? this.#ahead : null;
    const place = known?.text.length ?? 0;
    if (delta.offset > place) return;
    this.#ahead = { ...delta, offset: 0, text: (known?.text ?? '') + delta.text.slice(place - delta.offset) };
  }

  #releaseAhead(): void {
    const turn = this.#view?.conversation.turn;
    if (!this.#ahead || (turn?.turnId === this.#ahead.turnId && turn.attempt < this.#ahead.attempt)) return;
    const delta = this.#ahead;
    this.#ahead = null;
    this.#receiveDelta({ type: 'delta', conversationId: this.#conversationId, ...delta });
  }

  #receiveError({ code, detail, conversationId }: Frame<'error'>): void {
    if (conversationId !== undefined && passing.has(code))
      this.#wait(this.#retryDelayMs(), () => this.subscribe());
    this.#tell((follower) => follower.onError?.({ code, detail }));
  }

  /** Something between the viewer's place and this frame is not here. */
  #missing(): void {
    if (!this.#asked) this.subscribe();
  }

  /** An event that this client is too old to understand: the snapshot has its effect. */
  #startOver(): void {
    this.#view = null;
    this.#gen = undefined;
    this.subscribe();
  }

  #fits(): void {
    if (!this.#asked) return;
    this.#asked = false;
    clearTimeout(this.#timer);
  }

  #wait(delayMs: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, delayMs);
  }

  #tell(what: (follower: Follower) => void): void {
    for (const follower of this.#followers) what(follower);
  }
}

function reduced(view: View, event: NumberedEvent): View | null {
  try {
    return reduceView(view, event);
  } catch {
    return null;
  }
}
