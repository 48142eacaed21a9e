import { anthropicEventReader } from './anthropic-event.ts';
import { anthropicModels } from './anthropic-models.ts';
import { anthropicRequest } from './anthropic-request.ts';
import { listAt } from './model-list.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** Anthropic's Messages protocol. Base URLs are given without a version, as the vendor's own tools want them. */
export const anthropic: WireProtocol = {
  completePath: (path) => (path.endsWith('/v1') ? path : `${path}/v1`),
  headers: (key) => ({
    'anthropic-version': '2023-06-01',
    ...(key !== undefined && { 'x-api-key': key }),
  }),
  requestPath: () => '/messages',
  requestBody: anthropicRequest,
  eventReader: anthropicEventReader,
  framing: 'sse',
  // The longest page there is.
  modelLister: listAt('/models?limit=1000', anthropicModels),
};
