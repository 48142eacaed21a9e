import type { EventOf } from '@chimera/protocol/event';
import type { SpokenBy } from '@chimera/protocol/provider';
import type { Attempt, AskBrain, Try } from './speak.ts';

type Asked = Omit<EventOf<'brain-asked'>, 'at'>;

/** Counts what is asked of models beside the talk, so that it reaches the totals and the limits. */
export class Unheard {
  #asked: Asked[] = [];

  /** The same brains; what they use is counted. */
  counting(ask: AskBrain): AskBrain {
    const note = (asked: Asked) => this.#asked.push(asked);
    return async function* (brain, fallbacks, request, signal) {
      let by: SpokenBy | null = null;
      for await (const part of ask(brain, fallbacks, request, signal)) {
        if (part.type === 'start') by = part.brain;
        if (part.type === 'finish' && part.usage && by) {
          note({ type: 'brain-asked', task: request.scene.turnId, brain: by, usage: part.usage });
        }
        yield part;
      }
    };
  }

  /** What was counted since the last time, as events. */
  take(at: string): EventOf<'brain-asked'>[] {
    const asked = this.#asked.map((each) => ({ ...each, at }));
    this.#asked = [];
    return asked;
  }
}

/** Answers of a turn of which nobody heard a word, but which were paid for. */
export function unheardAnswers(attempt: Attempt, at: string): EventOf<'brain-asked'>[] {
  const { kind, tries } = attempt;
  // The message says what its own words cost.
  const unheard = kind === 'passed' || kind === 'failed' ? tries : tries.slice(0, -1);
  return unheard.flatMap(({ brain, usage }: Try) =>
    // Nobody is paid for what came from the cache.
    usage && usage.inputTokens + usage.outputTokens > 0
      ? [{ type: 'brain-asked' as const, at, task: 'answer', brain, usage }]
      : [],
  );
}
