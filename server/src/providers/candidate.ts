import type { ModelBrain, ProviderKind } from '@chimera/protocol/provider';
import type { Logger } from '../logger.ts';
import type { Guards } from './guards.ts';
import { answerOf, type Call, openAnswer } from './opening.ts';
import type { Ask, Provider, ProviderError } from './provider.ts';
import type { ServedConnection } from './served-connection.ts';
import type { Candidate } from './with-fallback.ts';
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
  readonly logger: Logger;
}

/** One brain that may be asked. */
export interface Wanted {
  readonly label: string;
  readonly brain: ModelBrain | null;
  /** Looked up for each call: a connection may change between two of them. */
  readonly reach: () => Promise<Reached>;
  /** Another one stands by. */
  readonly hasNext: boolean;
}

/** The way of a question to one brain, outside in: patience, breaker, bulkhead, and the vendor. */
export function candidateOf(
  { guards, logger }: CandidateParts,
  { label, brain, reach, hasNext }: Wanted,
  { promptFor, onWait, ...request }: Ask,
): Candidate {
  const sampling = brain?.params ?? {};
  const call: Call = (signal) =>
    answerOf(async () => {
      const { chosen, provider, served } = await reach();
      // Made only when it is sent: what was asked is kept.
      const send: Call = (inner) => {
        const contextTokens = provider.contextTokens?.(chosen.model);
        const known = contextTokens === undefined ? {} : { contextTokens };
        const prompt = promptFor({ ...chosen, sampling, ...known });
        return provider.stream({ ...request, prompt, model: chosen.model, sampling }, inner);
      };
      return openAnswer(served ? guards.around(guardedBy(served), send) : send, signal);
    });
  const longestWaitMs = hasNext ? LONGEST_WAIT_BEFORE_FALLBACK_MS : LONGEST_WAIT_MS;
  const onRetry = ({ problem, message }: ProviderError, waitMs: number) => {
    logger.info({ brain: label, problem, waitMs }, 'A provider is asked again.');
    onWait?.(waitMs, message);
  };
  return { label, call: withRetry(call, { longestWaitMs, onRetry }) };
}

function guardedBy({ connection, breakerName, vendor }: ServedConnection) {
  return { connectionId: connection.id, breakerName, isLocal: vendor.local };
}
