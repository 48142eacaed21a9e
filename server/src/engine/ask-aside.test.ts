import type { ModelBrain } from '@chimera/protocol/provider';
import { expect, test } from 'vitest';
import type { Part } from '../providers/provider.ts';
import { askAside } from './ask-aside.ts';
import { aSeat, ScriptedStage } from './scripted-stage.ts';

test('how long the lines of a seat may be is no limit of what it is asked beside the talk', async () => {
  const brain = { connectionId: 'local', model: 'small', params: { maxTokens: 60, temperature: 0.4 } };
  const seat = aSeat('ada', 'Ada', { brain });
  const { stage } = new ScriptedStage([seat, aSeat('bo', 'Bo')]);
  const asked: (ModelBrain | null)[] = [];
  async function* ask(of: ModelBrain | null): AsyncGenerator<Part> {
    asked.push(of);
    yield { type: 'text', text: '{"records": []}' };
  }
  const prompt = { system: 'You keep the minutes.', turns: [], tail: '' };
  const aside = { seat, prompt, task: 'minutes', maxTokens: 1500, textLimit: 1000 };
  expect(await askAside(ask, stage, aside, new AbortController().signal)).toBe('{"records": []}');
  expect(asked).toEqual([{ connectionId: 'local', model: 'small', params: { temperature: 0.4 } }]);
});
