import type * as genaiPrices from '@pydantic/genai-prices';
import type { Model, ProviderKind, SpokenBy, Usage } from '@chimera/protocol/provider';
import { vendors } from './vendors.ts';

/** What a call costs in US dollars; undefined: nobody knows, which is not nothing. */
export type CostOf = (brain: Pick<SpokenBy, 'kind' | 'model'>, usage: Usage) => Promise<number | undefined>;

/** What models cost by the list that is kept by the makers of `@pydantic/genai-prices`. */
export interface Prices {
  readonly costOf: CostOf;
  /** The same model, with its context and its prices where its own vendor does not tell them. */
  readonly withPrices: (kind: ProviderKind, models: readonly Model[]) => Promise<Model[]>;
}

type Book = Pick<typeof genaiPrices, 'calcPrice'>;
type PriceCalculation = genaiPrices.PriceCalculation;

/** How that list calls the vendors whose models it knows; whoever is not here has no price of their own. */
const bookNames: Readonly<Partial<Record<ProviderKind, string>>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  deepseek: 'deepseek',
  gemini: 'google',
  openrouter: 'openrouter',
};

/** Prices change by the hour with some vendors; `now` says which holds. The list is read when it is first asked. */
export function createPrices(now: () => Date): Prices {
  let reading: Promise<Book> | null = null;
  const open = () => (reading ??= import('@pydantic/genai-prices'));

  async function charge(kind: ProviderKind, model: string, usage: Usage): Promise<PriceCalculation | null> {
    const providerId = bookNames[kind];
    if (providerId === undefined) return null;
    const { calcPrice } = await open();
    const found = calcPrice(countsOf(usage), model, { providerId, timestamp: now() });
    return found && isWhole(found) ? found : null;
  }

  return {
    async costOf({ kind, model }, usage) {
      // Whoever sends the bill knows best.
      if (usage.billed !== undefined) return usage.billed;
      if (isFree(kind)) return 0;
      return (await charge(kind, model, usage))?.total_price;
    },
    async withPrices(kind, models) {
      if (isFree(kind)) return models.map((model) => ({ ...freePrices, ...model }));
      return Promise.all(
        models.map(async (model) => {
          if (model.inputPrice !== undefined && model.outputPrice !== undefined) return model;
          const found = await charge(kind, model.id, { inputTokens: 0, outputTokens: 0 });
          return found ? { ...factsOf(found), ...model } : model;
        }),
      );
    },
  };
}

const freePrices = { inputPrice: 0, outputPrice: 0 };

/** What runs on the owner's own machine, and what is no model. */
function isFree(kind: ProviderKind): boolean {
  return kind === 'demo' || vendors[kind].local;
}

/** Parts of the input that are said to be more than the whole would be refused there. */
function countsOf({ inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 }: Usage) {
  const read = Math.min(cachedInputTokens, inputTokens);
  return {
    input_tokens: inputTokens,
    cache_read_tokens: read,
    cache_write_tokens: Math.min(cacheWriteTokens, inputTokens - read),
    output_tokens: outputTokens,
  };
}

/** An entry without one of the two prices is no price, unless the model is given away under that name. */
function isWhole({ model_price: price, model }: PriceCalculation): boolean {
  const { input_mtok: input, output_mtok: output } = price;
  return (input !== undefined && output !== undefined) || model.id.endsWith(':free');
}

/** What one million tokens cost in a short prompt: some vendors take more for long ones. */
function factsOf({ model, model_price: price }: PriceCalculation): Omit<Model, 'id'> {
  const { context_window: contextTokens } = model;
  const base = (key: string) => {
    const each = price[key];
    return typeof each === 'object' ? each.base : each;
  };
  const cached = base('cache_read_mtok');
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    inputPrice: base('input_mtok') ?? 0,
    outputPrice: base('output_mtok') ?? 0,
    ...(cached !== undefined && { cachedInputPrice: cached }),
  };
}
