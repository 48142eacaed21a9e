import { describe, expect, test } from 'vitest';
import type { Ask } from '../providers/provider.ts';
import { sceneOf } from './prompt-scene.ts';
import { aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import type { AskBrain, Attempt, Try } from './speak.ts';
import { Unheard, unheardAnswers } from './unheard.ts';

const brain = { kind: 'openai', model: 'm' } as const;
const usage = { inputTokens: 700, outputTokens: 60 };
const at = atSecond(1);

describe('questions beside the talk', () => {
  const ask: AskBrain = async function* () {
    yield { type: 'start', brain };
    yield { type: 'text', text: '{}' };
    yield { type: 'finish', reason: 'stop', usage };
  };
  const { stage } = new ScriptedStage([aSeat('ada', 'Ada')]);
  const direction = { targetWords: 1, capWords: 1, direction: null, mayPass: false };
  const request: Ask = {
    promptFor: () => ({ system: '', turns: [], tail: '' }),
    maxTokens: 1,
    stop: [],
    replyAs: null,
    cache: 'off',
    scene: sceneOf(stage, 'ada', direction, { turnId: 'moderator', attempt: 1 }),
  };

  test('are counted once, and pass as they are', async () => {
    const unheard = new Unheard();
    const { signal } = new AbortController();
    const parts = await Array.fromAsync(unheard.counting(ask)(null, [], request, signal));
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text', 'finish']);
    expect(unheard.take(at)).toEqual([{ type: 'brain-asked', at, task: 'moderator', brain, usage }]);
    expect(unheard.take(at)).toEqual([]);
  });
});

describe('answers that nobody heard', () => {
  const tried = (inputTokens: number | null): Try => ({
    brain,
    prompt: { system: '', turns: [], tail: '' },
    sampling: {},
    maxTokens: 1,
    stop: [],
    replyAs: null,
    usage: inputTokens === null ? null : { inputTokens, outputTokens: 1 },
    actions: [],
    refused: null,
    broke: null,
  });
  const tokens = (attempt: Attempt) => unheardAnswers(attempt, at).map((event) => event.usage.inputTokens);
  const tries = [tried(1), tried(null), tried(3)];
  const said = { text: 'Hm.', brain, usage, timing: { thinkMs: 0, totalMs: 1 } };

  test('are all but the last one when words were said, and all when none were', () => {
    expect(tokens({ kind: 'said', said, reason: null, tries })).toEqual([1]);
    expect(tokens({ kind: 'passed', tries })).toEqual([1, 3]);
    expect(tokens({ kind: 'failed', reason: { code: 'hesitates', text: '' }, wait: null, tries })).toEqual([
      1, 3,
    ]);
  });

  test('reach the totals of the conversation', () => {
    const script = new ScriptedStage([aSeat('ada', 'Ada')]);
    for (const event of unheardAnswers({ kind: 'passed', tries }, at)) script.append(event);
    expect(script.stage.conversation.usage).toMatchObject({ inputTokens: 4, outputTokens: 2 });
  });
});
