import { chatChunkReader } from './chat-chunk.ts';
import { chatModels } from './chat-models.ts';
import { chatRequest } from './chat-request.ts';
import { listAt } from './model-list.ts';
import type { Quirks } from './quirks.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** OpenAI's chat protocol, as OpenAI itself and most others speak it, each with its quirks. */
export function openAiCompatible(quirks: Quirks): WireProtocol {
  return {
    completePath: (path) => (path === '' ? '/v1' : path),
    headers: (key) => ({ ...quirks.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) }),
    requestPath: () => '/chat/completions',
    requestBody: (request) => chatRequest(request, quirks),
    eventReader: () => chatChunkReader(quirks),
    framing: 'sse',
    modelLister: listAt('/models', chatModels),
  };
}
