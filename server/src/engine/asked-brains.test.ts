import { describe, expect, test } from 'vitest';
import { type Ask, type Part, ProviderError, type ProviderProblem } from '../providers/provider.ts';
import { AskedBrains } from './asked-brains.ts';
import { sceneOf } from './prompt-scene.ts';
import { aSeat, ScriptedStage } from './scripted-stage.ts';

const openai = { kind: 'openai', model: 'a' } as const;
const gemini = { kind: 'gemini', model: 'b' } as const;
const { stage } = new ScriptedStage([aSeat('ada', 'Ada')]);
const direction = { targetWords: 1, capWords: 1, direction: null, mayPass: false };
const request: Ask = {
  // 40 characters for one brain, 80 for the other.
  promptFor: ({ kind }) => ({ system: 'x'.repeat(kind === 'openai' ? 40 : 80), turns: [], tail: '' }),
  maxTokens: 1,
  stop: [],
  replyAs: null,
  cache: 'off',
  scene: sceneOf(stage, 'ada', direction, { turnId: 't', attempt: 1 }),
};
const start = (brain: typeof openai | typeof gemini): Part => ({ type: 'start', brain });
const failure = (problem: ProviderProblem) => new ProviderError(problem, 'No.', { retryable: true });
const estimated = (inputTokens: number, outputTokens: number) => ({
  inputTokens,
  outputTokens,
  estimated: true,
});

function asking() {
  const asked = new AskedBrains(request);
  const { promptFor, onLost } = asked.ask;
  return { asked, promptFor, lose: (heard: Part[], error: unknown) => onLost?.(heard, error) };
}

describe('an answer', () => {
  test('used what its vendor says, once it says it, and until then what was sent and heard', () => {
    const { asked, promptFor } = asking();
    promptFor(openai);
    expect(asked.usage).toBeNull();
    asked.hear(start(openai));
    expect(asked.usage).toEqual(estimated(10, 0));
    asked.hear({ type: 'reasoning', text: 'Let me see.' });
    asked.hear({ type: 'text', text: 'Maps lie.' });
    expect(asked.usage).toEqual(estimated(10, 5));
    const usage = { inputTokens: 11, outputTokens: 4 };
    asked.hear({ type: 'finish', reason: 'stop', usage });
    expect(asked.used).toEqual([{ brain: openai, usage }]);
  });

  test('of the demo brain used nothing that anybody counts', () => {
    const { asked, promptFor } = asking();
    promptFor({ kind: 'demo', model: 'improviser' });
    asked.hear({ type: 'start', brain: { kind: 'demo', model: 'improviser' } });
    expect(asked.usage).toBeNull();
  });
});

describe('an answer that was lost before its first word', () => {
  test.each<ProviderProblem>(['cut', 'stalled', 'overloaded', 'garbled'])(
    'counts when it was %s',
    (problem) => {
      const { asked, promptFor, lose } = asking();
      promptFor(openai);
      lose([start(openai), { type: 'reasoning', text: 'Let me see.' }], failure(problem));
      promptFor(gemini);
      asked.hear(start(gemini));
      expect(asked.used).toEqual([
        { brain: openai, usage: estimated(10, 3) },
        { brain: gemini, usage: estimated(20, 0) },
      ]);
    },
  );

  test.each<ProviderProblem>(['rate-limited', 'no-credit', 'context-too-long'])(
    'does not count when it only said %s',
    (problem) => {
      const { asked, promptFor, lose } = asking();
      promptFor(openai);
      lose([start(openai)], failure(problem));
      expect(asked.used).toEqual([]);
    },
  );
});
