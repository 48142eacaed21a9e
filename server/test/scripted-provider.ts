import { setTimeout as sleep } from 'node:timers/promises';
import type { BrainRequest, Part, Provider } from '../src/providers/provider.ts';

/** What a scripted brain does when it is asked: pieces of text, pauses in milliseconds, or an error to throw. */
export type Script = readonly (string | number | Error)[];

/** A brain that says what a test tells it to, in exactly these pieces. */
export function scriptedProvider(scriptOf: (request: BrainRequest) => Script): Provider {
  return {
    kind: 'demo',
    models: async () => [{ id: 'scripted' }],
    async *stream(request, signal): AsyncIterable<Part> {
      yield { type: 'start', brain: { kind: 'demo', model: request.model } };
      for (const step of scriptOf(request)) {
        signal.throwIfAborted();
        if (step instanceof Error) throw step;
        if (typeof step === 'number') await sleep(step, undefined, { signal });
        else yield { type: 'text', text: step };
      }
      yield { type: 'finish', reason: 'stop', usage: { inputTokens: 100, outputTokens: 10 } };
    },
  };
}
