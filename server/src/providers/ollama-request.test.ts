import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPrompt, exampleRequest } from './__fixtures__/example-request.ts';
import { ollamaRequest } from './ollama-request.ts';
import type { BrainRequest } from './provider.ts';

const ask = (model: string, change: Partial<BrainRequest> = {}) =>
  ollamaRequest({ ...exampleRequest, model, ...change }, undefined);

describe("a request in Ollama's protocol", () => {
  test('has one text for each turn, the tail at the end of the last, and its limits', () => {
    const sampling = { temperature: 0.8, topP: 0.9 };
    expect(ask('llama3.1:8b', { sampling })).toEqual({
      model: 'llama3.1:8b',
      messages: [
        { role: 'system', content: 'You are Ada.' },
        { role: 'user', content: '[The scene opens.]\n\nBo: Is it raining?' },
        { role: 'assistant', content: 'It is.' },
        { role: 'user', content: 'Bo: Since when?\n\n[Answer in one sentence.]' },
      ],
      stream: true,
      think: false,
      keep_alive: '15m',
      truncate: false,
      shift: false,
      options: { num_ctx: 16_384, num_predict: 120, temperature: 0.8, top_p: 0.9, stop: ['\nBo:', '\n['] },
    });
  });

  test('puts the system text into the first turn where a template has no place for it', () => {
    expect(ask('gemma3:4b').messages[0]).toEqual({
      role: 'user',
      content: 'You are Ada.\n\n[The scene opens.]\n\nBo: Is it raining?',
    });
  });

  test('is held to the form of a structured reply, without stops', () => {
    const request = ask('llama3.2', { replyAs: 'Ada' });
    expect(request.format).toMatchObject({ properties: { speaker: { enum: ['Ada'] } } });
    expect(request.options).not.toHaveProperty('stop');
    expect(request.messages.at(-1)?.content).toMatch(/JSON object.*speaker.*Ada/);
  });

  test.each([
    ['llama3.2', undefined, false, 120],
    ['llama3.2', 'high', false, 120],
    ['qwen3:8b', undefined, false, 120],
    ['qwen3:8b', 'off', false, 120],
    ['qwen3:8b', 'low', true, 4216],
    ['qwen3:4b-instruct-2507', 'low', false, 120],
    ['gpt-oss:20b', undefined, 'low', 4216],
    ['gpt-oss:20b', 'off', 'low', 4216],
    ['gpt-oss:20b', 'high', 'high', 16_504],
    ['qwq:32b', 'off', undefined, 4216],
    ['qwen3:30b-a3b-thinking-2507', 'medium', undefined, 8312],
  ] as const)('%s that is asked to reason %s is told so in its way', (model, reasoning, think, tokens) => {
    const request = ask(model, { sampling: reasoning === undefined ? {} : { reasoning } });
    expect(request.think).toBe(think);
    expect(Object.hasOwn(request, 'think')).toBe(think !== undefined);
    expect(request.options.num_predict).toBe(tokens);
  });

  test('has roles in turn and nothing blank, whatever the prompt is', () => {
    fc.assert(
      fc.property(arbitraryPrompt, fc.constantFrom('llama3.2', 'gemma3:4b'), (prompt, model) => {
        const { messages } = ask(model, { prompt });
        const talk = messages.filter(({ role }) => role !== 'system');
        expect(talk[0]?.role).toBe('user');
        expect(talk.at(-1)?.role).toBe('user');
        expect(talk.every(({ role }, at) => at === 0 || role !== talk[at - 1]?.role)).toBe(true);
        expect(messages.every(({ content }) => content.trim() !== '')).toBe(true);
        expect(talk.at(-1)?.content.endsWith(prompt.tail)).toBe(true);
      }),
    );
  });
});
