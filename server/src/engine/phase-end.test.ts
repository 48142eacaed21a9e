import type { Format, Phase } from '@chimera/protocol/format';
import { describe, expect, test } from 'vitest';
import { phaseEnd, phaseStep } from './phase-end.ts';
import { phaseChange } from './phase-events.ts';
import { aFormat, aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';

const human = { brain: { human: true } } as const;
const roles = ['host', 'guest', 'judge'].map((id) => ({
  id,
  name: id,
  min: 0,
  max: 2,
  seat: 'any' as const,
}));
const nowMs = Date.parse(atSecond(600));

/** Ada hosts, Bo and Cy are guests; there is no judge. */
function talk(phase: Partial<Phase>, more: readonly Partial<Phase>[] = [{}]): ScriptedStage {
  const phases = [phase, ...more].map((part, at) => ({
    id: `p${at}`,
    name: `P${at}`,
    order: 'natural' as const,
    ...part,
  }));
  const format: Partial<Format> = { roles, phases };
  const seats = [
    aSeat('ada', 'Ada', { role: 'host' }),
    aSeat('bo', 'Bo', { role: 'guest' }),
    aSeat('cy', 'Cy', { role: 'guest' }),
  ];
  const script = new ScriptedStage(seats, { format: aFormat(format) });
  script.play();
  return script;
}

const endOf = (script: ScriptedStage) => phaseEnd(script.stage, nowMs);

describe('a phase ends', () => {
  test('when all its turns are taken', () => {
    const script = talk({ maxTurns: 2 });
    script.says('ada', 'One.');
    expect(endOf(script)).toBeNull();
    script.passes('bo');
    expect(endOf(script)).toBe('turns');
  });

  test('when each of its speakers on stage has had theirs', () => {
    const script = talk({ speakers: ['guest'], turnsEach: 1 });
    script.says('ada', 'I only host.');
    script.says('bo', 'One.');
    expect(endOf(script)).toBeNull();
    script.presence('cy', 'away');
    expect(endOf(script)).toBe('turns');
  });

  test('without waiting for a person in a free order, and with them in a fixed one', () => {
    for (const [order, end] of [
      ['natural', 'turns'],
      ['round-robin', null],
    ] as const) {
      const script = talk({ order, turnsEach: 1 });
      script.joins(aSeat('mia', 'Mia', human));
      for (const id of ['ada', 'bo', 'cy']) script.says(id, 'Here.');
      expect(endOf(script)).toBe(end);
      script.passes('mia');
      expect(endOf(script)).toBe('turns');
    }
  });

  test('when its time is up, which a pause does not use', () => {
    const script = talk({ maxMinutes: 5 });
    expect(phaseEnd(script.stage, Date.parse(atSecond(299)))).toBeNull();
    expect(phaseEnd(script.stage, Date.parse(atSecond(303)))).toBe('time');
    script.pause();
    script.append({ type: 'conversation-changed', at: atSecond(400), state: 'running' });
    expect(phaseEnd(script.stage, Date.parse(atSecond(600)))).toBeNull();
  });

  test('when everybody spoke', () => {
    const script = talk({ endWhen: ['everyone-spoke'] });
    script.says('ada', 'One.');
    script.says('bo', 'Two.');
    expect(endOf(script)).toBeNull();
    script.says('cy', 'Three.');
    expect(endOf(script)).toBe('everyone-spoke');
  });

  test('when the host or a person calls for the next part, not when a guest does', () => {
    for (const [speak, end] of [
      [(script: ScriptedStage) => script.says('bo', 'Let us move on.'), null],
      [(script: ScriptedStage) => script.says('ada', 'Let us move on.'), 'host-says-next'],
      [(script: ScriptedStage) => script.human('Mia', 'Next part, please.'), 'host-says-next'],
      [(script: ScriptedStage) => script.says('ada', 'One last question: what would you do?'), null],
      [(script: ScriptedStage) => script.human('', 'They are moving on.', { as: 'narrator' }), null],
    ] as const) {
      const script = talk({ speakers: ['host', 'guest'], endWhen: ['host-says-next'] });
      speak(script);
      expect(endOf(script)).toBe(end);
    }
  });

  test('when the verdict was spoken', () => {
    const script = talk({ speakers: ['host'], endWhen: ['verdict'] });
    script.says('bo', 'I win.');
    expect(endOf(script)).toBeNull();
    script.says('ada', 'I find that', { cut: true });
    expect(endOf(script)).toBeNull();
    script.says('ada', 'Bo wins.');
    expect(endOf(script)).toBe('verdict');
  });

  test('when two in a row agree, and not when one of them restricts it', () => {
    const script = talk({ endWhen: ['agreement'] });
    script.says('ada', 'Agreed, that is courage.');
    script.says('bo', 'We agree, but only at sea.');
    expect(endOf(script)).toBeNull();
    script.says('cy', 'Agreed.');
    script.says('ada', 'Very well, I accept it.');
    expect(endOf(script)).toBe('agreement');
  });

  test('when so many questions were asked and the last was answered', () => {
    const script = talk({ endWhen: [{ askedAtLeast: 2 }] });
    script.says('ada', 'What is it?');
    script.says('bo', 'A map.');
    script.says('ada', 'Whose?');
    expect(endOf(script)).toBeNull();
    script.says('bo', 'Mine.');
    expect(endOf(script)).toBe('asked');
  });

  test('when they say goodbye or nothing new', () => {
    const bye = talk({ endWhen: ['said-goodbye'] });
    for (const id of ['ada', 'bo', 'cy']) bye.says(id, 'Goodbye, everyone.');
    expect(endOf(bye)).toBe('said-goodbye');
    const stale = talk({ endWhen: ['novelty-low'] });
    for (let turn = 0; turn < 9; turn += 1) {
      stale.says(['ada', 'bo', 'cy'][turn % 3] ?? 'ada', 'The harbour tax hurts small boats.');
    }
    expect(endOf(stale)).toBe('novelty-low');
  });

  test('not by a whisper', () => {
    const script = talk({ maxTurns: 1 });
    const author = { kind: 'seat' as const, seatId: 'ada', name: 'Ada' };
    const message = {
      id: 'w',
      author,
      text: 'Hush.',
      to: ['bo'],
      status: 'complete' as const,
      createdAt: atSecond(3),
    };
    script.append({ type: 'message-finished', at: atSecond(3), message });
    expect(endOf(script)).toBeNull();
  });

  test('not while the director has called somebody', () => {
    const script = talk({ maxTurns: 1 });
    script.says('ada', 'One.');
    script.queue('bo');
    expect(phaseStep(script.stage, nowMs)).toBeNull();
  });
});

describe('after a phase', () => {
  test('comes the next, which is announced with what it says to all', () => {
    const script = talk({ maxTurns: 1 }, [{ open: 'Two questions each.' }]);
    expect(phaseChange(script.stage, atSecond(9))).toMatchObject({ id: 'p0' });
    script.append({ type: 'phase-changed', at: atSecond(5), id: 'p0', name: 'P0' });
    script.says('ada', 'One.');
    const change = {
      type: 'phase-changed',
      at: atSecond(9),
      id: 'p1',
      name: 'P1',
      open: 'Two questions each.',
    };
    expect(phaseChange(script.stage, atSecond(9))).toEqual(change);
  });

  test('comes the one that it names, and parts of which nobody has the role are left out', () => {
    const script = talk({ maxTurns: 1, next: 'p2' }, [{}, { speakers: ['judge'] }, { speakers: ['guest'] }]);
    script.says('ada', 'One.');
    expect(phaseStep(script.stage, nowMs)).toMatchObject({ kind: 'next', phase: { id: 'p3' } });
  });

  test('comes the end, with its reason', () => {
    const script = talk({ endWhen: ['agreement'], next: 'end' });
    script.says('ada', 'Agreed.');
    script.says('bo', 'Agreed.');
    expect(phaseStep(script.stage, nowMs)).toMatchObject({ kind: 'end', reason: { code: 'agreement' } });
  });

  test('the first part is announced even when a guest has spoken before it', () => {
    const script = talk({ maxTurns: 1 }, [{}]);
    script.says('ada', 'One.');
    expect(phaseChange(script.stage, atSecond(9))).toMatchObject({ id: 'p0' });
  });

  test('a format of one part that says nothing is not announced', () => {
    expect(phaseChange(talk({}, []).stage, atSecond(9))).toBeNull();
  });
});
