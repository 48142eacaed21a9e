import { describe, expect, test } from 'vitest';
import { type Direction, directTurn } from './direction.ts';
import { aFormat, aPersona, aSeat, ScriptedStage, seededChance } from './scripted-stage.ts';

const longLine = 'The harbour tax only hurts the small boats and everyone at the quay knows it.';
const script = (options: ConstructorParameters<typeof ScriptedStage>[1] = {}) =>
  new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo'), aSeat('cy', 'Cy')], options);

function draws(talk: ScriptedStage, count = 200, seatId = 'ada'): Direction[] {
  const chance = seededChance(7);
  return Array.from({ length: count }, () => directTurn(talk.stage, seatId, chance));
}

test('an even rhythm is avoided: many short turns, some long ones', () => {
  const talk = script();
  talk.says('bo', longLine);
  talk.says('cy', longLine);
  const words = draws(talk, 2000)
    .map(({ targetWords }) => targetWords)
    .sort((a, b) => a - b);
  const at = (share: number) => words[Math.floor(share * words.length)] ?? 0;
  const mean = words.reduce((sum, count) => sum + count, 0) / words.length;
  const variance = words.reduce((sum, count) => sum + (count - mean) ** 2, 0) / words.length;
  expect(at(0.5)).toBeGreaterThanOrEqual(8);
  expect(at(0.5)).toBeLessThanOrEqual(16);
  expect(at(0.9)).toBeGreaterThanOrEqual(22);
  expect(at(0.9)).toBeLessThanOrEqual(50);
  expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.7);
});

test('a long cap is allowed above the target, never below 25 words', () => {
  for (const { targetWords, capWords } of draws(script())) {
    expect(capWords).toBe(Math.max(25, Math.round(1.6 * targetWords) + 8));
  }
});

test('a talkative persona is given more words than a terse one', () => {
  const mean = (verbosity: number) => {
    const style = { ...aPersona('Ada').style, verbosity };
    const talk = script({ personas: [aPersona('Ada', { style })] });
    return draws(talk).reduce((sum, { targetWords }) => sum + targetWords, 0) / 200;
  };
  expect(mean(1)).toBeGreaterThan(2 * mean(0));
});

test('a phase says how long and what', () => {
  const phases = [
    {
      id: 'p',
      name: 'P',
      order: 'natural' as const,
      tell: { all: 'claim, two reasons' },
      words: [80, 120] as [number, number],
    },
  ];
  const talk = script({ format: aFormat({ phases }) });
  talk.says('bo', longLine);
  for (const { targetWords, capWords, direction, mayPass } of draws(talk)) {
    expect(targetWords).toBeGreaterThanOrEqual(60);
    expect(targetWords).toBeLessThanOrEqual(100);
    expect([capWords, direction, mayPass]).toEqual([120, 'claim, two reasons', false]);
  }
});

describe('what a turn does', () => {
  test('opens the talk', () => {
    expect(draws(script(), 1)[0]?.direction).toMatch(/^open the talk/);
  });

  test('opens the talk also where the narrator has set the stage', () => {
    const talk = script();
    talk.human('', 'A kitchen by the river, six in the morning.', { as: 'narrator' });
    for (const { direction } of draws(talk, 20)) expect(direction).toMatch(/^open the talk/);
    talk.says('bo', longLine);
    expect(draws(talk).some(({ direction }) => direction?.startsWith('open the talk'))).toBe(false);
  });

  test('answers a human, and never with silence or a mere reaction', () => {
    const talk = script();
    talk.says('bo', longLine);
    talk.human('Zoe', 'What does the tax do to the small boats in this harbour, then?');
    for (const { direction, mayPass } of draws(talk)) {
      expect(direction).toMatch(/^answer Zoe/);
      expect(mayPass).toBe(false);
    }
  });

  test('answers a question to it with at least a few words', () => {
    const talk = script();
    talk.says('bo', 'Ada, why?');
    for (const { direction, targetWords } of draws(talk)) {
      expect(direction).toMatch(/Bo/);
      expect(targetWords).toBeGreaterThanOrEqual(5);
    }
  });

  test('does what was whispered, also when others spoke since', () => {
    const talk = script();
    talk.human('Zoe', 'Object to Bo.', { to: ['ada'] });
    talk.says('bo', longLine);
    for (const { direction, mayPass } of draws(talk)) {
      expect(direction).toBe('do what Zoe told you alone, without giving away that you were told.');
      expect(mayPass).toBe(false);
    }
    expect(draws(talk, 200, 'cy').every(({ direction }) => !direction?.includes('Zoe'))).toBe(true);
  });

  test('tells a story when asked for one', () => {
    const talk = script();
    talk.says('bo', 'Ada, tell us how you lost the boat.');
    expect(Math.min(...draws(talk).map(({ targetWords }) => targetWords))).toBeGreaterThanOrEqual(29);
  });

  test('is no long speech right after one', () => {
    const talk = script();
    talk.says('ada', 'word '.repeat(60));
    talk.says('bo', 'We sail.');
    expect(Math.max(...draws(talk).map(({ targetWords }) => targetWords))).toBeLessThanOrEqual(40);
  });

  test('varies', () => {
    const talk = script();
    talk.says('bo', 'We sail.');
    expect(new Set(draws(talk).map(({ direction }) => direction)).size).toBeGreaterThan(8);
  });

  test('does not ask again right after asking', () => {
    const talk = script();
    talk.says('ada', 'Who paid?');
    talk.says('bo', 'We sail.');
    expect(draws(talk).filter(({ direction }) => direction?.startsWith('ask'))).toEqual([]);
  });
});

describe('to pass', () => {
  const share = (talk: ScriptedStage) => draws(talk).filter(({ mayPass }) => mayPass).length / 200;

  test('is offered now and then', () => {
    const talk = script();
    talk.says('bo', 'We sail.');
    expect(share(talk)).toBeGreaterThan(0.1);
    expect(share(talk)).toBeLessThan(0.3);
  });

  test('is not offered to who was asked, nor after two who passed', () => {
    const talk = script();
    talk.says('bo', 'Ada, why?');
    expect(share(talk)).toBe(0);
    talk.says('bo', 'We sail.');
    talk.passes('cy');
    talk.passes('bo');
    expect(share(talk)).toBe(0);
  });
});
