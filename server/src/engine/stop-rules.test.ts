import { describe, expect, test } from 'vitest';
import { aFormat, aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import { stopReason } from './stop-rules.ts';

const playing = (format = aFormat()) => {
  const script = new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { format });
  script.play();
  return script;
};
const watched = { viewers: 1, unwatchedSinceMs: null, unwatchedLimitMs: 30_000 };
const codeAt = (script: ScriptedStage, seconds = 10, moment: Partial<typeof watched> = {}) =>
  stopReason(script.stage, { nowMs: Date.parse(atSecond(seconds)), ...watched, ...moment })?.code ?? null;

test('a conversation goes on while no limit is reached', () => {
  const script = playing();
  script.says('ada', 'We sail.');
  expect(codeAt(script)).toBeNull();
});

test('a limit of turns counts from a fresh start', () => {
  const script = playing();
  script.settings({ maxTurns: 2 });
  script.says('ada', 'We sail.');
  script.passes('bo');
  expect(stopReason(script.stage, { nowMs: 0, ...watched })).toEqual({
    code: 'max-turns',
    text: 'It reached its limit of 2 turns.',
  });
  script.stop();
  script.play();
  expect(codeAt(script)).toBeNull();
});

test('a limit of minutes counts only while it plays', () => {
  const script = playing();
  script.settings({ maxMinutes: 1 });
  expect(codeAt(script, 30)).toBeNull();
  expect(codeAt(script, 63)).toBe('max-minutes');
});

test('a limit of tokens counts from a fresh start', () => {
  const script = playing();
  script.settings({ maxTokens: 100 });
  script.says('ada', 'We sail.', { tokens: 60 });
  expect(codeAt(script)).toBeNull();
  script.says('bo', 'Aye.', { tokens: 40 });
  expect(codeAt(script)).toBe('max-tokens');
  script.stop();
  script.play();
  expect(codeAt(script)).toBeNull();
});

test('a limit of cost is kept', () => {
  const script = playing();
  script.settings({ maxCost: 0.5 });
  const { stage } = script;
  const usage = { ...stage.conversation.usage, cost: 0.5 };
  const reason = stopReason(
    { ...stage, conversation: { ...stage.conversation, usage } },
    { nowMs: 0, ...watched },
  );
  expect(reason).toEqual({ code: 'max-cost', text: 'It reached its limit of $0.50.' });
});

describe('a stop word', () => {
  test('ends the conversation, whoever says it', () => {
    const script = playing();
    script.settings({ stopWords: ['the end'] });
    script.says('ada', 'In the endless sea.');
    expect(codeAt(script)).toBeNull();
    script.human('Zoe', 'That is THE END.');
    script.says('bo', 'Oh.');
    expect(codeAt(script)).toBe('stop-word');
  });

  test('does not end the next run', () => {
    const script = playing();
    script.settings({ stopWords: ['the end'] });
    script.says('ada', 'The end.');
    script.stop();
    script.play();
    expect(codeAt(script)).toBeNull();
  });
});

describe('when everybody passes', () => {
  test('it stops', () => {
    const script = playing();
    script.says('ada', 'We sail.');
    script.passes('bo');
    expect(codeAt(script)).toBeNull();
    script.passes('ada');
    expect(codeAt(script)).toBe('all-passed');
  });

  test('a word in between lets it go on', () => {
    const script = playing();
    script.passes('bo');
    script.human('Zoe', 'And?');
    script.passes('ada');
    expect(codeAt(script)).toBeNull();
  });
});

test('it minds that nobody watches only when told to', () => {
  const script = playing();
  const unwatched = { viewers: 0, unwatchedSinceMs: Date.parse(atSecond(10)) } as const;
  const codeAfter = (seconds: number) =>
    stopReason(script.stage, { ...watched, ...unwatched, nowMs: Date.parse(atSecond(10 + seconds)) })?.code;
  expect(codeAfter(60)).toBeUndefined();
  script.settings({ pauseWhenUnwatched: true });
  expect(codeAfter(29)).toBeUndefined();
  expect(codeAfter(30)).toBe('nobody-watching');
});

test('a format whose last phase has an end stops there, once', () => {
  const phases = [
    { id: 'a', name: 'A', order: 'natural' as const, maxTurns: 1 },
    { id: 'b', name: 'B', order: 'natural' as const, maxTurns: 1 },
  ];
  const script = playing(aFormat({ phases }));
  script.says('ada', 'We sail.');
  expect(codeAt(script)).toBeNull();
  script.append({ type: 'phase-changed', at: atSecond(20), id: 'b', name: 'B' });
  script.says('bo', 'Aye.');
  expect(codeAt(script)).toBe('format-over');
  script.append({ type: 'phase-changed', at: atSecond(30), id: 'end', name: '' });
  script.stop();
  script.play();
  expect(codeAt(script)).toBeNull();
});
