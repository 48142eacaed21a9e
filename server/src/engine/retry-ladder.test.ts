import { expect, test } from 'vitest';
import { openGate } from './gate.ts';
import { NO_HISTORY } from './gate-history.ts';
import { ladderOf, type Voice } from './retry-ladder.ts';
import { aPersona } from './scripted-stage.ts';

const prompt = { system: 'You are Ada.', turns: [], tail: 'It is your turn.' };
const brain = { connectionId: 'first', model: 'a' };
const next = { connectionId: 'second', model: 'b' };
const voice: Voice = {
  name: 'Ada',
  brain,
  fallbacks: [next],
  ask: {
    promptFor: () => prompt,
    maxTokens: 100,
    stop: ['\nBo:'],
    replyAs: null,
    cache: 'off',
    scene: {
      conversationId: 'c1',
      turnId: 't1',
      attempt: 1,
      topic: 'the tax',
      pace: 'instant',
      self: { seatId: 'ada', name: 'Ada', persona: aPersona('Ada') },
      others: [],
      lines: [],
      direction: null,
      targetWords: 12,
      mayPass: false,
    },
  },
  openGate: () =>
    openGate({
      self: ['Ada'],
      selfId: 'ada',
      others: [],
      humans: [],
      absent: [],
      capWords: 40,
      mayPass: false,
      history: NO_HISTORY,
      language: 'en',
      isAi: false,
      mayAct: false,
      mayClose: true,
      usesEmoji: false,
      guardsOff: new Set(),
    }),
  nudge: (asked, reason) => ({ ...asked, tail: `${asked.tail} ${reason.text}` }),
};
const reasonOf = (code: string) => ({ code, text: `It was ${code}.` });
const stepsFor = (code: string, isSpent = false) =>
  ladderOf({ isSpent }).map((step) => step(voice, reasonOf(code)));

test('a word first, then a form, then the next brain; each is told what was wrong and nothing else', () => {
  const steps = stepsFor('echo');
  expect(steps.map((step) => [step?.brain, step?.ask.replyAs])).toEqual([
    [brain, null],
    [brain, 'Ada'],
    [next, null],
  ]);
  for (const step of steps) {
    expect(step?.ask.promptFor({ kind: 'demo', model: 'a' }).tail).toBe('It is your turn. It was echo.');
    expect(step?.ask.stop).toEqual(['\nBo:']);
  }
});

test('a seat without another brain has no third step', () => {
  const [, , third] = ladderOf({ isSpent: false });
  expect(third?.({ ...voice, fallbacks: [] }, reasonOf('echo'))).toBeNull();
});

test('a seat that was asked again too often gets the form at once', () => {
  expect(stepsFor('echo', true).map((step) => step?.ask.replyAs)).toEqual(['Ada', null]);
});

test('an answer that never came is asked for without stop texts', () => {
  expect(stepsFor('empty')[0]?.ask.stop).toEqual([]);
});

test('a form is not begun with a name', () => {
  const tail = '[Ada, it is your turn.]\n\nAda:';
  const cued = {
    ...voice,
    ask: { ...voice.ask, promptFor: () => ({ ...prompt, tail }) },
    nudge: (asked: typeof prompt) => asked,
  };
  const tails = ladderOf({ isSpent: false }).map(
    (step) => step(cued, reasonOf('echo'))?.ask.promptFor({ kind: 'ollama', model: 'a' }).tail,
  );
  expect(tails).toEqual([tail, '[Ada, it is your turn.]', tail]);
});

test('a brain that only thought gets room for it', () => {
  expect(stepsFor('reasoning-only')[0]?.ask.maxTokens).toBeGreaterThan(1000);
});
