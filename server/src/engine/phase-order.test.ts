import type { TurnOrder } from '@chimera/protocol/format';
import { describe, expect, test } from 'vitest';
import { nextSpeaker } from './next-speaker.ts';
import { aFormat, aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';

const roles = [
  { id: 'host', name: 'Host', min: 1, max: 1, seat: 'any' as const },
  { id: 'guest', name: 'Guest', min: 1, max: 4, seat: 'any' as const },
];

/** Ada hosts, Bo, Cy and Dee are guests. */
function talk(order: TurnOrder, phase: { speakers?: string[]; turnsEach?: number } = {}): ScriptedStage {
  const seats = ['Ada', 'Bo', 'Cy', 'Dee'].map((name) => aSeat(name.toLowerCase(), name));
  const speakers = ['host', 'guest'];
  return new ScriptedStage(seats, {
    format: aFormat({ roles, phases: [{ id: 'p', name: 'P', order, speakers, ...phase }] }),
  });
}

function turns(script: ScriptedStage, lines: readonly string[]): (string | null)[] {
  return lines.map((line) => {
    const pick = nextSpeaker(script.stage, seededChance(1));
    if (pick) script.says(pick.seatId, line);
    return pick?.seatId ?? null;
  });
}

const five = ['one', 'two', 'three', 'four', 'five'];

describe('reverse', () => {
  test('goes around the table from the last to the first', () => {
    expect(turns(talk('reverse'), five)).toEqual(['dee', 'cy', 'bo', 'ada', 'dee']);
  });
});

describe('alternate', () => {
  test('goes from role to role, in each to whoever spoke least', () => {
    expect(turns(talk('alternate'), five)).toEqual(['ada', 'bo', 'ada', 'cy', 'ada']);
  });

  test('gives nobody more turns than the phase has for each', () => {
    expect(turns(talk('alternate', { turnsEach: 1 }), five)).toEqual(['ada', 'bo', 'cy', 'dee', null]);
  });
});

describe('host-picks', () => {
  test('the host speaks, then whom the host named, then two others, then the host, then one less', () => {
    const lines = ['Dee, what do you say?', 'Hm.', 'Hm.', 'Hm.', 'And you?', 'Hm.', 'Hm.', 'Well.'];
    const said = turns(talk('host-picks'), lines);
    expect(said).toEqual(['ada', 'dee', 'bo', 'cy', 'ada', 'bo', 'cy', 'ada']);
  });

  test('a guest whom another guest speaks to comes before the others', () => {
    expect(turns(talk('host-picks'), ['Bo, well?', 'Is that so, Dee?', 'Yes.']).slice(2)).toEqual(['dee']);
  });

  test('says why', () => {
    const script = talk('host-picks');
    turns(script, ['Cy, what do you say?']);
    expect(nextSpeaker(script.stage, seededChance(1))?.reason).toEqual({
      code: 'asked',
      text: 'was called by Ada',
    });
  });

  test('goes on without the host when the host is away', () => {
    const script = talk('host-picks');
    script.presence('ada', 'away');
    expect(turns(script, ['Hm.', 'Hm.'])).toEqual(['bo', 'cy']);
  });
});

describe('asked-then-asker', () => {
  test('the first role asks and whoever was asked answers', () => {
    const lines = ['Cy, why?', 'Because.', 'And you?', 'No.', 'Dee?'];
    expect(turns(talk('asked-then-asker'), lines)).toEqual(['ada', 'cy', 'ada', 'bo', 'ada']);
  });
});

test('who failed does not hold up a round', () => {
  const script = talk('round-robin');
  script.fails('ada');
  expect(turns(script, ['Hm.'])).toEqual(['bo']);
});

test('a person who asks somebody is answered first in every order', () => {
  for (const order of ['reverse', 'alternate', 'host-picks', 'asked-then-asker'] as const) {
    const script = talk(order);
    script.human('Mia', 'Cy, is that so?');
    expect(turns(script, ['Yes.'])).toEqual(['cy']);
  }
});

test('a question that was cut off is asked again, and a whisper is no turn', () => {
  const script = talk('asked-then-asker');
  script.says('ada', 'Cy, why do you', { cut: true });
  expect(turns(script, ['Cy, why?'])).toEqual(['ada']);
  const author = { kind: 'seat' as const, seatId: 'cy', name: 'Cy' };
  const message = {
    id: 'w',
    author,
    text: 'Hush.',
    to: ['bo'],
    status: 'complete' as const,
    createdAt: atSecond(50),
  };
  script.append({ type: 'message-finished', at: atSecond(50), message });
  expect(turns(script, ['Because.'])).toEqual(['cy']);
});
