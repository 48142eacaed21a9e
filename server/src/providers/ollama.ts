import { ollamaEvent } from './ollama-event.ts';
import { ollamaModels } from './ollama-models.ts';
import { ollamaRequest } from './ollama-request.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Ollama's own protocol. Most users know its address by the path of the OpenAI-compatible one. */
export const ollama: WireProtocol = {
  completePath: (path) => path.replace(/\/(v1|api)$/, ''),
  // A server at home asks for none; Ollama's cloud and proxies do.
  headers: (key) => (key === undefined ? {} : { authorization: `Bearer ${key}` }),
  requestPath: () => '/api/chat',
  requestBody: ollamaRequest,
  framing: 'lines',
  eventReader: () => ollamaEvent,
  modelLister: ollamaModels,
};
