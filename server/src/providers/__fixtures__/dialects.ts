import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { EventFraming } from '../event-framing.ts';
import type { VendorKind } from '../vendors.ts';
import { recorded } from './raw-server.ts';
import { key } from './vendor-stage.ts';

/** How one vendor says what every vendor says. A vendor that is added here is a column of the table of faults. */
export interface Dialect {
  readonly kind: VendorKind;
  readonly framing: EventFraming;
  /** A model that sees, if the vendor has one. */
  readonly model: string;
  /** Where its users say that it is, behind the host. */
  readonly basePath: string;
  /** Where a request for words goes then. */
  readonly path: string;
  /** A whole answer as it was recorded, and what it says. */
  readonly recording: {
    readonly bytes: Buffer;
    readonly text: string;
    readonly reasoning: string;
    readonly usage: object;
  };
  readonly word: (text: string) => string;
  readonly thought: (text: string) => string;
  /** The end by a reason, as far as it is one event; `last` is the rest of the end. */
  readonly ends: Readonly<Record<'stop' | 'length' | 'filter' | 'tomorrow', string>>;
  readonly last: string;
  /** What the vendor may send at any time and nobody asked for. */
  readonly unknown: string;
  readonly refusals: Readonly<Record<Refusal, { readonly status: number; readonly body: string }>>;
}

const refusals = ['401', '403', '404', '400', '429', 'credit', '500', '529', 'stream'] as const;
export type Refusal = (typeof refusals)[number];

const refusalSchema = z
  .object({ status: z.number(), body: z.unknown() })
  .transform(({ status, body }) => ({ status, body: JSON.stringify(body).replaceAll('{key}', key) }));
const refusalsSchema = z.record(z.enum(refusals), refusalSchema);

function refusalsOf(kind: VendorKind): Dialect['refusals'] {
  const file = new URL(`refusals/${kind}.json`, import.meta.url);
  return refusalsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const chatEvent = (choice: object) => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`;
const chatEnd = (finish_reason: string) => chatEvent({ delta: {}, finish_reason });

function chatDialect(
  kind: Extract<VendorKind, 'openai' | 'deepseek' | 'openrouter' | 'openai-compatible' | 'lmstudio'>,
  own: Pick<Dialect, 'model' | 'basePath'> & { recording: Omit<Dialect['recording'], 'bytes'> },
): Dialect {
  const thoughts = kind === 'openrouter' ? 'reasoning' : 'reasoning_content';
  return {
    kind,
    framing: 'sse',
    ...own,
    path: `${own.basePath}/chat/completions`,
    recording: { ...own.recording, bytes: recorded(kind) },
    word: (content) => chatEvent({ delta: { content }, finish_reason: null }),
    thought: (text) => chatEvent({ delta: { content: '', [thoughts]: text }, finish_reason: null }),
    ends: {
      stop: chatEnd('stop'),
      length: chatEnd('length'),
      filter: chatEnd('content_filter'),
      tomorrow: chatEnd('a_reason_of_tomorrow'),
    },
    last: 'data: [DONE]\n\n',
    unknown: `: a comment\n\nevent: mood\ndata: {"type":"mood","text":"no"}\n\n${chatEvent({ index: 1, delta: { content: 'no' } })}`,
    refusals: refusalsOf(kind),
  };
}

const claudeEvent = (data: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const claudeEnd = (stop_reason: string) =>
  claudeEvent({ type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 3 } });

const anthropic: Dialect = {
  kind: 'anthropic',
  framing: 'sse',
  model: 'claude-sonnet-4-6',
  basePath: '',
  path: '/v1/messages',
  recording: {
    bytes: recorded('anthropic'),
    text: 'Since the café closed — you had the 🗝️.',
    reasoning: 'He wants a date. Give him the café.',
    usage: { inputTokens: 1503, outputTokens: 29, cachedInputTokens: 1408, cacheWriteTokens: 34 },
  },
  word: (text) => claudeEvent({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  thought: (thinking) =>
    claudeEvent({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking } }),
  ends: {
    stop: claudeEnd('end_turn'),
    length: claudeEnd('max_tokens'),
    filter: claudeEnd('refusal'),
    tomorrow: claudeEnd('a_reason_of_tomorrow'),
  },
  last: claudeEvent({ type: 'message_stop' }),
  unknown:
    claudeEvent({ type: 'ping' }) +
    claudeEvent({ type: 'mood', text: 'no' }) +
    claudeEvent({ type: 'content_block_delta', index: 0, delta: { type: 'song_delta', text: 'no' } }),
  refusals: refusalsOf('anthropic'),
};

const geminiEvent = (data: unknown) => `data: ${JSON.stringify(data)}\r\n\r\n`;
const geminiEnd = (finishReason: string) => geminiEvent({ candidates: [{ finishReason, index: 0 }] });

const gemini: Dialect = {
  kind: 'gemini',
  framing: 'sse',
  model: 'gemini-3.8-flash',
  basePath: '',
  path: '/v1beta/models/gemini-3.8-flash:streamGenerateContent',
  recording: {
    bytes: recorded('gemini'),
    text: 'It rained before you were born, Bö — and it will rain after. ☔',
    reasoning: '**Weighing the rain**\n\nShort, dry.',
    usage: { inputTokens: 1503, outputTokens: 34, cachedInputTokens: 1024 },
  },
  word: (text) => geminiEvent({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0 }] }),
  thought: (text) =>
    geminiEvent({ candidates: [{ content: { parts: [{ text, thought: true }] }, index: 0 }] }),
  ends: {
    stop: geminiEnd('STOP'),
    length: geminiEnd('MAX_TOKENS'),
    filter: geminiEnd('SAFETY'),
    tomorrow: geminiEnd('A_REASON_OF_TOMORROW'),
  },
  last: '',
  unknown:
    geminiEvent({ mood: 'no' }) +
    geminiEvent({ candidates: [{ index: 1, content: { parts: [{ text: 'no' }] } }] }) +
    geminiEvent({ candidates: [{ content: { parts: [{ functionCall: {} }] } }] }),
  refusals: refusalsOf('gemini'),
};

const ollamaLine = (data: unknown) => `${JSON.stringify(data)}\n`;
const ollamaSays = (message: object) =>
  ollamaLine({ model: 'llama3.2', message: { role: 'assistant', ...message }, done: false });
const ollamaEnd = (done_reason: string) =>
  ollamaLine({ model: 'llama3.2', message: { role: 'assistant', content: '' }, done: true, done_reason });

const ollama: Dialect = {
  kind: 'ollama',
  framing: 'lines',
  model: 'llama3.2',
  // As most of its users know it.
  basePath: '/v1',
  path: '/api/chat',
  recording: {
    bytes: recorded('ollama'),
    text: 'Wait — you kept the receipt? 🧾',
    reasoning: 'Hm',
    usage: { inputTokens: 197, outputTokens: 11 },
  },
  word: (content) => ollamaSays({ content }),
  thought: (thinking) => ollamaSays({ content: '', thinking }),
  ends: {
    stop: ollamaEnd('stop'),
    length: ollamaEnd('length'),
    // It has none.
    filter: ollamaEnd('content_filter'),
    tomorrow: ollamaEnd('a_reason_of_tomorrow'),
  },
  last: '',
  unknown: `\n${ollamaLine({ status: 'loading' })}${ollamaSays({ mood: 'no', tool_calls: [] })}`,
  refusals: refusalsOf('ollama'),
};

/** In the order of the table's columns. */
export const dialects: readonly Dialect[] = [
  chatDialect('openai', {
    model: 'gpt-4o-mini',
    basePath: '/v1',
    recording: {
      text: 'You call that an argument, Brutus? I call it a naïve hope.',
      reasoning: '',
      usage: { inputTokens: 412, outputTokens: 15, cachedInputTokens: 0 },
    },
  }),
  chatDialect('deepseek', {
    model: 'deepseek-v4-pro',
    basePath: '/v1',
    recording: {
      text: 'Then we agree on nothing, and that is a start.',
      reasoning: 'She just said the opposite. Answer short.',
      usage: { inputTokens: 388, outputTokens: 31, cachedInputTokens: 320 },
    },
  }),
  chatDialect('openrouter', {
    model: 'anthropic/claude-sonnet-4.5',
    basePath: '/api/v1',
    recording: {
      text: 'No one asked the\n\nhorse.',
      reasoning: 'A dry answer fits.',
      usage: { inputTokens: 501, outputTokens: 22, cachedInputTokens: 0, billed: 0.001833 },
    },
  }),
  chatDialect('openai-compatible', {
    model: 'qwen3-30b-a3b',
    basePath: '/serve/v1',
    recording: {
      text: 'Twice is a façade, Bo — 三回.',
      reasoning: 'Bo asks twice.',
      usage: { inputTokens: 276, outputTokens: 15, cachedInputTokens: 256 },
    },
  }),
  anthropic,
  gemini,
  chatDialect('lmstudio', {
    model: 'qwen2.5-7b-instruct',
    basePath: '/v1',
    recording: {
      text: 'Grandmother would have laughed.',
      reasoning: '',
      usage: { inputTokens: 233, outputTokens: 7 },
    },
  }),
  ollama,
];
