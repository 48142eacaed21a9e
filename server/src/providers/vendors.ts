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
  /** Which of its models speaks when nobody chose one, best first: good talk for little money. */
  readonly preferred: readonly RegExp[];
}

export const vendors: Readonly<Record<VendorKind, Vendor>> = {
  openai: {
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Add a key here, or set OPENAI_API_KEY and start Chimera again.',
    protocol: openAiCompatible(openAiQuirks),
    preferred: [/^gpt-[5-9](\.\d)?-mini$/, /^gpt-[5-9].*-mini/, /^gpt-4\.1-mini$/, /^gpt-4o-mini$/],
  },
  anthropic: {
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Add a key here, or set ANTHROPIC_API_KEY and start Chimera again.',
    protocol: anthropic,
    preferred: [/haiku-[5-9]/, /haiku/, /sonnet/],
  },
  deepseek: {
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Add a key here, or set DEEPSEEK_API_KEY and start Chimera again.',
    protocol: openAiCompatible(deepSeekQuirks),
    preferred: [/chat/, /flash/],
  },
  gemini: {
    name: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Add a key here, or set GEMINI_API_KEY and start Chimera again.',
    protocol: gemini,
    preferred: [/gemini-[\d.]+-flash(-preview)?$/, /flash(?!.*(lite|live))/],
  },
  openrouter: {
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: false,
    advice: 'Add a key here, or set OPENROUTER_API_KEY and start Chimera again.',
    protocol: openAiCompatible(openRouterQuirks),
    preferred: [/^openai\/gpt-[5-9].*-mini$/, /flash$/, /:free$/],
  },
  lmstudio: {
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start the local server in LM Studio, or set LMSTUDIO_BASE_URL when it runs elsewhere.',
    protocol: lmStudio,
    preferred: [],
  },
  ollama: {
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start Ollama, or set OLLAMA_BASE_URL when it runs elsewhere.',
    protocol: ollama,
    preferred: [],
  },
  'openai-compatible': {
    name: 'OpenAI-compatible server',
    baseUrl: null,
    local: false,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Add the address of a server that speaks the OpenAI chat protocol.',
    protocol: openAiCompatible(compatibleQuirks),
    preferred: [],
  },
};
