import { expect, test } from 'vitest';
import { aPersona, aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import { isHeardBy, Transcript } from './transcript.ts';

const script = () => new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')]);
const linesOf = ({ stage }: ScriptedStage) =>
  stage.transcript.map(({ kind, name, text }) => `${kind} ${name}: ${text}`);
const heardBy = ({ stage }: ScriptedStage, seatId: string) =>
  stage.transcript.filter((entry) => isHeardBy(entry, seatId)).map(({ text }) => text);

test('lines, stage lines and passes follow each other', () => {
  const talk = script();
  talk.play();
  talk.says('ada', ' We sail. ');
  talk.human('Zoe', 'When?');
  talk.human('Narrator', 'It rains.', { as: 'narrator' });
  talk.passes('bo');
  talk.joins(aSeat('dov', 'Dov'));
  talk.presence('dov', 'listening');
  talk.leaves('dov');
  talk.stop();
  expect(linesOf(talk)).toEqual([
    'seat Ada: We sail.',
    'human Zoe: When?',
    'narrator Narrator: It rains.',
    'pass Bo: Bo says nothing.',
    'stage Dov: Dov joins.',
    'stage Dov: Dov only listens now.',
    'stage Dov: Dov leaves.',
  ]);
});

test('a line that was cut off shows it', () => {
  const talk = script();
  talk.says('ada', 'The tide was', { cut: true });
  talk.says('bo', '  ', { cut: true });
  expect(linesOf(talk)).toEqual(['seat Ada: The tide was –']);
});

test('a new topic, a new phase and a new name are noticed', () => {
  const talk = script();
  talk.append({ type: 'conversation-changed', at: atSecond(2), topic: 'rain' });
  talk.append({ type: 'conversation-changed', at: atSecond(3), title: 'Rain' });
  talk.append({ type: 'phase-changed', at: atSecond(4), name: 'Rebuttal' });
  talk.append({ type: 'seat-changed', at: atSecond(5), seatId: 'bo', name: 'Boris' });
  expect(linesOf(talk)).toEqual([
    'stage rain: The talk turns to this: rain',
    'stage Rebuttal: The part “Rebuttal” begins.',
    'stage Bo: Bo is called Boris from now on.',
  ]);
});

test('who is away misses what is said, and notices the coming back', () => {
  const talk = script();
  talk.says('ada', 'One.');
  talk.presence('bo', 'away');
  talk.says('ada', 'Two.');
  talk.presence('bo', 'stage');
  talk.says('ada', 'Three.');
  expect(heardBy(talk, 'bo')).toEqual(['One.', 'Bo goes away.', 'Bo comes back on stage.', 'Three.']);
});

test('a newcomer has heard nothing of what was before', () => {
  const talk = script();
  talk.says('ada', 'One.');
  talk.joins(aSeat('dov', 'Dov'), aPersona('Dov'));
  talk.says('ada', 'Two.');
  expect(heardBy(talk, 'dov')).toEqual(['Dov joins.', 'Two.']);
});

test('a seat that comes again keeps what it heard the first time', () => {
  const talk = script();
  talk.says('ada', 'One.');
  talk.leaves('bo');
  talk.says('ada', 'Two.');
  talk.joins(aSeat('bo', 'Bo'));
  expect(heardBy(talk, 'bo')).toEqual(['One.', 'Bo leaves.', 'Bo joins.']);
});

test('a whisper is heard by those it is for', () => {
  const talk = script();
  talk.human('Zoe', 'Object.', { to: ['bo'] });
  expect(heardBy(talk, 'bo')).toEqual(['Object.']);
  expect(heardBy(talk, 'ada')).toEqual([]);
});

test('an edit changes the line where it stands', () => {
  const talk = script();
  const id = talk.says('ada', 'One.');
  talk.says('bo', 'Two.');
  const message = {
    id,
    seq: 3,
    author: { kind: 'seat' as const, seatId: 'ada', name: 'Ada' },
    text: 'Another one.',
    status: 'complete' as const,
    createdAt: atSecond(3),
  };
  talk.append({ type: 'message-edited', at: atSecond(9), message });
  expect(linesOf(talk)).toEqual(['seat Ada: Another one.', 'seat Bo: Two.']);
});

test('an event that was applied before changes nothing', () => {
  const talk = script();
  talk.says('ada', 'One.');
  const { conversation } = talk.stage;
  const transcript = new Transcript();
  const event = { type: 'phase-changed' as const, at: atSecond(1), name: 'Talk' };
  transcript.take(conversation, { seq: 7, event });
  const { lines } = transcript;
  expect(lines).toHaveLength(1);
  transcript.take(conversation, { seq: 7, event });
  expect(transcript.lines).toBe(lines);
});
