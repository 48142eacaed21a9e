import { geminiId } from './families/gemini.ts';
import { geminiEvent } from './gemini-event.ts';
import { geminiModels } from './gemini-models.ts';
import { geminiRequest } from './gemini-request.ts';
import { listAt } from './model-list.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Gemini's own protocol. Base URLs are given without a version, as the vendor's own tools want them. */
export const gemini: WireProtocol = {
  completePath: (path) => (/\/v\d[a-z\d]*$/.test(path) ? path : `${path}/v1beta`),
  // In a header, for addresses stand in logs.
  headers: (key) => (key === undefined ? {} : { 'x-goog-api-key': key }),
  requestPath: (model) => `/models/${encodeURIComponent(geminiId(model))}:streamGenerateContent?alt=sse`,
  requestBody: geminiRequest,
  eventReader: () => geminiEvent,
  framing: 'sse',
  // The longest page there is.
  modelLister: listAt('/models?pageSize=1000', geminiModels),
};
