import { AsyncResource } from 'node:async_hooks';
import type { ProviderKind } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { baseUrlOf } from './base-url.ts';
import { mediaTypes } from './event-framing.ts';
import { withKnownFacts } from './families/known-facts.ts';
import { callLimits, type CallLimits } from './limits.ts';
import { listModels } from './model-list.ts';
import { contextTokensOf } from './model-size.ts';
import type { Provider } from './provider.ts';
import { type CallOutcome, StreamedAnswer } from './streamed-answer.ts';
import type { ListedModel, WireProtocol } from './wire-protocol.ts';

export interface VendorProviderOptions {
  readonly kind: ProviderKind;
  /** Told with each answer; absent: it has none. */
  readonly connectionId?: string;
  /** How the vendor is called in errors. */
  readonly name: string;
  readonly protocol: WireProtocol;
  readonly baseUrl: string;
  /** What errors say instead of the host of the base URL. */
  readonly shownHost?: string;
  readonly apiKey?: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly limits?: CallLimits;
  /** Hears how each call ended. */
  readonly report?: (outcome: CallOutcome) => void;
}

/** A vendor over HTTP, whatever protocol it speaks. */
export function vendorProvider(options: VendorProviderOptions): Provider {
  const { kind, name, protocol, dispatcher, limits = callLimits } = options;
  const key = options.apiKey?.trim() || undefined;
  const url = baseUrlOf(options.baseUrl, protocol);
  const host = options.shownHost ?? url.host;
  const headers = protocol.headers(key);
  const { framing } = protocol;
  const list = protocol.modelLister();
  let listed: ReadonlyMap<string, ListedModel> = new Map();
  // Ollama takes a name without a tag for the newest of that name.
  const listedAs = (model: string) => listed.get(model) ?? listed.get(`${model}:latest`);
  const by = options.connectionId === undefined ? {} : { connectionId: options.connectionId };
  return {
    kind,
    stream(request, signal) {
      const asked = { vendorName: name, model: request.model, hasKey: key !== undefined };
      const http: Dispatcher.DispatchOptions = {
        origin: url.origin,
        path: pathBehind(url, protocol.requestPath(request.model)),
        method: 'POST',
        headers: {
          ...headers,
          accept: mediaTypes[framing],
          'accept-encoding': 'identity',
          'content-type': 'application/json',
        },
        body: JSON.stringify(protocol.requestBody(request, listedAs(request.model))),
        headersTimeout: limits.headersMs,
        bodyTimeout: limits.idleMs,
      };
      const start = { type: 'start', brain: { kind, model: request.model, ...by } } as const;
      const readEvent = protocol.eventReader();
      // Its end is heard on a socket that others have used before: what is written down belongs to this call.
      const report = AsyncResource.bind(options.report ?? (() => {}));
      return new StreamedAnswer(
        { asked, key, start, http, host, framing, readEvent, dispatcher, limits, report },
        signal,
      );
    },
    async models(signal) {
      const pathOf = (path: string) => pathBehind(url, path);
      const models = await listModels(
        { name, url, host, pathOf, headers, list, key, dispatcher, limits },
        signal,
      );
      listed = new Map(models.map((model) => [model.id, model]));
      return models.map(({ thinking: _, ...model }) => withKnownFacts(kind, model));
    },
    contextTokens: (model) => contextTokensOf({ kind, model }, listedAs(model)),
  };
}

/** The path and query of a call; what the base URL has behind a question mark stays. */
function pathBehind({ pathname, search }: URL, path: string): string {
  // A URL without a path has one nevertheless.
  const base = pathname === '/' ? '' : pathname;
  if (search === '') return base + path;
  return `${base}${path}${path.includes('?') ? `&${search.slice(1)}` : search}`;
}
