import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import type { Ask, AskedBrain, BrainRequest, Prompt } from '../providers/provider.ts';

/** What one brain was sent. */
export interface Sent extends Pick<BrainRequest, 'sampling' | 'maxTokens' | 'stop' | 'replyAs'> {
  readonly brain: SpokenBy;
  readonly prompt: Prompt;
  /** As the vendor counted. */
  readonly usage: Usage | null;
}

/**
 * Notes which brains a call asks, and with what, as it is sent: a brain that never answers says nothing of
 * itself. One that is asked again after a passing failure is noted once, for it is sent the same.
 */
export class AskedBrains {
  readonly ask: Ask;
  readonly #asked: { readonly brain: AskedBrain; readonly prompt: Prompt }[] = [];
  readonly #forgets: (() => void)[] = [];

  constructor(ask: Ask) {
    const promptFor = (brain: AskedBrain) => {
      const prompt = ask.promptFor(brain);
      const last = this.#asked.at(-1)?.brain;
      if (last?.kind !== brain.kind || last.model !== brain.model) this.#asked.push({ brain, prompt });
      return prompt;
    };
    this.ask = { ...ask, promptFor, onKept: (forget) => this.#forgets.push(forget) };
  }

  /** Nobody gets this answer again. */
  forget(): void {
    for (const forget of this.#forgets) forget();
  }

  /** All that were asked, the last one by the name that it answered under. */
  sent(answered: SpokenBy | null, usage: Usage | null): Sent[] {
    const { maxTokens, stop, replyAs } = this.ask;
    return this.#asked.map(({ brain: { kind, model, sampling = {} }, prompt }, at) => {
      const isLast = at === this.#asked.length - 1;
      const brain = (isLast ? answered : null) ?? { kind, model };
      return { brain, prompt, sampling, maxTokens, stop, replyAs, usage: isLast ? usage : null };
    });
  }
}
