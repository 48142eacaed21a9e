import type { Call } from '../opening.ts';
import { PartQueue } from '../part-queue.ts';
import type { Part } from '../provider.ts';

export const start: Part = { type: 'start', brain: { kind: 'openai', model: 'gpt-5' } };
export const finish: Part = { type: 'finish', reason: 'stop', usage: null };
export const text = (words: string): Part => ({ type: 'text', text: words });

/** A vendor whose answers a test gives part by part. */
export interface CalledVendor {
  readonly call: Call;
  /** All answers that were asked for, in order. */
  readonly answers: readonly GivenAnswer[];
}

export interface GivenAnswer {
  say(...parts: readonly Part[]): void;
  end(): void;
  fail(error: Error): void;
}

export function calledVendor(): CalledVendor {
  const answers: GivenAnswer[] = [];
  const call: Call = (signal) => {
    const { answer, parts } = givenAnswer(signal);
    answers.push(answer);
    return parts;
  };
  return { call, answers };
}

function givenAnswer(signal: AbortSignal): { answer: GivenAnswer; parts: AsyncIterable<Part> } {
  const queue = new PartQueue();
  const parts: AsyncIterator<Part, undefined> = {
    next: () => queue.next(),
    return: () => Promise.resolve({ value: undefined, done: true }),
  };
  // An answer that nobody wants breaks off, as a socket does.
  signal.addEventListener('abort', () => queue.fail(signal.reason));
  return {
    parts: { [Symbol.asyncIterator]: () => parts },
    answer: {
      say(...said) {
        for (const part of said) queue.push(part);
      },
      end: () => queue.end(),
      fail: (error) => queue.fail(error),
    },
  };
}

export async function hear(
  parts: AsyncIterable<Part>,
): Promise<{ readonly said: string; readonly error: unknown }> {
  let said = '';
  try {
    for await (const part of parts) if (part.type === 'text') said += part.text;
  } catch (error) {
    return { said, error };
  }
  return { said, error: undefined };
}
