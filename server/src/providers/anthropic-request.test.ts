import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPrompt, exampleRequest } from './__fixtures__/example-request.ts';
import { anthropicRequest } from './anthropic-request.ts';
import type { BrainRequest } from './provider.ts';

const mark = { cache_control: { type: 'ephemeral' } };
const ask = (model: string, change: Partial<BrainRequest> = {}) =>
  anthropicRequest({ ...exampleRequest, model, ...change });

/** The text blocks of a message, which is all that a request has here. */
function blocksOf(message: ReturnType<typeof ask>['messages'][number]) {
  const blocks = Array.isArray(message.content) ? message.content : [];
  return blocks.filter((block) => block.type === 'text');
}

const marksOf = (request: ReturnType<typeof ask>) =>
  JSON.stringify(request).split('"cache_control"').length - 1;

test('a request in the Messages protocol has a block for each part, and the tail behind the last mark', () => {
  expect(ask('claude-sonnet-4-6')).toEqual({
    model: 'claude-sonnet-4-6',
    max_tokens: 120,
    system: [{ type: 'text', text: 'You are Ada.', ...mark }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '[The scene opens.]' },
          { type: 'text', text: 'Bo: Is it raining?', ...mark },
        ],
      },
      { role: 'assistant', content: [{ type: 'text', text: 'It is.' }] },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Bo: Since when?', ...mark },
          { type: 'text', text: '[Answer in one sentence.]' },
        ],
      },
    ],
    stream: true,
    stop_sequences: ['\nBo:', '\n['],
  });
});

describe('whatever the talk was', () => {
  const requests = arbitraryPrompt.map((prompt) => ask('claude-opus-5-5', { prompt }));

  test('roles alternate from user to user, no block is blank, and the tail is last', () => {
    fc.assert(
      fc.property(arbitraryPrompt, (prompt) => {
        const { messages } = ask('claude-opus-5-5', { prompt });
        expect(messages.map(({ role }) => role)).toEqual(
          messages.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')),
        );
        expect(messages.at(-1)?.role).toBe('user');
        for (const block of messages.flatMap(blocksOf)) expect(block.text.trim()).not.toBe('');
        expect(messages.flatMap(blocksOf).at(-1)?.text).toBe(prompt.tail);
      }),
    );
  });

  test('there are at most four marks, one on the last block before the tail and none on it', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(marksOf(request)).toBeLessThanOrEqual(4);
        const last = blocksOf(request.messages.at(-1) ?? { role: 'user', content: [] });
        expect(last.at(-2)).toHaveProperty('cache_control');
        expect(last.at(-1)).not.toHaveProperty('cache_control');
        const own = request.messages.filter(({ role }) => role === 'assistant');
        expect(JSON.stringify(own)).not.toContain('cache_control');
      }),
    );
  });

  test('the same request is the same bytes', () => {
    fc.assert(
      fc.property(arbitraryPrompt, (prompt) => {
        const [one, other] = [0, 1].map(() =>
          JSON.stringify(ask('claude-opus-5-5', { prompt: structuredClone(prompt) })),
        );
        expect(one).toBe(other);
      }),
    );
  });
});

test('the next request begins with the marked blocks of this one and marks their end again', () => {
  const { prompt } = exampleRequest;
  const turns = [
    ...prompt.turns,
    { role: 'assistant', parts: ['Since noon.'] },
    { role: 'user', parts: ['Cy: I had hoped for snow.'] },
  ] as const;
  const before = ask('claude-sonnet-5').messages.flatMap(blocksOf).slice(0, -1);
  const next = ask('claude-sonnet-5', { prompt: { ...prompt, turns } }).messages.flatMap(blocksOf);
  const textsOf = (blocks: typeof next) => blocks.map(({ text }) => text);
  expect(textsOf(next).slice(0, before.length)).toEqual(textsOf(before));
  expect(next[before.length - 1]).toHaveProperty('cache_control');
});

test.each([
  ['a system text', { system: ' ' }, 'system'],
  ['stops of blanks', {}, 'stop_sequences'],
] as const)('%s without a letter is left out', (_, change, field) => {
  const prompt = { ...exampleRequest.prompt, ...change };
  expect(ask('claude-opus-4-5', { prompt, stop: ['\n', ' '] })).not.toHaveProperty(field);
});

test('pictures stand before the words of their turn, and the marks stay on the words', () => {
  const { turns } = exampleRequest.prompt;
  const image = { mediaType: 'image/jpeg', base64: 'AAAA' } as const;
  const prompt = {
    ...exampleRequest.prompt,
    turns: turns.map((turn, index) => (index === 0 ? { ...turn, images: [image] } : turn)),
  };
  const source = { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' };
  expect(ask('claude-opus-5-5', { prompt }).messages[0]?.content).toEqual([
    { type: 'image', source },
    { type: 'text', text: '[The scene opens.]' },
    { type: 'text', text: 'Bo: Is it raining?', ...mark },
  ]);
  expect(JSON.stringify(ask('claude-2.1', { prompt }))).toContain(
    '[A picture is shown that you cannot see.]',
  );
});

test('a prompt without a tail ends on its last line, marked', () => {
  const prompt = { ...exampleRequest.prompt, tail: '' };
  expect(ask('claude-opus-4-5', { prompt }).messages.at(-1)?.content).toEqual([
    { type: 'text', text: 'Bo: Since when?', ...mark },
  ]);
});

describe('what a model would refuse is left out', () => {
  const warm = { temperature: 1.4, topP: 0.9 };
  const off = { thinking: { type: 'disabled' } };
  const least = { output_config: { effort: 'low' }, max_tokens: 4216 };

  test.each([
    ['claude-3-5-haiku-20241022', { temperature: 1 }],
    ['claude-3-7-sonnet-20250219', { temperature: 1 }],
    ['claude-sonnet-4-20250514', { temperature: 1 }],
    ['claude-opus-4-1-20250805', { temperature: 1 }],
    ['claude-haiku-4-5-20251001', { temperature: 1 }],
    ['claude-opus-4-6', { temperature: 1 }],
    ['claude-opus-4-7', {}],
    ['claude-opus-4-8', {}],
    ['claude-opus-5', off],
    ['claude-sonnet-5-20260630', off],
    ['claude-haiku-5-5', off],
    ['claude-sonnet-5-5', { thinking: { type: 'between_tools' }, max_tokens: 1144 }],
    ['claude-opus-5-5', least],
    ['claude-fable-5-2', least],
    ['claude-mythos-preview', least],
    ['claude-opus-7', least],
    ['kimi-k3', { temperature: 1 }],
  ] as const)('%s is asked not to think', (model, fields) => {
    const request = ask(model, { sampling: warm });
    expect(request).toMatchObject({ max_tokens: 120, ...fields });
    const known = ['temperature', 'top_p', 'thinking', 'output_config'];
    const absent = known.filter((field) => !Object.hasOwn(fields, field));
    for (const field of absent) expect(request).not.toHaveProperty(field);
  });

  test.each([
    ['claude-3-5-haiku-20241022', { top_p: 0.9 }],
    ['claude-haiku-4-5', { thinking: { type: 'enabled', budget_tokens: 8192 }, max_tokens: 8312 }],
    ['claude-opus-4-7', { thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } }],
    ['claude-opus-5-5', { thinking: { type: 'adaptive' }, output_config: { effort: 'medium' } }],
  ] as const)('%s may be asked to think', (model, fields) => {
    const request = ask(model, { sampling: { reasoning: 'medium', topP: 0.9 } });
    expect(request).toMatchObject(fields);
    expect(Object.hasOwn(request, 'top_p')).toBe(!Object.hasOwn(request, 'thinking'));
  });

  test('the smaller limit counts, and the one of the family', () => {
    expect(ask('claude-opus-4-6', { sampling: { maxTokens: 40 } }).max_tokens).toBe(40);
    expect(ask('claude-opus-4-1', { maxTokens: 150_000 }).max_tokens).toBe(32_000);
  });
});

describe('a structured reply', () => {
  test('is held to its one speaker by a schema, and not stopped within', () => {
    const request = ask('claude-opus-5-5', { replyAs: 'Ada "the" 1st' });
    expect(request.output_config?.format?.schema).toMatchObject({
      properties: { speaker: { enum: ['Ada "the" 1st'] } },
      additionalProperties: false,
    });
    expect(request.output_config?.effort).toBe('low');
    expect(request).not.toHaveProperty('stop_sequences');
    expect(request.max_tokens).toBeGreaterThan(4216);
  });

  test('is asked for in words where no schema is known', () => {
    const request = ask('claude-sonnet-4-0', { replyAs: 'Ada' });
    expect(request).not.toHaveProperty('output_config');
    const tail = request.messages.flatMap(blocksOf).at(-1)?.text;
    expect(tail).toContain('[Answer in one sentence.]');
    expect(tail).toContain('{"speaker": "Ada", "text": "…"}');
  });
});
