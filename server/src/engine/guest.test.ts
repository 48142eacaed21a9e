import { expect, test } from 'vitest';
import { guestAmong, guestName } from './guest.ts';
import { aPersona, aSeat, ScriptedStage } from './scripted-stage.ts';

const human = { brain: { human: true } } as const;
const toUser = aPersona('Ada', { systemPrompt: 'You wait for {{user}}.' });
const talk = (...seats: ReturnType<typeof aSeat>[]) =>
  new ScriptedStage([aSeat('ada', 'Ada'), ...seats], { personas: [toUser] });
const told = ({ stage }: ScriptedStage) => stage.personas.get('ada')?.systemPrompt;

test('a person on stage at the beginning is the user', () => {
  expect(told(talk(aSeat('bo', 'Bo'), aSeat('mia', 'Mia', human)))).toBe('You wait for Mia.');
  expect(told(talk(aSeat('mia', 'Mia', { ...human, presence: 'away' })))).toBe('You wait for the guest.');
});

test('else who spoke up before the first turn, and nobody after it', () => {
  const early = talk(aSeat('bo', 'Bo'));
  early.human('Zoe', 'Hello.');
  early.human('Yan', 'Hello too.');
  expect(told(early)).toBe('You wait for Zoe.');
  const late = talk(aSeat('bo', 'Bo'));
  late.says('bo', 'We sail.');
  late.human('Zoe', 'Hello.');
  expect(told(late)).toBe('You wait for the guest.');
});

test('who speaks while the first turn is taken is too late', () => {
  const script = talk(aSeat('bo', 'Bo'));
  const turn = { turnId: 't', attempt: 1, seatId: 'bo', reason: { code: 'r', text: '' } };
  script.append({ type: 'turn-started', at: '2026-01-01T00:00:00.000Z', ...turn });
  script.human('Zoe', 'Hello.');
  expect(told(script)).toBe('You wait for the guest.');
});

test('a whisper, the narrator and a copied line name nobody', () => {
  const script = talk(aSeat('bo', 'Bo'));
  script.human('Zoe', 'Only Bo.', { to: ['bo'] });
  script.human('Narrator', 'It rains.', { as: 'narrator' });
  expect(told(script)).toBe('You wait for the guest.');
  const at = '2026-01-01T00:00:00.000Z';
  const copied = { id: 'm', text: 'We sail.', status: 'complete', createdAt: at } as const;
  const author = { kind: 'seat', seatId: 'bo', name: 'Bo' } as const;
  script.append({ type: 'message-finished', at, message: { ...copied, author } });
  script.human('Zoe', 'Hello.');
  expect(told(script)).toBe('You wait for the guest.');
});

test('“You” is no name in a prompt, where it is the one who reads', () => {
  expect(guestName(guestAmong([aSeat('you', ' You', human)]))).toBe('the guest');
});

test('the one who speaks is called as its seat is', () => {
  const persona = aPersona('Ada', {
    tagline: '{{char}} counts',
    description: '<BOT>',
    greeting: 'I am {{char}}.',
    alternateGreetings: ['Call me {{char}}.'],
    exampleMessages: ['{{char}} and {{user}}'],
    traits: ['no {{char}}'],
  });
  const { stage } = new ScriptedStage([aSeat('ada', 'Countess')], { personas: [persona] });
  expect(stage.personas.get('ada')).toMatchObject({
    name: 'Ada',
    tagline: 'Countess counts',
    description: 'Countess',
    greeting: 'I am Countess.',
    alternateGreetings: ['Call me Countess.'],
    exampleMessages: ['Countess and the guest'],
    traits: ['no Countess'],
  });
});
