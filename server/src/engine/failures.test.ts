import { expect, test } from 'vitest';
import { Failures } from './failures.ts';
import { aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import type { TurnOutcome } from './turn.ts';

const context = { at: atSecond(9), newId: () => 'id' };

test.each<[TurnOutcome[], boolean]>([
  [['failed', 'failed', 'failed'], true],
  [['failed', 'failed', 'said', 'failed'], false],
  [['waits', 'waits', 'waits', 'waits'], false],
  // Waiting is no failure, and no success either.
  [['failed', 'waits', 'failed', 'waits', 'failed'], true],
])('%j are too many in a row: %s', (outcomes, areTooMany) => {
  const failures = new Failures();
  for (const outcome of outcomes) failures.note(outcome);
  expect(failures.areTooMany).toBe(areTooMany);
});

test('a conversation that is given up is paused with the reason, and counts anew', () => {
  const failures = new Failures();
  for (let turn = 0; turn < 3; turn += 1) failures.note('failed');
  const script = new ScriptedStage([aSeat('ada', 'Ada')]);
  script.play();
  expect(failures.giveUp(script.stage.conversation, context)).toMatchObject([
    { type: 'conversation-changed', state: 'paused', reason: { code: 'provider-failed' } },
  ]);
  expect(failures.areTooMany).toBe(false);
});
