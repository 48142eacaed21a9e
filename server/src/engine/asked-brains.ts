import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import {
  type Ask,
  type AskedBrain,
  type BrainRequest,
  type Part,
  type Prompt,
} from '../providers/provider.ts';
import { isRefusal } from '../providers/vendor-problem.ts';
import { estimatedUsage } from './estimated-usage.ts';

/** What one brain was sent. */
export interface Sent extends Pick<BrainRequest, 'sampling' | 'maxTokens' | 'stop' | 'replyAs'> {
  readonly brain: SpokenBy;
  readonly prompt: Prompt;
  /** As the vendor counted, or estimated where it did not say and had begun to answer. */
  readonly usage: Usage | null;
}

/** What was used of a brain. */
export interface Used {
  readonly brain: SpokenBy;
  readonly usage: Usage;
}

/**
 * Notes which brains a call asks, and with what, as it is sent, and what is heard of them: a brain that never
 * answers says nothing of itself, and one that breaks off does not say what it used. One that is asked again
 * after a passing failure is noted once, for it is sent the same.
 */
export class AskedBrains {
  readonly ask: Ask;
  readonly #asked: { readonly brain: AskedBrain; readonly prompt: Prompt }[] = [];
  readonly #forgets: (() => void)[] = [];
  readonly #lost: Used[] = [];
  #answered: SpokenBy | null = null;
  #isCached = false;
  #told: Usage | null = null;
  #heard = '';

  constructor(ask: Ask) {
    const promptFor = (brain: AskedBrain) => {
      const prompt = ask.promptFor(brain);
      const last = this.#asked.at(-1)?.brain;
      if (last?.kind !== brain.kind || last.model !== brain.model) this.#asked.push({ brain, prompt });
      return prompt;
    };
    this.ask = {
      ...ask,
      promptFor,
      onKept: (forget) => this.#forgets.push(forget),
      onLost: (heard, error) => this.#lose(heard, error),
    };
  }

  /** Nobody gets this answer again. */
  forget(): void {
    for (const forget of this.#forgets) forget();
  }

  /** Takes in each part of the answer. */
  hear(part: Part): void {
    if (part.type === 'start') this.#begin(part);
    else if (part.type === 'finish') this.#told = part.usage;
    else this.#heard += part.text;
  }

  /** It came from the cache: nobody was asked, and nothing used. */
  get isCached(): boolean {
    return this.#isCached;
  }

  /** Who answers; null until somebody does. */
  get answered(): SpokenBy | null {
    return this.#answered;
  }

  /** What the answer used so far; null while there is none. */
  get usage(): Usage | null {
    if (this.#told || !this.#answered) return this.#told;
    return this.#estimated(this.#answered, this.#heard);
  }

  /** Answers that had begun and were lost before anybody heard a word of them. */
  get lost(): readonly Used[] {
    return this.#lost;
  }

  /** All that was used. */
  get used(): readonly Used[] {
    const { usage } = this;
    return this.#answered && usage ? [...this.#lost, { brain: this.#answered, usage }] : this.#lost;
  }

  /** All that were asked, the last one by the name that it answered under. */
  sent(): Sent[] {
    const { maxTokens, stop, replyAs } = this.ask;
    return this.#asked.map(({ brain: { kind, model, sampling = {} }, prompt }, at) => {
      const isLast = at === this.#asked.length - 1;
      const brain = (isLast ? this.#answered : null) ?? { kind, model };
      return { brain, prompt, sampling, maxTokens, stop, replyAs, usage: isLast ? this.usage : null };
    });
  }

  #begin({ brain, cached }: Extract<Part, { type: 'start' }>): void {
    this.#answered = brain;
    this.#isCached = cached ?? false;
    if (cached) this.#told = { inputTokens: 0, outputTokens: 0 };
  }

  #lose(heard: readonly Part[], error: unknown): void {
    const start = heard.find((part) => part.type === 'start');
    if (!start || isRefusal(error)) return;
    const text = heard.map((part) => ('text' in part ? part.text : '')).join('');
    const usage = this.#estimated(start.brain, text);
    if (usage) this.#lost.push({ brain: start.brain, usage });
  }

  /** The demo brain is no model and uses nothing that anybody counts. */
  #estimated(brain: SpokenBy, heard: string): Usage | null {
    const prompt = this.#asked.at(-1)?.prompt;
    return prompt && brain.kind !== 'demo' ? estimatedUsage(prompt, heard) : null;
  }
}
