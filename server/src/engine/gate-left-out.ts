import type { GateAction, GuardRule } from './gate-action.ts';

/** What was left out of an answer before anybody saw it. What that comes to shows at its end. */
export class LeftOut {
  readonly #items: { readonly rule: GuardRule; readonly text: string }[] = [];
  /** Stage actions that were taken out of sentences. */
  readonly #asides: readonly string[];

  constructor(asides: readonly string[]) {
    this.#asides = asides;
  }

  add(rules: readonly GuardRule[], text: string): void {
    for (const rule of rules) this.#items.push({ rule, text });
  }

  /** One of them makes the whole answer worthless: it stands for all. */
  takeFor(rule: GuardRule, text: string): GateAction {
    this.#items.length = 0;
    return { rule, action: 'retry', text };
  }

  /** Fewer words beside what was left out are not worth a turn; 0 when nothing was. */
  get leastWords(): number {
    if (this.#items.length > 0) return LEAST_BESIDE_SENTENCES;
    return this.#asides.length > 0 ? LEAST_BESIDE_ACTIONS : 0;
  }

  actions(hasShown: boolean): GateAction[] {
    const asides = this.#asides.map((text) => ({ rule: 'narration' as const, text }));
    return [...asides, ...this.#items].map(({ rule, text }) => ({
      rule,
      action: hasShown ? (rule === 'narration' ? 'strip' : 'cut-sentence') : 'retry',
      text,
    }));
  }
}

const LEAST_BESIDE_ACTIONS = 3;
const LEAST_BESIDE_SENTENCES = 4;
