import type { ProviderKind } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { ChatAnswer, type CallOutcome } from './chat-answer.ts';
import { chatRequest } from './chat-request.ts';
import { callLimits, type CallLimits } from './limits.ts';
import { listModels } from './model-list.ts';
import type { Provider } from './provider.ts';
import type { Quirks } from './quirks.ts';
import { baseUrlOf } from './vendors.ts';

export interface OpenAiCompatibleOptions {
  readonly kind: ProviderKind;
  /** How the vendor is called in errors. */
  readonly name: string;
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly quirks: Quirks;
  readonly limits?: CallLimits;
  /** Hears how each call ended. */
  readonly report?: (outcome: CallOutcome) => void;
}

/** Any server that speaks OpenAI's chat protocol: OpenAI itself, and most others by their quirks. */
export function openAiCompatible(options: OpenAiCompatibleOptions): Provider {
  const { kind, name, dispatcher, quirks, limits = callLimits } = options;
  const key = options.apiKey?.trim() || undefined;
  const url = baseUrlOf(options.baseUrl);
  const headers = {
    accept: 'text/event-stream',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
  };
  return {
    kind,
    stream(request, signal) {
      const asked = { vendorName: name, model: request.model, hasKey: key !== undefined };
      const http: Dispatcher.DispatchOptions = {
        origin: url.origin,
        path: `${url.pathname}/chat/completions${url.search}`,
        method: 'POST',
        headers,
        body: JSON.stringify(chatRequest(request, quirks)),
        headersTimeout: limits.headersMs,
        bodyTimeout: limits.idleMs,
      };
      const start = { type: 'start', brain: { kind, model: request.model } } as const;
      const report = options.report ?? (() => {});
      return new ChatAnswer({ asked, key, start, http, dispatcher, limits, report }, signal);
    },
    models: (signal) => listModels({ name, url, headers, key, dispatcher, limits }, signal),
  };
}
