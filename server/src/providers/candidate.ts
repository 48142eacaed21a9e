import type { ModelBrain, ProviderKind, Sampling } from '@chimera/protocol/provider';
import type { Logger } from '../logger.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import type { Question } from './cache/answer-key.ts';
import type { Guards } from './guards.ts';
import { answerOf, type Call, openAnswer } from './opening.ts';
import type { Ask, BrainRequest, Provider, ProviderError } from './provider.ts';
import type { ServedConnection } from './served-connection.ts';
import type { Candidate } from './with-fallback.ts';
import { watched } from './watch.ts';
import { LONGEST_WAIT_BEFORE_FALLBACK_MS, LONGEST_WAIT_MS, withRetry } from './with-retry.ts';

/** What a seat's brain comes down to at this moment. */
export interface ChosenBrain {
  readonly connectionId: string;
  readonly kind: ProviderKind;
  readonly model: string;
}

/** A brain as it can be asked right now. */
export interface Reached {
  readonly chosen: ChosenBrain;
  readonly provider: Provider;
  /** Null: it is not reached over a network. */
  readonly served: ServedConnection | null;
}

export interface CandidateParts {
  readonly guards: Guards;
  /** Null: every answer is asked for. */
  readonly cache: AnswerCache | null;
  readonly logger: Logger;
}

/** One brain that may be asked. */
export interface Wanted {
  readonly ownerId: string;
  readonly label: () => Promise<string>;
  readonly brain: ModelBrain | null;
  /** Looked up for each call: a connection may change between two of them. */
  readonly reach: () => Promise<Reached>;
  /** Another one stands by. */
  readonly hasNext: boolean;
}

/** The way of a question to one brain, outside in: what was kept, patience, whoever looks on, breaker, bulkhead, and the vendor. */
export function candidateOf({ guards, cache, logger }: CandidateParts, wanted: Wanted, ask: Ask): Candidate {
  const { ownerId, label, brain, reach, hasNext } = wanted;
  const sampling = brain?.params ?? {};
  const call: Call = (signal) =>
    answerOf(async () => {
      const reached = await reach();
      const { chosen, provider, served } = reached;
      const asked = { ...ask, brain: chosen, sampling };
      const send = watched(guards.watch, asked, (timed) => {
        // Made only when it is sent: what was asked is kept.
        const stream: Call = (inner) =>
          provider.stream(
            timed(() => requestOf(reached, ask, sampling)),
            inner,
          );
        const opened: Call = (inner) => answerOf(() => openAnswer(stream, inner, ask.onLost));
        return served ? guards.around(guardedBy(served), opened) : opened;
      });
      return openAnswer(send, signal);
    });
  const question = async (): Promise<Question | null> => {
    const reached = await reach();
    const { served } = reached;
    return served && { ownerId, connection: keyed(served), request: requestOf(reached, ask, sampling) };
  };
  const longestWaitMs = hasNext ? LONGEST_WAIT_BEFORE_FALLBACK_MS : LONGEST_WAIT_MS;
  const onRetry = ({ problem, message }: ProviderError, waitMs: number) => {
    logger.info({ brain, problem, waitMs }, 'A provider is asked again.');
    ask.onWait?.(waitMs, message);
  };
  const patient = withRetry(call, { longestWaitMs, onRetry });
  return { label, call: cache?.around(ask, question, patient) ?? patient };
}

/** What one brain is asked, without what only concerns the one who asks. */
function requestOf({ chosen, provider }: Reached, ask: Ask, sampling: Sampling): BrainRequest {
  const { promptFor, onWait: _, cache: __, onKept: ___, onLost: ____, ...request } = ask;
  const contextTokens = provider.contextTokens?.(chosen.model);
  const known = contextTokens === undefined ? {} : { contextTokens };
  return { ...request, prompt: promptFor({ ...chosen, sampling, ...known }), model: chosen.model, sampling };
}

function guardedBy({ kind, connection, breakerName, vendor }: ServedConnection) {
  return { kind, connectionId: connection.id, breakerName, name: vendor.name, isLocal: vendor.local };
}

/** What of a connection an answer depends on. */
function keyed({ kind, connection, keyFingerprint }: ServedConnection): Question['connection'] {
  return { id: connection.id, kind, baseUrl: connection.baseUrl ?? '', keyFingerprint };
}
