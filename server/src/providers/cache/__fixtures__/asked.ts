import { setTimeout as sleep } from 'node:timers/promises';
import { exampleRequest } from '../../__fixtures__/example-request.ts';
import type { Call } from '../../opening.ts';
import type { BrainRequest, Part } from '../../provider.ts';
import type { Question } from '../answer-key.ts';
import type { CachedAnswer } from '../cached-answer.ts';

export const SECRET = Buffer.alloc(32, 7);
export const never = new AbortController().signal;

/** A question as brains asks it. */
export function question(
  changes: {
    readonly ownerId?: string;
    readonly connection?: Partial<Question['connection']>;
    readonly request?: Partial<BrainRequest>;
  } = {},
): Question {
  return {
    ownerId: changes.ownerId ?? 'ada',
    connection: {
      id: 'openai',
      kind: 'openai',
      baseUrl: 'https://api.example/v1',
      keyFingerprint: 'f',
      ...changes.connection,
    },
    request: { ...exampleRequest, ...changes.request },
  };
}

export const start: Part = { type: 'start', brain: { kind: 'openai', model: 'some-model' } };
export const finish: Part = { type: 'finish', reason: 'stop', usage: { inputTokens: 40, outputTokens: 8 } };
export const said = (text: string): Part => ({ type: 'text', text });
export const wholeAnswer: readonly Part[] = [start, said('It is '), said('raining.'), finish];

/** A provider that counts its calls; numbers are pauses in milliseconds. */
export function vendor(steps: readonly (Part | number | Error)[] = wholeAnswer) {
  const counted = { calls: 0 };
  const call: Call = async function* (signal) {
    counted.calls += 1;
    for (const step of steps) {
      if (step instanceof Error) throw step;
      if (typeof step === 'number') await sleep(step, undefined, { signal });
      else yield step;
    }
  };
  return { call, counted };
}

export async function heard(parts: AsyncIterable<Part>): Promise<Part[]> {
  return Array.fromAsync(parts);
}

export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export const isCached = (parts: readonly Part[]): boolean =>
  parts.some((part) => part.type === 'start' && part.cached === true);

export function cachedAnswer(text: string, changes: Partial<CachedAnswer> = {}): CachedAnswer {
  return {
    connectionId: 'openai',
    kind: 'openai',
    model: 'some-model',
    brain: { kind: 'openai', model: 'some-model' },
    pieces: [[10, text]],
    usage: { inputTokens: 40, outputTokens: 8 },
    totalMs: 1200,
    createdAtMs: Date.now(),
    ...changes,
  };
}
