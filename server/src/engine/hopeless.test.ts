import { expect, test } from 'vitest';
import { parkedSeat } from './hopeless.ts';
import { aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';

const at = atSecond(99);

function talk(seats: number, failures: number): ScriptedStage {
  const names = ['Ada', 'Bo', 'Cy'].slice(0, seats);
  const script = new ScriptedStage(names.map((name) => aSeat(name.toLowerCase(), name)));
  for (let turn = 0; turn < failures; turn += 1) {
    script.fails('ada');
    script.says('bo', `Line ${turn} about boats.`);
  }
  return script;
}

test('a seat whose turns failed three times is only listening, and the script says why', () => {
  const script = talk(3, 3);
  const [event] = parkedSeat(script.stage, 'ada', at);
  expect(event).toMatchObject({ type: 'seat-changed', seatId: 'ada', presence: 'listening' });
  expect(event).toMatchObject({ reason: { text: expect.stringMatching(/^3 of its last turns failed/) } });
});

test('two failures are not enough, nor three among many good turns', () => {
  expect(parkedSeat(talk(3, 2).stage, 'ada', at)).toEqual([]);
  const script = talk(3, 3);
  for (let turn = 0; turn < 10; turn += 1) script.says('ada', `Good line ${turn}.`);
  expect(parkedSeat(script.stage, 'ada', at)).toEqual([]);
});

test('of two seats none is taken away', () => {
  expect(parkedSeat(talk(2, 5).stage, 'ada', at)).toEqual([]);
});
