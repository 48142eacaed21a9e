import { expect, test } from 'vitest';
import type { BrainRequest, Part } from '../provider.ts';
import { ProviderError } from '../provider.ts';
import { demoBrain } from './demo-brain.ts';
import { readPersona } from './ready-scenes.ts';
import { piecesOf } from './rhythm.ts';

const persona = readPersona('builtin-dorothy');

function request(change: Partial<BrainRequest['scene']> = {}, model = 'improviser'): BrainRequest {
  return {
    model,
    sampling: {},
    prompt: { system: '', turns: [], tail: '' },
    maxTokens: 100,
    stop: [],
    replyAs: null,
    scene: {
      conversationId: 'c',
      turnId: 't',
      attempt: 1,
      topic: 'Is a joke a kind of knowledge?',
      pace: 'instant',
      self: { seatId: 's1', name: persona.name, persona },
      others: [],
      lines: [],
      direction: null,
      targetWords: 14,
      mayPass: false,
      ...change,
    },
  };
}

async function partsOf(asked: BrainRequest, signal = new AbortController().signal): Promise<Part[]> {
  return Array.fromAsync(demoBrain().stream(asked, signal));
}

function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

test('a stream says who speaks, then speaks, then ends with what it used', async () => {
  const parts = await partsOf(request());
  expect(parts[0]).toEqual({ type: 'start', brain: { kind: 'demo', model: 'improviser' } });
  expect(textOf(parts)).toMatch(/[.?!…]”?$/);
  expect(parts.at(-1)).toMatchObject({
    type: 'finish',
    reason: 'stop',
    usage: { outputTokens: Math.ceil(textOf(parts).length / 4) },
  });
});

test('at once means a few pieces without waiting', async () => {
  const startedAt = performance.now();
  const parts = await partsOf(request());
  expect(performance.now() - startedAt).toBeLessThan(500);
  expect(parts.filter(({ type }) => type === 'text').length).toBeLessThanOrEqual(3);
});

test('the pace changes the rhythm and not the words', async () => {
  const text = textOf(await partsOf(request()));
  for (const pace of ['quick', 'natural', 'slow', 'wait', 'instant'] as const) {
    expect(
      piecesOf(text, pace)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
  const long = 'Well, no and no and again no and so on until the fiftieth character is said, then words.';
  expect(piecesOf(`${long} Then`, 'natural').map(({ text: piece, pauseMs }) => [piece, pauseMs])).toEqual([
    ['Well, no and no and again no and so on until the ', 13 * 90],
    ['fiftieth ', 90],
    ['character ', 90],
    ['is ', 90],
    ['said, ', 180],
    ['then ', 90],
    ['words. ', 270],
    ['Then', 90],
  ]);
});

test('an abort ends the line in the middle of a word pause, with its own reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const heard: Part[] = [];
  const speaking = (async () => {
    for await (const part of demoBrain().stream(
      request({ pace: 'slow', targetWords: 60 }),
      controller.signal,
    )) {
      heard.push(part);
      if (part.type === 'text') setTimeout(() => controller.abort(reason), 5);
    }
  })();
  await expect(speaking).rejects.toBe(reason);
  expect(heard.filter(({ type }) => type === 'text')).toHaveLength(1);
});

test('a signal that is aborted already lets nothing out', async () => {
  await expect(partsOf(request(), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});

test('a rate gives one word for each piece, about that fast', async () => {
  const startedAt = performance.now();
  const parts = await partsOf(request({ pace: 'instant' }, 'improviser@400'));
  const tookMs = performance.now() - startedAt;
  const words = parts.filter(({ type }) => type === 'text').length;
  expect(words).toBeGreaterThan(25);
  expect(words).toBe(textOf(parts).split(' ').length);
  expect(tookMs).toBeGreaterThan((words - 1) * 2.4);
});

test.each(['gpt-5', 'improviser@', 'improviser@0', 'improviser@99999', 'Improviser'])(
  'there is no model %s',
  async (model) => {
    const problem = await partsOf(request({}, model)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ProviderError);
    expect(problem).toMatchObject({ problem: 'model-missing', retryable: false });
  },
);

test('it offers one model, free of charge', async () => {
  await expect(demoBrain().models(new AbortController().signal)).resolves.toEqual([
    { id: 'improviser', name: 'Improviser', inputPrice: 0, outputPrice: 0 },
  ]);
});
