import { describe, expect, test } from 'vitest';
import { circleOf } from './circle.ts';
import { directTurn } from './direction.ts';
import { aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';
import { twistEvents } from './twist.ts';

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo'), aSeat('cy', 'Cy')];

function talk(...lines: readonly string[]): ScriptedStage {
  const script = new ScriptedStage(seats);
  script.play();
  say(script, ...lines);
  return script;
}

function say(script: ScriptedStage, ...lines: readonly string[]): void {
  for (const [at, line] of lines.entries()) script.says(['ada', 'bo', 'cy'][at % 3] ?? '', line);
}

function twist(script: ScriptedStage): void {
  const at = atSecond(script.stage.conversation.head + 1);
  for (const event of twistEvents(script.stage, 'stall', seededChance(1), at)) script.append(event);
}

const thanks = [
  'Thank you, Bo, for the rope.',
  'Beautifully put, Ada, as always.',
  'I appreciate that, both of you.',
];
const more = ['That means a lot to me, Cy.'];
const agreement = [
  'Yes, the tax is far too high for us.',
  'Exactly, it hurts the boats every single year.',
  'Absolutely, and nobody at the quay pays it.',
  'Indeed, my father never paid it either.',
  'Of course, his boat was the smallest one.',
  'True, the small boats always pay the most.',
  'The quay was empty on the day of the storm.',
  'My own boat is older than that wall.',
];

describe('a talk that runs in circles', () => {
  test.each([
    ['three lines of thanks are answered by a word', thanks, { rule: 'praise-loop', remedy: 'nudge' }],
    ['more of it by a turn of the talk', [...thanks, ...more], { rule: 'praise-loop', remedy: 'twist' }],
    [
      'goodbyes end it where it may end',
      ['Goodbye, Bo, see you soon.', 'Take care, Ada.', 'Farewell, both of you.'],
      { rule: 'goodbye-loop', remedy: 'stop' },
    ],
    ['agreement by somebody who disagrees', agreement, { rule: 'agreement', remedy: 'twist' }],
    [
      'the same words again and again by a turn',
      Array.from({ length: 8 }, () => 'The harbour tax hurts the small boats.'),
      { rule: 'stall', remedy: 'twist' },
    ],
  ])('%s', (_, lines, loop) => {
    expect(circleOf(talk(...lines).stage)).toEqual(loop);
  });

  test('is one no more when a person speaks up, and when it was turned', () => {
    const script = talk(...thanks, ...more);
    script.human('Zoe', 'What about the fish?');
    expect(circleOf(script.stage)).toBeNull();
    const turned = talk(...thanks, ...more);
    twist(turned);
    expect(circleOf(turned.stage)).toBeNull();
  });

  test('is counted anew when a part of the format begins', () => {
    const script = talk(...thanks, ...more);
    script.append({ type: 'phase-changed', at: atSecond(99), name: 'Cross-examination' });
    expect(circleOf(script.stage)).toBeNull();
  });

  test('is not ended for what the director asked for', () => {
    const script = talk('The tax stays.');
    const reason = { code: 'raise-heat', text: 'The director raises the heat.' };
    for (let turn = 0; turn < 3; turn += 1) {
      script.append({ type: 'direction-given', at: atSecond(99), reason, text: 'Go.' });
    }
    say(script, ...thanks, ...more);
    expect(circleOf(script.stage)?.remedy).toBe('twist');
  });

  test('of two seats is counted over more lines', () => {
    const lines = Array.from({ length: 7 }, () => 'The harbour tax hurts the small boats.');
    const pair = new ScriptedStage(seats.slice(0, 2));
    pair.play();
    for (const [at, line] of lines.entries()) pair.says(at % 2 === 0 ? 'ada' : 'bo', line);
    expect(circleOf(talk(...lines).stage)).toMatchObject({ rule: 'stall' });
    expect(circleOf(pair.stage)).toBeNull();
  });

  test('ends when two turns did not help', () => {
    const script = talk(...thanks, ...more);
    for (let turn = 0; turn < 2; turn += 1) {
      expect(circleOf(script.stage)?.remedy).toBe('twist');
      twist(script);
      say(script, ...thanks, ...more);
    }
    expect(circleOf(script.stage)).toEqual({ rule: 'praise-loop', remedy: 'stop' });
  });

  test('does not end at once what was set to play anew after it was stopped', () => {
    const script = talk('Goodbye, Bo, see you soon.', 'Take care, Ada.', 'Farewell, both of you.');
    expect(circleOf(script.stage)?.remedy).toBe('stop');
    script.stop();
    script.play();
    expect(circleOf(script.stage)).toBeNull();
  });

  test('does not count the goodbyes of those who were asked for a last word', () => {
    const script = talk('The tax stays.');
    const at = atSecond(9);
    script.append({
      type: 'direction-given',
      at,
      reason: { code: 'wrap-up', text: 'Wrap up.' },
      text: 'Go.',
    });
    say(script, 'Goodbye, Bo.', 'Take care, Ada.', 'Farewell, all.');
    expect(circleOf(script.stage)).toBeNull();
  });
});

test('the next speaker is told before the talk is turned', () => {
  const { direction } = directTurn(talk(...thanks).stage, 'ada', seededChance(2));
  expect(direction).toMatch(/No thanks and no praise; say something that moves the talk\.$/);
});

test('a seat that always begins alike is told to begin differently', () => {
  const script = new ScriptedStage(seats);
  script.play();
  for (const line of ['Ah, the old song again.', 'Ah, you know it well.', 'Ah, then sing it.']) {
    script.says('ada', line);
    script.says('bo', `I would rather ${line.length} boats.`);
  }
  expect(directTurn(script.stage, 'ada', seededChance(2)).direction).toMatch(
    /Begin differently; not with “Ah”/,
  );
});
