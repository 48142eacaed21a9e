import type { ProviderKind } from '@chimera/protocol/provider';
import { ChimeraError } from '../errors.ts';
import {
  compatibleQuirks,
  deepSeekQuirks,
  lmStudioQuirks,
  ollamaQuirks,
  openAiQuirks,
  openRouterQuirks,
  type Quirks,
} from './quirks.ts';

/** The kinds that speak OpenAI's chat protocol. */
export type ChatKind = Exclude<ProviderKind, 'anthropic' | 'gemini' | 'demo'>;

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
  readonly quirks: Quirks;
}

export const vendors: Readonly<Record<ChatKind, Vendor>> = {
  openai: {
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set OPENAI_API_KEY and start Chimera again.',
    quirks: openAiQuirks,
  },
  deepseek: {
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: true,
    advice: 'Set DEEPSEEK_API_KEY and start Chimera again.',
    quirks: deepSeekQuirks,
  },
  openrouter: {
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    local: false,
    needsKey: true,
    modelsNeedKey: false,
    advice: 'Set OPENROUTER_API_KEY and start Chimera again.',
    quirks: openRouterQuirks,
  },
  lmstudio: {
    name: 'LM Studio',
    baseUrl: 'http://127.0.0.1:1234/v1',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start the local server in LM Studio, or set LMSTUDIO_BASE_URL when it runs elsewhere.',
    quirks: lmStudioQuirks,
  },
  ollama: {
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434/v1',
    local: true,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Start Ollama, or set OLLAMA_BASE_URL when it runs elsewhere.',
    quirks: ollamaQuirks,
  },
  'openai-compatible': {
    name: 'OpenAI-compatible server',
    baseUrl: null,
    local: false,
    needsKey: false,
    modelsNeedKey: false,
    advice: 'Set OPENAI_COMPATIBLE_BASE_URL to the address of a server that speaks the OpenAI chat protocol.',
    quirks: compatibleQuirks,
  },
};

export function isChatKind(kind: ProviderKind): kind is ChatKind {
  return Object.hasOwn(vendors, kind);
}

/** A base URL as given, without a slash at its end; one without a path gets the usual `/v1`. */
export function baseUrlOf(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    // The address is not repeated: a password may be part of it.
    throw new ChimeraError(
      'invalid-request',
      'A base URL has to be a whole http or https address without a name and password in it, such as http://127.0.0.1:11434.',
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path === '' ? '/v1' : path;
  return url;
}
