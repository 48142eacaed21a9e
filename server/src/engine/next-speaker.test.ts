import { describe, expect, test } from 'vitest';
import { nextSpeaker } from './next-speaker.ts';
import { aFormat, aPersona, aSeat, ScriptedStage, seededChance } from './scripted-stage.ts';

const names = ['Ada', 'Bo', 'Cy', 'Dorothy', 'Eve'];
const human = { brain: { human: true } } as const;
const seats = (count = 3) => names.slice(0, count).map((name) => aSeat(name.toLowerCase(), name));
const natural = (count = 3) => new ScriptedStage(seats(count));
const inOrder = (order: 'round-robin' | 'manual', speakers?: string[]) =>
  aFormat({
    roles: ['one', 'two', 'three'].map((id) => ({ id, name: id, min: 0, max: 1, seat: 'any' as const })),
    phases: [{ id: 'p', name: 'P', order, ...(speakers && { speakers }) }],
  });

const pickOf = (script: ScriptedStage, seed = 1) => nextSpeaker(script.stage, seededChance(seed));
const picksOf = (script: ScriptedStage) =>
  new Set(Array.from({ length: 200 }, (_, seed) => pickOf(script, seed)?.seatId));

describe('the director’s queue', () => {
  test('comes before everything else', () => {
    const script = natural();
    script.says('ada', 'Bo, why?');
    script.queue('cy', 'bo');
    expect(pickOf(script)).toEqual({
      seatId: 'cy',
      reason: { code: 'director', text: 'was called' },
      queued: expect.anything(),
    });
  });

  test('may have somebody speak twice in a row', () => {
    const script = natural();
    script.says('ada', 'Hm.');
    script.queue('ada');
    expect(pickOf(script)?.seatId).toBe('ada');
  });

  test('waits for a seat that is away', () => {
    const script = natural();
    script.presence('cy', 'away');
    script.queue('cy', 'bo');
    expect(pickOf(script)?.seatId).toBe('bo');
  });
});

describe('a natural talk', () => {
  test('lets a seat answer that was asked by name', () => {
    const script = natural(4);
    script.says('dorothy', 'And what did you pay, Bo?');
    expect(pickOf(script)).toMatchObject({
      seatId: 'bo',
      reason: { code: 'asked', text: 'was asked by Dorothy' },
      queued: null,
    });
  });

  test('lets a seat answer by an alias', () => {
    const personas = [aPersona('Ada'), aPersona('Bo', { aliases: ['Captain'] }), aPersona('Cy')];
    const script = new ScriptedStage(seats(), { personas });
    script.says('ada', 'Sit down, Captain.');
    expect(pickOf(script)?.reason).toEqual({ code: 'addressed', text: 'was addressed by Ada' });
  });

  test('gives the floor to a human who was asked', () => {
    const script = new ScriptedStage([...seats(), aSeat('mia', 'Mia', human)]);
    script.says('ada', 'Mia, what did you pay?');
    expect(pickOf(script)?.seatId).toBe('mia');
  });

  test('does not wait for a human who was only spoken to', () => {
    const script = new ScriptedStage([...seats(), aSeat('mia', 'Mia', human)]);
    script.says('ada', 'Mia, I paid.');
    expect(picksOf(script)).toEqual(new Set(['bo', 'cy']));
  });

  test('goes on when the human passes', () => {
    const script = new ScriptedStage([...seats(), aSeat('mia', 'Mia', human)]);
    script.says('ada', 'Mia, what did you pay?');
    script.passes('mia');
    expect(picksOf(script)).toEqual(new Set(['ada', 'bo', 'cy']));
  });

  test('gives the floor to the only human when one model is there', () => {
    const script = new ScriptedStage([aSeat('ada', 'Ada'), aSeat('mia', 'Mia', human)]);
    script.says('ada', 'I paid.');
    expect(pickOf(script)).toMatchObject({ seatId: 'mia', reason: { code: 'floor' } });
    script.passes('mia');
    expect(pickOf(script)?.seatId).toBe('ada');
  });

  test('never has anybody speak twice in a row', () => {
    const script = natural(2);
    script.says('ada', 'Ada, you fool, what now?');
    expect(picksOf(script)).toEqual(new Set(['bo']));
  });

  test('has somebody who is alone go on', () => {
    const script = natural(1);
    script.says('ada', 'Well.');
    expect(pickOf(script)).toMatchObject({ seatId: 'ada', reason: { code: 'alone' } });
  });

  test('lets the last speaker answer a person of the audience', () => {
    const script = natural(2);
    script.says('ada', 'I paid.');
    script.human('Zoe', 'Ada, how much?');
    expect(pickOf(script)).toMatchObject({ seatId: 'ada', reason: { text: 'was asked by Zoe' } });
  });

  test('hears no whisper', () => {
    const script = natural();
    script.says('ada', 'I paid.');
    script.human('Zoe', 'Bo, ask her how much.', { to: ['bo'] });
    expect(picksOf(script)).toEqual(new Set(['bo', 'cy']));
  });

  test('leaves out who only listens or is away', () => {
    const script = natural(4);
    script.presence('bo', 'listening');
    script.presence('cy', 'away');
    script.says('ada', 'Bo, why?');
    expect(picksOf(script)).toEqual(new Set(['dorothy']));
  });

  test('leaves out for two turns who passed', () => {
    const script = natural(3);
    script.says('ada', 'I paid.');
    script.passes('bo');
    expect(picksOf(script)).toEqual(new Set(['ada', 'cy']));
    script.says('cy', 'Good.');
    expect(picksOf(script)).toEqual(new Set(['ada']));
    script.says('ada', 'Very good.');
    expect(picksOf(script)).toEqual(new Set(['bo', 'cy']));
  });

  test('lets everybody answer who was asked', () => {
    const script = natural(5);
    script.human('Zoe', 'What do all of you think?');
    expect(pickOf(script)?.reason.code).toBe('asked-with-all');
  });

  test('tells why: a long silence', () => {
    const script = natural(3);
    script.says('cy', 'Oh.');
    for (let turn = 0; turn < 14; turn += 1) script.says(turn % 2 ? 'ada' : 'bo', 'Hm.');
    const picked = Array.from({ length: 50 }, (_, seed) => pickOf(script, seed)).find(
      (pick) => pick?.seatId === 'cy',
    );
    expect(picked?.reason).toEqual({ code: 'quiet', text: 'has been quiet for 14 turns' });
  });

  test('opens with somebody', () => {
    expect(pickOf(natural())?.reason.code).toBe('opens');
  });

  test('opens after the premise, and never speaks to the narrator', () => {
    const script = natural();
    script.human('Narrator', 'A café after closing time.', { as: 'narrator' });
    expect(pickOf(script)?.reason.code).toBe('opens');
    script.says('ada', 'Well.');
    script.human('Narrator', 'Rain begins.', { as: 'narrator' });
    for (let seed = 0; seed < 20; seed += 1)
      expect(pickOf(script, seed)?.reason.text).not.toContain('to Narrator');
  });

  test('has nobody speak when nobody is on stage', () => {
    const script = natural(1);
    script.presence('ada', 'away');
    expect(pickOf(script)).toBeNull();
  });
});

describe('a round', () => {
  test('goes by the cast', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('round-robin') });
    const said = Array.from({ length: 5 }, () => takeTurn(script));
    expect(said).toEqual(['ada', 'bo', 'cy', 'ada', 'bo']);
  });

  test('goes by the order of its phase', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('round-robin', ['three', 'one']) });
    expect([takeTurn(script), takeTurn(script), takeTurn(script)]).toEqual(['cy', 'ada', 'cy']);
  });

  test('goes past who is away and who passes', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('round-robin') });
    takeTurn(script);
    script.presence('bo', 'away');
    expect(pickOf(script)?.seatId).toBe('cy');
    script.passes('cy');
    expect(pickOf(script)?.seatId).toBe('ada');
  });

  test('waits while a human is answered', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('round-robin') });
    takeTurn(script);
    script.human('Zoe', 'Cy, is that so?');
    expect(pickOf(script)).toMatchObject({ seatId: 'cy', reason: { code: 'asked' } });
  });
});

describe('a talk by hand', () => {
  test('waits for the director', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('manual') });
    script.says('ada', 'Bo, why?');
    expect(pickOf(script)).toBeNull();
    script.queue('cy');
    expect(pickOf(script)?.seatId).toBe('cy');
  });

  test('lets a human be answered', () => {
    const script = new ScriptedStage(seats(), { format: inOrder('manual') });
    script.human('Zoe', 'Bo, why?');
    expect(pickOf(script)?.seatId).toBe('bo');
  });
});

describe('a free run of five', () => {
  test.each([1, 2, 3, 4, 5, 6])('goes to and fro without leaving anybody out (seed %d)', (seed) => {
    const talkativeness = [0.9, 0.3, 0.5, 0.7, 0.4];
    const personas = names.map((name, index) =>
      aPersona(name, { talkativeness: talkativeness[index] ?? 0.5 }),
    );
    const script = new ScriptedStage(seats(5), { personas });
    const chance = seededChance(seed);
    const said = Array.from({ length: 300 }, (_, turn) =>
      takeTurn(script, chance, turn % 5 === 4 ? 'Is it so?' : 'It is so.'),
    );
    expect(shareOfReturns(said)).toBeGreaterThanOrEqual(0.4);
    expect(shareOfReturns(said)).toBeLessThanOrEqual(0.65);
    expect(shareEntropy(said, 5)).toBeGreaterThanOrEqual(0.86);
    expect(longestSilence(said, 5)).toBeLessThanOrEqual(40);
  });
});

test.each([2, 3])('%d who keep calling on each other let others in', (size) => {
  const script = natural(5);
  const chance = seededChance(3);
  const said: string[] = [];
  for (let turn = 0; turn < 300; turn += 1) {
    const called = script.stage.transcript.at(1 - size)?.name ?? 'all';
    said.push(takeTurn(script, chance, `${called}, is it so?`));
  }
  expect(longestSilence(said, 5)).toBeLessThanOrEqual(40);
  expect(shareEntropy(said, 5)).toBeGreaterThanOrEqual(0.86);
});

test('a human who let the floor pass is not waited for again at once', () => {
  const script = new ScriptedStage([...seats(), aSeat('mia', 'Mia', human)]);
  script.says('ada', 'Mia, what did you pay?');
  script.passes('mia');
  script.says('bo', 'Mia, say something.');
  script.says('cy', 'Mia, what did you pay?');
  expect(picksOf(script)).toEqual(new Set(['ada', 'bo']));
  script.human('Zoe', 'Hm.');
  for (let turn = 0; turn < 10; turn += 1) script.says(turn % 2 ? 'ada' : 'bo', 'Hm.');
  script.says('cy', 'Mia, what did you pay?');
  expect(pickOf(script)?.seatId).toBe('mia');
});

function takeTurn(script: ScriptedStage, chance = seededChance(1), text = 'It is so.'): string {
  const seatId = nextSpeaker(script.stage, chance)?.seatId ?? '';
  script.says(seatId, text);
  return seatId;
}

/** How often the third of three speakers is the first again. */
function shareOfReturns(said: readonly string[]): number {
  return said.slice(2).filter((seatId, index) => seatId === said[index]).length / (said.length - 2);
}

function shareEntropy(said: readonly string[], seatCount: number): number {
  const counts = [...Map.groupBy(said, (seatId) => seatId).values()].map(({ length }) => length);
  const entropy = counts.reduce(
    (sum, count) => sum - (count / said.length) * Math.log(count / said.length),
    0,
  );
  return entropy / Math.log(seatCount);
}

function longestSilence(said: readonly string[], seatCount: number): number {
  return Math.max(
    ...names.slice(0, seatCount).map((name) => {
      const gaps = said.join(' ').split(name.toLowerCase());
      return Math.max(...gaps.map((gap) => gap.trim().split(' ').length));
    }),
  );
}
