import { describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { chatRequest } from './chat-request.ts';
import type { BrainRequest } from './provider.ts';
import {
  compatibleQuirks,
  deepSeekQuirks,
  lmStudioQuirks,
  openAiQuirks,
  openRouterQuirks,
} from './quirks.ts';

const quirksOf = {
  openai: openAiQuirks,
  deepseek: deepSeekQuirks,
  openrouter: openRouterQuirks,
  lmstudio: lmStudioQuirks,
  'openai-compatible': compatibleQuirks,
};

const ask = (kind: keyof typeof quirksOf, model: string, change: Partial<BrainRequest> = {}) =>
  chatRequest({ ...exampleRequest, model, ...change }, quirksOf[kind]);

const warm = { temperature: 0.8, topP: 0.9 };

describe('a request in the chat protocol', () => {
  test('has one string for each turn, and the tail at the end of the last', () => {
    expect(ask('deepseek', 'deepseek-chat').messages).toEqual([
      { role: 'system', content: 'You are Ada.' },
      { role: 'user', content: '[The scene opens.]\n\nBo: Is it raining?' },
      { role: 'assistant', content: 'It is.' },
      { role: 'user', content: 'Bo: Since when?\n\n[Answer in one sentence.]' },
    ]);
  });

  test('has a text part for each part of a turn at OpenAI', () => {
    expect(ask('openai', 'gpt-4o-mini').messages.at(-1)).toEqual({
      role: 'user',
      content: [
        { type: 'text', text: 'Bo: Since when?' },
        { type: 'text', text: '[Answer in one sentence.]' },
      ],
    });
  });

  test.each([
    ['lmstudio', 'gemma-3-4b-it'],
    ['lmstudio', 'google/gemma-2-9b-it'],
  ] as const)('puts the system text into the first turn for %s with %s', (kind, model) => {
    expect(ask(kind, model).messages[0]).toEqual({
      role: 'user',
      content: 'You are Ada.\n\n[The scene opens.]\n\nBo: Is it raining?',
    });
  });

  test('never ends on an empty tail', () => {
    const prompt = { ...exampleRequest.prompt, tail: '' };
    expect(ask('openai', 'gpt-4o', { prompt }).messages.at(-1)).toEqual({
      role: 'user',
      content: [{ type: 'text', text: 'Bo: Since when?' }],
    });
  });

  test('never shows the scene to a vendor', () => {
    expect(JSON.stringify(ask('openai', 'gpt-4o'))).not.toContain('conversation-1');
  });
});

describe('what the vendor is to keep for the next request', () => {
  const breakpoint = { prompt_cache_breakpoint: { mode: 'explicit' } };
  const control = { cache_control: { type: 'ephemeral' } };

  test.each([
    ['openai', 'gpt-5.6-sol', breakpoint],
    ['openai', 'gpt-6-astra', breakpoint],
    ['openrouter', 'anthropic/claude-opus-5.5', control],
    ['openrouter', 'anthropic/claude-3.7-sonnet:thinking', control],
  ] as const)('is marked before the tail, and where %s %s was asked before', (kind, model, mark) => {
    const { messages } = ask(kind, model);
    const text = (words: string, marked: object = {}) => ({ type: 'text', text: words, ...marked });
    expect(messages.map(({ content }) => content)).toEqual([
      [text('You are Ada.', mark)],
      [text('[The scene opens.]'), text('Bo: Is it raining?', mark)],
      'It is.',
      [text('Bo: Since when?', mark), text('[Answer in one sentence.]')],
    ]);
  });

  test('is left to a vendor that finds it by itself', () => {
    for (const [kind, model] of [
      ['openai', 'gpt-5.5'],
      ['openrouter', 'openai/gpt-5.6-sol'],
      ['openrouter', 'meta-llama/llama-3.3-70b-instruct'],
      ['deepseek', 'deepseek-flash'],
    ] as const) {
      expect(JSON.stringify(ask(kind, model))).not.toMatch(/breakpoint|cache_control|prompt_cache_options/);
    }
  });

  test('is not the tail too, which the vendor would mark by itself', () => {
    expect(ask('openai', 'gpt-5.6-terra')).toMatchObject({ prompt_cache_options: { mode: 'explicit' } });
  });

  test('is found by a key of the seat in this conversation, of at most 64 characters', () => {
    const { scene } = exampleRequest;
    const keyOf = (change: Partial<BrainRequest>) => ask('openai', 'gpt-4o', change).prompt_cache_key ?? '';
    const key = keyOf({});
    expect(key).toMatch(/^[\w-]{20,64}$/);
    expect(keyOf({ scene: { ...scene, turnId: 'another', attempt: 2 } })).toBe(key);
    expect(keyOf({ scene: { ...scene, conversationId: 'another' } })).not.toBe(key);
    expect(keyOf({ scene: { ...scene, self: { ...scene.self, seatId: 'seat-bo' } } })).not.toBe(key);
    for (const kind of ['deepseek', 'openrouter', 'openai-compatible'] as const) {
      expect(ask(kind, 'some-model')).not.toHaveProperty('prompt_cache_key');
    }
  });
});

describe('pictures', () => {
  const images = [
    { mediaType: 'image/png', base64: 'AAAA' },
    { mediaType: 'image/webp', base64: 'BBBB' },
  ] as const;
  const { turns } = exampleRequest.prompt;
  const shown = (count: number) => ({
    prompt: {
      ...exampleRequest.prompt,
      turns: turns.map((turn, index) => (index === 2 ? { ...turn, images: images.slice(0, count) } : turn)),
    },
  });
  const png = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
  const webp = { type: 'image_url', image_url: { url: 'data:image/webp;base64,BBBB' } };
  const text = (words: string) => ({ type: 'text', text: words });

  test('stand before the words of their turn, whether those are parts or one text', () => {
    expect(ask('openai', 'gpt-4o', shown(2)).messages.at(-1)?.content).toEqual([
      png,
      webp,
      text('Bo: Since when?'),
      text('[Answer in one sentence.]'),
    ]);
    expect(ask('openai-compatible', 'llava', shown(1)).messages.at(-1)?.content).toEqual([
      png,
      text('Bo: Since when?\n\n[Answer in one sentence.]'),
    ]);
  });

  test.each([
    ['deepseek', 'deepseek-v4-pro', 1, '[A picture is shown that you cannot see.]'],
    ['openai', 'o3-mini', 2, '[2 pictures are shown that you cannot see.]'],
  ] as const)('are told of in words to %s %s, which is blind', (kind, model, count, line) => {
    const request = JSON.stringify(ask(kind, model, shown(count)).messages);
    expect(request).toContain(line);
    expect(request).not.toContain('image_url');
  });

  test('leave the marks of the cache on the words', () => {
    const last = ask('openai', 'gpt-5.6-sol', shown(1)).messages.at(-1)?.content;
    expect(last).toMatchObject([png, { text: 'Bo: Since when?', prompt_cache_breakpoint: {} }, {}]);
  });
});

test.each([
  ['openai', 'gpt-4o', { max_completion_tokens: 16_384 }],
  ['openrouter', 'anthropic/claude-3.5-haiku', { max_tokens: 8192 }],
  ['deepseek', 'deepseek-chat', { max_tokens: 8192 }],
  ['openai-compatible', 'unknown', { max_tokens: 150_000 }],
] as const)('no more is asked of %s %s than it may answer', (kind, model, limit) => {
  expect(ask(kind, model, { maxTokens: 150_000 })).toMatchObject(limit);
});

describe('what a model would refuse is left out', () => {
  test.each([
    [
      'openai',
      'gpt-4o',
      { max_completion_tokens: 120, temperature: 0.8, top_p: 0.9, stop: ['\nBo:', '\n['] },
    ],
    ['openai', 'gpt-5-chat-latest', { max_completion_tokens: 120, temperature: 0.8, top_p: 0.9 }],
    ['openai', 'o4-mini', { max_completion_tokens: 4216, reasoning_effort: 'low' }],
    ['openai', 'gpt-5', { max_completion_tokens: 1144, reasoning_effort: 'minimal' }],
    ['openai', 'gpt-5.1', { max_completion_tokens: 120, reasoning_effort: 'none', temperature: 0.8 }],
    ['openai', 'gpt-6-mini', { max_completion_tokens: 4216, reasoning_effort: 'low' }],
    ['openai', 'gpt-5.6-luna', { max_completion_tokens: 120, reasoning_effort: 'none', temperature: 0.8 }],
    ['deepseek', 'deepseek-chat', { max_tokens: 120, thinking: { type: 'disabled' }, temperature: 0.8 }],
    ['deepseek', 'deepseek-reasoner', { max_tokens: 16_504, thinking: { type: 'enabled' } }],
    [
      'openrouter',
      'meta-llama/llama-3.3-70b-instruct',
      { max_tokens: 120, reasoning: { effort: 'none', exclude: true }, usage: { include: true } },
    ],
    [
      'openrouter',
      'google/gemini-2.5-pro',
      { max_tokens: 4216, reasoning: { effort: 'low', exclude: true }, usage: { include: true } },
    ],
    [
      'openrouter',
      'anthropic/claude-opus-5.5',
      { max_tokens: 4216, reasoning: { effort: 'low', exclude: true }, usage: { include: true } },
    ],
    ['lmstudio', 'openai/gpt-oss-20b', { max_tokens: 4216, reasoning_effort: 'low' }],
    ['lmstudio', 'qwen2.5-7b-instruct', { max_tokens: 120, temperature: 0.8 }],
    ['openai-compatible', 'anything', { max_tokens: 120, temperature: 0.8, stop: ['\nBo:', '\n['] }],
  ] as const)('%s %s', (kind, model, fields) => {
    const request = ask(kind, model, { sampling: warm });
    expect(request).toMatchObject({ ...fields, stream: true, stream_options: { include_usage: true } });
    const known = [
      'max_tokens',
      'max_completion_tokens',
      'reasoning_effort',
      'thinking',
      'reasoning',
      'usage',
    ];
    const absent = known.filter((field) => !Object.hasOwn(fields, field));
    for (const field of absent) expect(request).not.toHaveProperty(field);
  });

  test.each(['o4-mini', 'gpt-5', 'gpt-6'])('%s gets no sampling and no stop', (model) => {
    const request = ask('openai', model, { sampling: warm });
    for (const field of ['temperature', 'top_p', 'stop']) expect(request).not.toHaveProperty(field);
  });

  test('a model that may be told not to reason loses its temperature when it is told to', () => {
    const request = ask('openai', 'gpt-5.1', { sampling: { ...warm, reasoning: 'high' } });
    expect(request).toMatchObject({ reasoning_effort: 'high', max_completion_tokens: 16_504 });
    expect(request).not.toHaveProperty('temperature');
  });

  test('the smaller limit counts, and no more stops than the vendor takes', () => {
    const request = ask('openai-compatible', 'x', {
      sampling: { maxTokens: 40 },
      stop: ['1', '2', '3', '4', '5'],
    });
    expect(request).toMatchObject({ max_tokens: 40, stop: ['1', '2', '3', '4'] });
  });
});

describe('a structured reply', () => {
  const schema = {
    type: 'json_schema',
    json_schema: { strict: true, schema: { properties: { speaker: { enum: ['Ada'] } } } },
  };

  test.each([
    ['openai', 'gpt-4o', schema],
    ['openai', 'gpt-5.1', schema],
    ['openai', 'o4-mini', schema],
    ['openai', 'gpt-4-turbo', undefined],
    ['openai', 'gpt-3.5-turbo', undefined],
    ['deepseek', 'deepseek-chat', { type: 'json_object' }],
    ['openrouter', 'meta-llama/llama-3.3-70b-instruct', schema],
    ['lmstudio', 'qwen2.5-7b-instruct', schema],
    ['openai-compatible', 'anything', undefined],
  ] as const)('of %s %s is held to what it can do', (kind, model, format) => {
    const request = ask(kind, model, { replyAs: 'Ada' });
    expect({ format: request.response_format }).toMatchObject({ format });
    expect(request).not.toHaveProperty('stop');
    // Where only JSON of any kind can be asked for, the vendor wants the word in the prompt.
    expect(JSON.stringify(request.messages.at(-1))).toMatch(/JSON object.*speaker.*Ada/);
  });

  test('is asked for only when it is wanted', () => {
    expect(ask('openai', 'gpt-4o')).not.toHaveProperty('response_format');
  });
});
