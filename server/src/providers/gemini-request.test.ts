import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryPrompt, exampleRequest } from './__fixtures__/example-request.ts';
import { geminiRequest } from './gemini-request.ts';
import type { BrainRequest } from './provider.ts';

const ask = (model: string, change: Partial<BrainRequest> = {}) =>
  geminiRequest({ ...exampleRequest, model, ...change });
const textsOf = (content: ReturnType<typeof ask>['contents'][number] | undefined) =>
  (content?.parts ?? []).flatMap((part) => ('text' in part ? [part.text] : []));

test('a request has the system as an instruction, a part for each part, and the tail as the last', () => {
  expect(ask('gemini-2.0-flash')).toEqual({
    systemInstruction: { parts: [{ text: 'You are Ada.' }] },
    contents: [
      { role: 'user', parts: [{ text: '[The scene opens.]' }, { text: 'Bo: Is it raining?' }] },
      { role: 'model', parts: [{ text: 'It is.' }] },
      { role: 'user', parts: [{ text: 'Bo: Since when?' }, { text: '[Answer in one sentence.]' }] },
    ],
    generationConfig: { maxOutputTokens: 120, stopSequences: ['\nBo:', '\n['] },
  });
});

test('Gemma reads the system text as the first part of the first turn', () => {
  const request = ask('gemma-3-27b-it');
  expect(request).not.toHaveProperty('systemInstruction');
  expect(textsOf(request.contents[0])).toEqual(['You are Ada.', '[The scene opens.]', 'Bo: Is it raining?']);
});

test('pictures stand before the words of their turn', () => {
  const { turns } = exampleRequest.prompt;
  const image = { mediaType: 'image/gif', base64: 'AAAA' } as const;
  const prompt = {
    ...exampleRequest.prompt,
    turns: turns.map((turn, index) => (index === 2 ? { ...turn, images: [image] } : turn)),
  };
  expect(ask('gemini-3.8-flash', { prompt }).contents.at(-1)?.parts).toEqual([
    { inlineData: { mimeType: 'image/gif', data: 'AAAA' } },
    { text: 'Bo: Since when?' },
    { text: '[Answer in one sentence.]' },
  ]);
});

test.each(['gemini-3.8-flash', 'gemma-3-4b-it'])(
  '%s: roles alternate from user to user, no part is blank, the tail is last, equal requests are equal bytes',
  (model) => {
    fc.assert(
      fc.property(arbitraryPrompt, (prompt) => {
        const { contents } = ask(model, { prompt });
        expect(contents.map(({ role }) => role)).toEqual(
          contents.map((_, index) => (index % 2 === 0 ? 'user' : 'model')),
        );
        expect(contents.at(-1)?.role).toBe('user');
        for (const text of contents.flatMap(textsOf)) expect(text.trim()).not.toBe('');
        expect(textsOf(contents.at(-1)).at(-1)).toBe(prompt.tail);
        expect(JSON.stringify(ask(model, { prompt: structuredClone(prompt) }))).toBe(
          JSON.stringify(ask(model, { prompt })),
        );
      }),
    );
  },
);

describe('thinking is as little as the family can', () => {
  test.each([
    ['gemini-2.0-flash', undefined, 120],
    ['gemma-4-31b-it', undefined, 120],
    ['gemini-2.5-flash', { thinkingBudget: 0 }, 120],
    ['models/gemini-2.5-flash-lite', { thinkingBudget: 0 }, 120],
    ['gemini-2.5-pro', { thinkingBudget: 128 }, 1144],
    ['gemini-3-flash-preview', { thinkingLevel: 'MINIMAL' }, 1144],
    ['gemini-3.5-flash-lite', { thinkingLevel: 'MINIMAL' }, 1144],
    ['gemini-3.8-flash', { thinkingLevel: 'LOW' }, 4216],
    ['gemini-3.1-pro-preview', { thinkingLevel: 'LOW' }, 4216],
    ['gemini-4-pro', { thinkingLevel: 'LOW' }, 4216],
    ['gemini-flash-latest', { thinkingLevel: 'LOW' }, 4216],
  ] as const)('%s', (model, thinkingConfig, maxOutputTokens) => {
    const { generationConfig } = ask(model);
    expect(generationConfig.thinkingConfig).toEqual(thinkingConfig);
    expect(generationConfig.maxOutputTokens).toBe(maxOutputTokens);
  });

  test.each([
    ['gemini-2.5-pro', { thinkingBudget: 8192 }, 8312],
    ['gemini-3.8-flash', { thinkingLevel: 'MEDIUM' }, 8312],
    ['gemini-3-pro-preview', { thinkingLevel: 'HIGH' }, 16_504],
    ['gemma-3-27b-it', undefined, 120],
  ] as const)('unless %s is asked for more', (model, thinkingConfig, maxOutputTokens) => {
    const { generationConfig } = ask(model, { sampling: { reasoning: 'medium' } });
    expect(generationConfig.thinkingConfig).toEqual(thinkingConfig);
    expect(generationConfig.maxOutputTokens).toBe(maxOutputTokens);
  });
});

test('sampling is only sent when somebody asked for it, and no more stops than are taken', () => {
  expect(ask('gemini-3.8-flash').generationConfig).not.toHaveProperty('temperature');
  const { generationConfig } = ask('gemini-3.8-flash', {
    sampling: { temperature: 0.8, topP: 0.9, maxTokens: 40 },
    stop: ['1', '2', ' ', '3', '4', '5', '6'],
  });
  expect(generationConfig).toMatchObject({ temperature: 0.8, topP: 0.9, maxOutputTokens: 4136 });
  expect(generationConfig.stopSequences).toEqual(['1', '2', '3', '4', '5']);
});

describe('a structured reply', () => {
  test('is held to its one speaker by a schema, and not stopped within', () => {
    const { generationConfig } = ask('gemini-3.8-flash', { replyAs: 'Ada' });
    expect(generationConfig).toMatchObject({
      responseMimeType: 'application/json',
      responseSchema: { properties: { speaker: { enum: ['Ada'] } }, propertyOrdering: ['speaker', 'text'] },
    });
    expect(generationConfig).not.toHaveProperty('stopSequences');
  });

  test('is asked of Gemma in words', () => {
    const { contents, generationConfig } = ask('gemma-3-27b-it', { replyAs: 'Ada' });
    expect(generationConfig).not.toHaveProperty('responseSchema');
    expect(textsOf(contents.at(-1)).at(-1)).toContain('{"speaker": "Ada", "text": "…"}');
  });
});
