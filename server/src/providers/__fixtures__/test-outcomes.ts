import { afterEach, describe, expect, test } from 'vitest';
import { type Part, ProviderError } from '../provider.ts';
import type { CallOutcome } from '../streamed-answer.ts';
import { type VendorKind, vendors } from '../vendors.ts';
import { exampleRequest } from './example-request.ts';
import type { rawServer } from './raw-server.ts';
import { hear, key, never, vendorStage } from './vendor-stage.ts';

/** What a vendor does, and the one way in which that ends. */
export interface Outcome {
  readonly name: string;
  readonly respond: Parameters<typeof rawServer>[0];
  readonly text?: string;
  /** The problem of the ProviderError, or the reason of the finish. */
  readonly ends: string;
  /** Set for a failure. */
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly detail?: RegExp;
}

/** A test for each outcome: it is one, it is told once, and no key is in it. */
export function testOutcomes(kind: VendorKind, outcomes: readonly Outcome[]): void {
  const { serve, providerAt, clear } = vendorStage(kind);
  const failures = outcomes.filter(({ retryable }) => retryable !== undefined);
  const answers = outcomes.filter(({ retryable }) => retryable === undefined);
  const usualDetail = new RegExp(`${vendors[kind].name}|127\\.0\\.0\\.1|answer|conversation`);

  async function hearOutcome({ respond }: Outcome) {
    const server = await serve(respond);
    const reports: CallOutcome[] = [];
    const provider = providerAt(server.url, { report: (reported) => reports.push(reported) });
    return { ...(await hear(provider.stream(exampleRequest, never))), reports };
  }

  const finishes = ({ type }: Part) => type === 'finish';

  describe(`what ${vendors[kind].name} does`, () => {
    afterEach(clear);

    test.each(answers)('$name is an answer, complete by its reason $ends', async (outcome) => {
      const heard = await hearOutcome(outcome);
      expect(heard.error).toBeUndefined();
      expect(heard.text).toBe(outcome.text);
      expect(heard.parts.filter(finishes)).toEqual([expect.objectContaining({ reason: outcome.ends })]);
      expect(heard.reports).toEqual([expect.objectContaining({ ok: true })]);
    });

    test.each(failures)('$name is one failure: $ends', async ({ detail = usualDetail, ...outcome }) => {
      const heard = await hearOutcome(outcome);
      expect(heard.text).toBe(outcome.text ?? '');
      expect(heard.parts.filter(finishes)).toEqual([]);
      expect(heard.error).toBeInstanceOf(ProviderError);
      expect(heard.error).toMatchObject({
        problem: outcome.ends,
        retryable: outcome.retryable,
        retryAfterMs: outcome.retryAfterMs,
        message: expect.stringMatching(detail),
      });
      expect(String(heard.error)).not.toContain(key);
      expect(String(heard.error).length).toBeLessThan(500);
      expect(heard.reports).toEqual([{ ok: false, error: heard.error }]);
    });
  });
}
