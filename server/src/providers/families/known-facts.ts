import type { Model, ProviderKind } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import { claudeFamily } from './claude.ts';
import { deepSeekFamilies } from './deepseek.ts';
import type { ModelFamily } from './family.ts';
import { geminiFamily } from './gemini.ts';
import { openAiFamilies } from './openai.ts';
import { type FactsBehind, factsBehindOpenRouter } from './openrouter.ts';

export interface AskedModel {
  readonly kind: ProviderKind;
  readonly model: string;
}

/** Tokens of prompt and answer together that the model holds; null when no source tells. */
export function contextWindow(asked: AskedModel): number | null {
  return knownFacts(asked)?.contextTokens ?? null;
}

/** A model of a vendor's list with what its family is known for; what the vendor says itself counts more. */
export function withKnownFacts(kind: ProviderKind, model: Model): Model {
  const { contextTokens, vision } = knownFacts({ kind, model: model.id }) ?? {};
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(vision !== undefined && { vision }),
    ...model,
  };
}

/** What runs at home holds what its server was told to, so its id tells nothing. */
function knownFacts({ kind, model }: AskedModel): FactsBehind | undefined {
  const among = (families: readonly ModelFamily[]) => families.find(({ pattern }) => pattern.test(model));
  switch (kind) {
    case 'openai':
      return among(openAiFamilies);
    case 'deepseek':
      return among(deepSeekFamilies);
    case 'openrouter':
      return factsBehindOpenRouter(model);
    case 'anthropic':
      return claudeFamily(model);
    case 'gemini':
      return geminiFamily(model);
    case 'lmstudio':
    case 'ollama':
    case 'openai-compatible':
    case 'demo':
      return undefined;
    default:
      return unreachable(kind);
  }
}
