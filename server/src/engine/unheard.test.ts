import { expect, test } from 'vitest';
import { type Ask, ProviderError } from '../providers/provider.ts';
import { sceneOf } from './prompt-scene.ts';
import { aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import type { AskBrain } from './speak.ts';
import { Unheard } from './unheard.ts';

const brain = { kind: 'openai', model: 'm' } as const;
const usage = { inputTokens: 700, outputTokens: 60 };
const at = atSecond(1);
const costOf = async () => 0.002;
const { stage } = new ScriptedStage([aSeat('ada', 'Ada')]);
const direction = { targetWords: 1, capWords: 1, direction: null, mayPass: false };
const request: Ask = {
  promptFor: () => ({ system: 'Pick one now.', turns: [], tail: '' }),
  maxTokens: 1,
  stop: [],
  replyAs: null,
  cache: 'off',
  scene: sceneOf(stage, 'ada', direction, { turnId: 'moderator', attempt: 1 }),
};
const { signal } = new AbortController();

const taken = (unheard: Unheard) => unheard.writtenBy(at, async (events) => [...events]);

function counted(ask: AskBrain) {
  let heard = 0;
  const unheard = new Unheard(costOf, () => {
    heard += 1;
  });
  return { unheard, parts: unheard.counting(ask)(null, [], request, signal), heard: () => heard };
}

const answer: AskBrain = async function* (_, __, ask) {
  ask.promptFor(brain);
  yield { type: 'start', brain };
  yield { type: 'text', text: '{"id": "S1"}' };
  yield { type: 'finish', reason: 'stop', usage };
};

test('questions beside the talk are counted once, with what they cost, and pass as they are', async () => {
  const { unheard, parts, heard } = counted(answer);
  const passed = await Array.fromAsync(parts);
  expect(passed.map(({ type }) => type)).toEqual(['start', 'text', 'finish']);
  expect(heard()).toBe(1);
  const asked = { type: 'brain-asked', at, task: 'moderator', brain, usage, cost: 0.002 };
  expect(await taken(unheard)).toEqual([asked]);
  expect(await taken(unheard)).toEqual([]);
});

test('an answer that is not read to its end is counted by what was sent and heard', async () => {
  const { unheard, parts } = counted(answer);
  for await (const part of parts) if (part.type === 'text') break;
  const [asked] = await taken(unheard);
  // 13 and 12 characters.
  expect(asked?.usage).toEqual({ inputTokens: 4, outputTokens: 3, estimated: true });
});

test('a brain that is not there costs nothing', async () => {
  const { unheard, parts, heard } = counted(async function* (_, __, ask) {
    ask.promptFor(brain);
    yield* [];
    throw new ProviderError('unreachable', 'Nobody is there.', { retryable: true });
  });
  await expect(Array.fromAsync(parts)).rejects.toThrow('Nobody is there.');
  expect(heard()).toBe(0);
  expect(await taken(unheard)).toEqual([]);
});

test('what could not be written is written the next time', async () => {
  const { unheard, parts } = counted(answer);
  await Array.fromAsync(parts);
  const away = unheard.writtenBy(at, async () => {
    throw new Error('The database is away.');
  });
  await expect(away).rejects.toThrow('away');
  expect(await taken(unheard)).toHaveLength(1);
});
