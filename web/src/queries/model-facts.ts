import type { Model } from '@chimera/protocol/provider';
import type { Words } from '../words/use-words.ts';

/** What one wants to know of a model before it is chosen, as short words. A local one has no price to be unknown. */
export function modelFacts(model: Model, isLocal: boolean, { models: words }: Words): readonly string[] {
  const { contextTokens, inputPrice, outputPrice, vision, loaded } = model;
  const price =
    inputPrice !== undefined && outputPrice !== undefined
      ? inputPrice === 0 && outputPrice === 0
        ? words.free
        : words.price(inputPrice, outputPrice)
      : isLocal
        ? null
        : words.priceUnknown;
  return [
    contextTokens === undefined ? null : words.context(contextTokens),
    price,
    loaded === true ? words.loaded : null,
    vision === true ? words.vision : null,
  ].filter((fact) => fact !== null);
}
