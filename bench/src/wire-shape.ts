import type { VendorKind } from '@chimera/server/providers/vendors';

/** How a vendor puts an answer on the wire, and the least that finds its words again in a line. */
export interface WireShape {
  readonly path: (model: string) => string;
  readonly mediaType: string;
  readonly begin: (model: string) => string;
  readonly word: (model: string, text: string) => string;
  readonly end: (model: string, tokens: number) => string;
  readonly textOf: (line: string) => string;
}

/** Events as the vendors send them: each with all that comes along with a word. */
export const wireShapes: Readonly<Record<VendorKind, WireShape>> = {
  openai: chatShape('/v1/chat/completions', {
    around: { service_tier: 'default', system_fingerprint: 'fp_560af6e559' },
    behind: { usage: null, obfuscation: 'Jw0cT1xk' },
  }),
  deepseek: chatShape('/v1/chat/completions', {
    around: { system_fingerprint: 'fp_ffc7281d48_prod0820_fp8_kvcache' },
    within: { reasoning_content: null },
  }),
  openrouter: chatShape('/api/v1/chat/completions', {
    around: { provider: 'Anthropic' },
    within: { role: 'assistant' },
    beside: { native_finish_reason: null },
  }),
  lmstudio: chatShape('/v1/chat/completions', {
    around: { system_fingerprint: 'qwen2.5-7b-instruct' },
    within: { role: 'assistant' },
  }),
  'openai-compatible': chatShape('/v1/chat/completions', {}),
  anthropic: {
    path: () => '/v1/messages',
    mediaType: 'text/event-stream',
    begin: (model) =>
      claudeEvent({
        type: 'message_start',
        message: { model, role: 'assistant', content: [], usage: { input_tokens: 100, output_tokens: 1 } },
      }) + claudeEvent({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
    word: (_, text) =>
      claudeEvent({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    end: (_, tokens) =>
      claudeEvent({ type: 'content_block_stop', index: 0 }) +
      claudeEvent({
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: tokens },
      }) +
      claudeEvent({ type: 'message_stop' }),
    textOf: (line) => dataOf(line)?.delta?.text ?? '',
  },
  gemini: {
    path: (model) => `/v1beta/models/${encodeURIComponent(model)}:streamGenerateContent?alt=sse`,
    mediaType: 'text/event-stream',
    begin: () => '',
    word: (model, text) => geminiEvent(model, { content: { parts: [{ text }], role: 'model' } }),
    end: (model) => geminiEvent(model, { finishReason: 'STOP' }),
    textOf: (line) => dataOf(line)?.candidates[0].content?.parts[0].text ?? '',
  },
  ollama: {
    path: () => '/api/chat',
    mediaType: 'application/x-ndjson',
    begin: () => '',
    word: (model, content) => ollamaLine(model, content, { done: false }),
    end: (model, tokens) =>
      ollamaLine(model, '', { done: true, done_reason: 'stop', prompt_eval_count: 100, eval_count: tokens }),
    textOf: (line) => (line === '' ? '' : JSON.parse(line).message.content),
  },
};

/** What one server of OpenAI's protocol puts where, beside what all of them say. */
interface Extras {
  readonly around?: object;
  readonly within?: object;
  readonly beside?: object;
  readonly behind?: object;
}

function chatShape(path: string, { around, within, beside, behind }: Extras): WireShape {
  const chunk = (model: string, choices: readonly object[], more?: object) => {
    const frame = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_700_000_000, model };
    return `data: ${JSON.stringify({ ...frame, ...around, choices, ...behind, ...more })}\n\n`;
  };
  const choice = (delta: object, finish: string | null) => [
    { index: 0, delta, logprobs: null, finish_reason: finish, ...beside },
  ];
  return {
    path: () => path,
    mediaType: 'text/event-stream',
    begin: (model) => chunk(model, choice({ role: 'assistant', content: '' }, null)),
    word: (model, content) => chunk(model, choice({ content, ...within }, null)),
    end: (model, tokens) => {
      const usage = { prompt_tokens: 100, completion_tokens: tokens, total_tokens: 100 + tokens };
      return `${chunk(model, choice({}, 'stop'))}${chunk(model, [], { usage })}data: [DONE]\n\n`;
    },
    textOf: (line) => dataOf(line)?.choices[0]?.delta.content ?? '',
  };
}

function claudeEvent(data: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function geminiEvent(model: string, candidate: object): string {
  const usageMetadata = {
    promptTokenCount: 1503,
    totalTokenCount: 1529,
    cachedContentTokenCount: 1024,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: 1503 }],
    candidatesTokenCount: 8,
    thoughtsTokenCount: 18,
  };
  const candidates = [{ ...candidate, index: 0 }];
  const data = { candidates, usageMetadata, modelVersion: model, responseId: 'kx8nafH2LZTQz7IPo7-a0Ac' };
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

function ollamaLine(model: string, content: string, state: object): string {
  const message = { role: 'assistant', content };
  return `${JSON.stringify({ model, created_at: '2026-11-22T14:16:17.120931Z', message, ...state })}\n`;
}

function dataOf(line: string) {
  if (!line.startsWith('data: ') || line === 'data: [DONE]') return null;
  return JSON.parse(line.slice(6));
}
