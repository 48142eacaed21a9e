import { answerOf, type Call, heardToItsEnd, openAnswer } from './opening.ts';
import type { Ask, AskedBrain, BrainRequest, Part } from './provider.ts';

/** Looks on while brains are asked, to count or to trace. It changes nothing and never throws. */
export interface Watch {
  begin(asked: Asked): Watching;
}

/** One call of a brain, as it begins. Each try again is a call of its own. */
export interface Asked extends Pick<Ask, 'scene' | 'maxTokens'>, Pick<BrainRequest, 'sampling'> {
  readonly brain: Pick<AskedBrain, 'kind' | 'model'>;
}

export interface Watching {
  /** How long its prompt took to be made, now that it is. */
  prompted(tookMs: number): void;
  hear(part: Part): void;
  /** No more comes of it. Without a failure and without a `finish` nobody wanted more. */
  end(failure?: { readonly error: unknown }): void;
}

/** The same call, looked on. What made its prompt is timed by the function that it is given. */
export function watched(
  watch: Watch | null,
  asked: Asked,
  call: (timed: <T>(make: () => T) => T) => Call,
): Call {
  if (watch === null) return call((make) => make());
  return (signal) =>
    answerOf(async () => {
      const watching = watch.begin(asked);
      const timed = <T>(make: () => T): T => {
        const startedAt = performance.now();
        const made = make();
        watching.prompted(performance.now() - startedAt);
        return made;
      };
      try {
        const opening = await openAnswer(call(timed), signal);
        for (const part of opening.held) watching.hear(part);
        const { rest } = opening;
        return {
          ...opening,
          rest: heardToItsEnd(
            rest,
            (failure) => watching.end(failure),
            (part) => watching.hear(part),
          ),
        };
      } catch (error) {
        watching.end({ error });
        throw error;
      }
    });
}
