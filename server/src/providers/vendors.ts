import type { ProviderKind } from '@chimera/protocol/provider';
import { anthropic } from './anthropic.ts';
import { gemini } from './gemini.ts';
import { lmStudio } from './lm-studio.ts';
import { ollama } from './ollama.ts';
import { openAiCompatible } from './openai-compatible.ts';
import { compatibleQuirks, deepSeekQuirks, openAiQuirks, openRouterQuirks } from './quirks.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** The kinds that are reached over a network. */
export type VendorKind = Exclude<ProviderKind, 'demo'>;

export interface Vendor {
  readonly name: string;
  /** Null: whoever uses it has to say where it is. */
  readonly baseUrl: string | null;
  /** Runs on the owner's own machine and is found there by itself. */
  readonly local: boolean;
  readonly needsKey: boolean;
  /** False when anybody may read the list of models, so that reading it proves nothing about the key. */
  readonly modelsNeedKey: boolean;
  /** What to do when it is not set up. */
  readonly advice: string;
  readonly protocol: WireProtocol;
}

export const vendors: Readonly<Record<VendorKind, Vendor>> = {
  openai: {
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set OPENAI_API_KEY and start Chimera again.',
    protocol: openAiCompatible(openAiQuirks),
  },
  anthropic: {
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set ANTHROPIC_API_KEY and start Chimera again.',
    protocol: anthropic,
  },
  deepseek: {
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set DEEPSEEK_API_KEY and start Chimera again.',
    protocol: openAiCompatible(deepSeekQuirks),
  },
  gemini: {
    name: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set GEMINI_API_KEY and start Chimera again.',
    protocol: gemini,
  },
  openrouter: {
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: false,
    advice: 'Set OPENROUTER_API_KEY and start Chimera again.',
    protocol: openAiCompatible(openRouterQuirks),
  },
  lmstudio: {
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start the local server in LM Studio, or set LMSTUDIO_BASE_URL when it runs elsewhere.',
    protocol: lmStudio,
  },
  ollama: {
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start Ollama, or set OLLAMA_BASE_URL when it runs elsewhere.',
    protocol: ollama,
  },
  'openai-compatible': {
    name: 'OpenAI-compatible server',
    baseUrl: null,
    local: false,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Set OPENAI_COMPATIBLE_BASE_URL to the address of a server that speaks the OpenAI chat protocol.',
    protocol: openAiCompatible(compatibleQuirks),
  },
};
