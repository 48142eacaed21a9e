import type { Seat } from '@chimera/protocol/seat';
import type { SpokenBy } from '@chimera/protocol/provider';
import { describe, expect, test } from 'vitest';
import { aPersona, aSeat, ScriptedStage } from './scripted-stage.ts';
import { seatsSharing, sharedBrainsAfter } from './shared-brains.ts';

const llama = { kind: 'ollama', connectionId: 'ollama', model: 'llama3.1:8b' } as const;
const named = (id: string, model: string = llama.model, connectionId = 'ollama') =>
  aSeat(id, id, { brain: { connectionId, model } });
const sharing = (script: ScriptedStage, seatId: string, brain: SpokenBy = llama) => {
  const seats = seatsSharing(script.stage, seatId, brain);
  return seats && [...seats].toSorted();
};

test('two seats of one local model share it, whether they name it or leave the choice to the server', () => {
  expect(sharing(new ScriptedStage([named('ada'), named('bo')]), 'ada')).toEqual(['ada', 'bo']);
  expect(sharing(new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')]), 'bo')).toEqual(['ada', 'bo']);
  const personas = ['ada', 'bo'].map((name) =>
    aPersona(name, { brain: { connectionId: 'ollama', model: llama.model } }),
  );
  expect(sharing(new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { personas }), 'ada')).toEqual([
    'ada',
    'bo',
  ]);
});

test.each<[string, Seat[], SpokenBy]>([
  ['the only seat of a model', [named('ada'), named('bo', 'qwen3:8b')], llama],
  ['one model on two servers', [named('ada'), named('bo', llama.model, 'lmstudio')], llama],
  ['a person beside it', [aSeat('ada', 'Ada'), aSeat('bo', 'Bo', { brain: { human: true } })], llama],
  ['somebody who is away', [named('ada'), { ...named('bo'), presence: 'away' }], llama],
  ['somebody who listens', [named('ada'), { ...named('bo'), presence: 'listening' }], llama],
  ['a vendor', [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { kind: 'openai', model: 'gpt-4.1' }],
  [
    'a server at an unknown place',
    [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')],
    { kind: 'openai-compatible', model: 'm' },
  ],
  ['the demo brain', [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { kind: 'demo', model: 'improviser' }],
])('nothing is shared with %s', (_, seats, brain) => {
  expect(sharing(new ScriptedStage(seats), 'ada', brain)).toBeNull();
});

test('what was shared once stays so, whoever goes, comes or changes: a layout does not flap', () => {
  const script = new ScriptedStage([named('ada'), named('bo')]);
  script.presence('bo', 'away');
  expect(sharing(script, 'ada')).toEqual(['ada', 'bo']);
  script.presence('bo', 'stage');
  script.append({ type: 'seat-changed', at: '2026-01-01T00:00:00.000Z', seatId: 'bo', brain: null });
  expect(sharing(script, 'ada')).toEqual(['ada', 'bo']);
  script.leaves('bo');
  expect(sharing(script, 'ada')).toEqual(['ada', 'bo']);
  script.presence('ada', 'away');
  script.presence('ada', 'stage');
  script.joins(named('cy'));
  expect(sharing(script, 'ada')).toEqual(['ada', 'bo', 'cy']);
});

test('a brain that two seats had one after the other is not shared', () => {
  const script = new ScriptedStage([named('ada'), named('bo', 'qwen3:8b')]);
  script.leaves('ada');
  script.joins(named('cy'));
  expect(sharing(script, 'cy')).toBeNull();
});

describe('who really spoke', () => {
  const cast = (spokenBy: readonly [string, SpokenBy][]) => ({
    seats: [named('ada'), aSeat('bo', 'Bo')],
    personas: new Map(),
    spokenBy: new Map(spokenBy),
  });
  const sharers = (spokenBy: readonly [string, SpokenBy][]) =>
    sharedBrainsAfter(new Map(), cast(spokenBy)).get('ollama llama3.1:8b');

  test('counts for a seat whose brain the server chooses, also where the log names no connection', () => {
    expect(sharers([])).toBeUndefined();
    expect(sharers([['bo', llama]])).toEqual(new Set(['ada', 'bo']));
    expect(sharers([['bo', { kind: 'ollama', model: llama.model }]])).toEqual(new Set(['ada', 'bo']));
    expect(sharers([['bo', { kind: 'ollama', model: 'qwen3:8b' }]])).toBeUndefined();
  });
});
