import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { EventOf } from '@chimera/protocol/event';
import { LRUCache } from 'lru-cache';
import type { Committed } from '../conversations/conversation-store.ts';
import { type EndedAttempt, endedAttempts } from './turn-outcome.ts';
import type { LogWatcher } from './watched-log.ts';

interface OpenTurn {
  readonly turnId: string;
  readonly span: Span;
  readonly context: Context;
}

/** A node runs fewer; of those that went elsewhere without a word the oldest are given up. */
const CONVERSATIONS_LIMIT = 5000;

/**
 * A span for each attempt at a turn, from what happened before it to the commit of its end. The first one after a
 * command belongs to the request that gave it, so that a trace shows all from the press of a button to the words;
 * each further one is a trace of its own. It follows the log, so the engine knows nothing of it.
 */
export class TurnTracer implements LogWatcher {
  readonly #tracer: Tracer;
  readonly #request: () => Context | null;
  readonly #open = new LRUCache<string, OpenTurn>({
    max: CONVERSATIONS_LIMIT,
    dispose: ({ span }) => span.end(),
  });
  /** When a conversation that plays was last written to. */
  readonly #lastMs = new LRUCache<string, number>({ max: CONVERSATIONS_LIMIT });
  /** The request that a playing conversation was last told something by, until a turn follows. */
  readonly #toldBy = new LRUCache<string, Context>({ max: CONVERSATIONS_LIMIT });

  constructor(tracer: Tracer, request: () => Context | null) {
    this.#tracer = tracer;
    this.#request = request;
  }

  /** The turn's context while it is open on this node. */
  of(conversationId: string, turnId: string): Context | null {
    const open = this.#open.get(conversationId);
    return open?.turnId === turnId ? open.context : null;
  }

  committed({ ref: { id }, conversation, events }: Committed, tookMs: number): void {
    const endMs = Date.now();
    const startMs = endMs - tookMs;
    const request = this.#request();
    if (request) {
      this.#span('commit', request, startMs, endMs);
      if (conversation.state === 'running') this.#toldBy.set(id, request);
    }
    const ended = endedAttempts(events.map(({ event }) => event));
    for (const { event } of events) {
      const end = ended.find(({ event: by }) => by === event);
      if (end) this.#end(id, end, { startMs, endMs });
      if (event.type === 'turn-started') this.#begin(id, event, { startMs, endMs });
    }
    if (conversation.state === 'running') this.#lastMs.set(id, endMs);
    else this.#forget(id);
  }

  /** What is open ends here, as far as this node knows. */
  close(): void {
    this.#open.clear();
  }

  #begin(id: string, { turnId, attempt, seatId, reason }: EventOf<'turn-started'>, commit: Times): void {
    const parent = this.#toldBy.get(id) ?? ROOT_CONTEXT;
    this.#toldBy.delete(id);
    const startTime = this.#lastMs.get(id) ?? commit.startMs;
    const attributes = {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.conversation.id': id,
      'chimera.turn.id': turnId,
      'chimera.turn.attempt': attempt,
      'chimera.turn.reason': reason.code,
      'chimera.seat.id': seatId,
    };
    const span = this.#tracer.startSpan('turn', { startTime, attributes }, parent);
    const context = trace.setSpan(parent, span);
    if (attempt === 1) this.#span('choose speaker', context, startTime, commit.startMs);
    this.#span('commit', context, commit.startMs, commit.endMs);
    this.#open.set(id, { turnId, span, context });
  }

  #end(id: string, { turnId, outcome, reason, message }: EndedAttempt, commit: Times): void {
    const open = this.#open.get(id);
    if (open?.turnId !== turnId) return;
    const { span, context } = open;
    this.#span('commit', context, commit.startMs, commit.endMs);
    span.setAttributes({
      'chimera.turn.outcome': outcome,
      ...(reason !== undefined && { 'chimera.turn.end_reason': reason }),
      ...(message?.cached && { 'chimera.turn.cached': true }),
      ...(message?.usage && {
        'gen_ai.usage.input_tokens': message.usage.inputTokens,
        'gen_ai.usage.output_tokens': message.usage.outputTokens,
      }),
    });
    if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    this.#open.delete(id);
  }

  #forget(id: string): void {
    this.#lastMs.delete(id);
    this.#toldBy.delete(id);
  }

  #span(name: string, parent: Context, startTime: number, endTime: number): void {
    this.#tracer.startSpan(name, { startTime }, parent).end(endTime);
  }
}

interface Times {
  readonly startMs: number;
  readonly endMs: number;
}
