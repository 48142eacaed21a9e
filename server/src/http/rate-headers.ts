import { LimitReached } from '../limits/limit-reached.ts';
import type { Standing } from '../limits/rule.ts';

/** Where a client stands with its limit, in the headers of draft-ietf-httpapi-ratelimit-headers-06. */
export function rateHeaders({ rule, used, resetMs }: Standing): Record<string, string> {
  return {
    'ratelimit-limit': String(rule.points),
    'ratelimit-remaining': String(Math.max(0, rule.points - used)),
    'ratelimit-reset': String(Math.ceil(resetMs / 1000)),
    'ratelimit-policy': `${rule.points};w=${rule.seconds}`,
  };
}

/** What a refusal says beside its problem. */
export function refusalHeaders(
  error: Error & { retryAfterSeconds?: number | undefined },
): Record<string, string> {
  const standing = error instanceof LimitReached ? error.standing : null;
  return {
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
    ...(standing && rateHeaders(standing)),
  };
}
