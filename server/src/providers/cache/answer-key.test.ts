import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleRequest } from '../__fixtures__/example-request.ts';
import { question, SECRET } from './__fixtures__/asked.ts';
import { answerKey, canonicalJson, keyFingerprint, ownerKey } from './answer-key.ts';

const { prompt, scene } = exampleRequest;
const { self } = scene;
const keyOf = (changes: Parameters<typeof question>[0]) => answerKey(SECRET, question(changes));

describe('the key of a question', () => {
  test('is the same for the same question, whoever asks in which turn', () => {
    const elsewhere = { ...scene, conversationId: 'another', turnId: 'later', attempt: 2 };
    expect(keyOf({ request: { scene: elsewhere } })).toBe(keyOf({}));
  });

  test.each([
    ['owner', { ownerId: 'bo' }],
    ['connection', { connection: { id: 'openai-2' } }],
    ['kind', { connection: { kind: 'deepseek' } }],
    ['base URL', { connection: { baseUrl: 'https://api.example/v2' } }],
    ['vendor’s key', { connection: { keyFingerprint: 'g' } }],
    ['model', { request: { model: 'other-model' } }],
    ['sampling', { request: { sampling: { temperature: 0.5 } } }],
    ['system prompt', { request: { prompt: { ...prompt, system: 'You are Bo.' } } }],
    ['talk', { request: { prompt: { ...prompt, turns: prompt.turns.slice(0, 1) } } }],
    ['tail', { request: { prompt: { ...prompt, tail: '' } } }],
    ['greatest length', { request: { maxTokens: 121 } }],
    ['stop texts', { request: { stop: [] } }],
    ['form', { request: { replyAs: 'Ada' } }],
    [
      'persona',
      { request: { scene: { ...scene, self: { ...self, persona: { ...self.persona, id: 'b' } } } } },
    ],
    [
      'version of the persona',
      { request: { scene: { ...scene, self: { ...self, persona: { ...self.persona, version: 2 } } } } },
    ],
  ] as const)('is another one with another %s', (_, changes) => {
    expect(keyOf(changes)).not.toBe(keyOf({}));
  });

  test('is another one with another secret, and tells nothing', () => {
    expect(answerKey(Buffer.alloc(32, 8), question())).not.toBe(keyOf({}));
    expect(keyOf({})).toMatch(/^[\w-]{43}$/);
    expect(ownerKey(SECRET, 'ada')).toMatch(/^[\w-]{22}$/);
    expect(ownerKey(SECRET, 'ada')).not.toBe(ownerKey(SECRET, 'bo'));
  });
});

test('canonical JSON is one text for a value, however its properties came together', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const turned = JSON.parse(
        JSON.stringify(value, (_, inner: unknown) =>
          typeof inner === 'object' && inner !== null && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).toReversed())
            : inner,
        ),
      );
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a fingerprint tells keys apart and shows nothing of them', () => {
  expect(keyFingerprint('sk-one')).not.toBe(keyFingerprint('sk-two'));
  expect(keyFingerprint(' sk-one ')).toBe(keyFingerprint('sk-one'));
  expect(keyFingerprint(undefined)).toBe('');
  expect(keyFingerprint('sk-one')).not.toContain('one');
});
