import { expect, test } from 'vitest';
import { phaseAt, guardsOff, humanWaitMs, mayClose } from './phase.ts';
import { aFormat, aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';

const order = 'natural' as const;
const format = aFormat({
  guardsOff: ['opening'],
  phases: [
    { id: 'warm', name: 'Warm up', order, waitSeconds: 20 },
    { id: 'talk', name: 'Talk', order, guardsOff: ['questions'] },
    { id: 'wrap', name: 'Wrap up', order },
  ],
});

function talk(): ScriptedStage {
  return new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { format });
}

function begin(script: ScriptedStage, id: string, name = id): void {
  script.append({ type: 'phase-changed', at: atSecond(script.stage.conversation.head + 1), id, name });
}

test('a talk begins in the first phase and is in the one that was announced last', () => {
  const script = talk();
  expect(phaseAt(script.stage)).toMatchObject({ index: 0, turns: [] });
  script.says('ada', 'Hm.');
  expect(phaseAt(script.stage)).toMatchObject({ index: 0, turns: [{ seatId: 'ada' }] });
  begin(script, 'talk');
  expect(phaseAt(script.stage)).toMatchObject({ index: 1, turns: [], aloud: [] });
});

test('turns are words to their end, passes and what failed; what was cut off is said again', () => {
  const script = talk();
  script.says('ada', 'We sail.');
  script.passes('bo');
  script.fails('bo');
  script.says('bo', 'I was', { cut: true });
  script.human('Mia', 'When?');
  expect(phaseAt(script.stage).turns).toHaveLength(3);
});

test('logs that wrote names only are understood', () => {
  const script = talk();
  script.append({ type: 'phase-changed', at: atSecond(9), name: 'Wrap up' });
  expect(phaseAt(script.stage).phase.id).toBe('wrap');
});

test('after the end they talk freely, and may close', () => {
  const script = talk();
  begin(script, 'end', '');
  expect(phaseAt(script.stage)).toMatchObject({ index: 3, phase: { order: 'natural' } });
  expect(mayClose(script.stage)).toBe(true);
});

test('another format begins at its first phase', () => {
  const script = talk();
  begin(script, 'wrap');
  script.says('ada', 'Hm.');
  script.append({ type: 'conversation-changed', at: atSecond(50), format: 'other' });
  expect(phaseAt(script.stage)).toMatchObject({ index: 0, turns: [] });
});

test('a phase says who is waited for, whether it may close, and which rules are off', () => {
  const script = talk();
  expect(humanWaitMs(script.stage)).toBe(20_000);
  expect([mayClose(script.stage), [...guardsOff(script.stage)]]).toEqual([false, ['opening']]);
  begin(script, 'talk');
  expect(humanWaitMs(script.stage)).toBe(45_000);
  expect([...guardsOff(script.stage)]).toEqual(['opening', 'questions']);
  begin(script, 'wrap');
  expect(mayClose(script.stage)).toBe(true);
});
