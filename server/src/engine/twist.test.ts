import { describe, expect, test } from 'vitest';
import { directTurn } from './direction.ts';
import { nextSpeaker } from './next-speaker.ts';
import { aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';
import { twistDirection, twistEvents } from './twist.ts';

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo'), aSeat('cy', 'Cy')];
const chance = seededChance(5);

function turned(circle: Parameters<typeof twistEvents>[1]): ScriptedStage {
  const script = new ScriptedStage(seats);
  script.play();
  script.says('ada', 'That is so true, Bo.');
  for (const event of twistEvents(script.stage, circle, chance, atSecond(9))) script.append(event);
  return script;
}

test('a twist is a line of the script with its reason, and everybody hears its question', () => {
  const { stage } = turned('stall');
  expect(stage.transcript.at(-1)).toMatchObject({ kind: 'direction', name: 'stall', to: null });
  expect(stage.transcript.at(-1)?.text).toMatch(/\?$/);
});

test('the next two lines take up the question', () => {
  const script = turned('praise-loop');
  const question = script.stage.transcript.at(-1)?.text;
  expect(directTurn(script.stage, 'bo', chance).direction).toBe(
    `turn the talk to something new: ${question}`,
  );
  script.says('bo', 'It costs the boats.');
  expect(twistDirection(script.stage, 'cy')).toContain(question);
  script.says('cy', 'And the quay.');
  expect(twistDirection(script.stage, 'ada')).toBeNull();
});

test('a person who speaks up ends the twist', () => {
  const script = turned('stall');
  script.human('Zoe', 'What about the fish?');
  expect(twistDirection(script.stage, 'bo')).toBeNull();
});

describe('when all agree', () => {
  test('somebody who did not speak last takes the other side, and speaks next', () => {
    const script = turned('agreement');
    const dissenter = script.stage.transcript.at(-1)?.seatId ?? '';
    expect(['bo', 'cy']).toContain(dissenter);
    expect(nextSpeaker(script.stage, chance)).toMatchObject({ seatId: dissenter, queued: expect.anything() });
  });

  test('they disagree for ten lines, the others as they like', () => {
    const script = turned('agreement');
    const dissenter = script.stage.transcript.at(-1)?.seatId ?? '';
    const other = dissenter === 'bo' ? 'cy' : 'bo';
    expect(twistDirection(script.stage, other)).toBeNull();
    for (let line = 0; line < 10; line += 1) {
      expect(twistDirection(script.stage, dissenter)).toMatch(/^object to what the others agree on/);
      script.says(line % 2 === 0 ? dissenter : 'ada', 'A line about boats.');
    }
    expect(twistDirection(script.stage, dissenter)).toBeNull();
  });
});

test('no question comes twice before all have come', () => {
  const script = new ScriptedStage(seats);
  script.play();
  const questions = Array.from({ length: 12 }, (_, at) => {
    for (const event of twistEvents(script.stage, 'stall', chance, atSecond(10 + at))) script.append(event);
    return script.stage.transcript.at(-1)?.text;
  });
  expect(new Set(questions).size).toBe(12);
});
