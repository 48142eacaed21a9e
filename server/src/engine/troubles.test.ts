import { expect, test } from 'vitest';
import type { Attempt, Try } from './speak.ts';
import { Troubles } from './troubles.ts';

const sent: Try = {
  brain: { kind: 'demo', model: 'improv' },
  prompt: { system: '', turns: [], tail: '' },
  usage: null,
  sampling: {},
  replyAs: null,
  maxTokens: 100,
  stop: [],
  actions: [],
  refused: null,
  broke: null,
};
const refused = { ...sent, refused: { code: 'echo', text: 'It repeated somebody.' } };
const good: Attempt = { kind: 'passed', lost: [], tries: [sent] };
const retried: Attempt = { kind: 'passed', lost: [], tries: [refused, sent] };
const declined: Attempt = {
  kind: 'failed',
  reason: { code: 'declined', text: 'It did not want to answer.' },
  wait: null,
  lost: [],
  tries: [refused],
};

test('a seat is asked again in full in two of its newest twenty turns, and with a step less after that', () => {
  const troubles = new Troubles();
  troubles.note('ada', retried);
  expect(troubles.isSpent('ada')).toBe(false);
  troubles.note('ada', retried);
  expect(troubles.isSpent('ada')).toBe(true);
  expect(troubles.isSpent('bo')).toBe(false);
  for (let turn = 0; turn < 18; turn += 1) troubles.note('ada', good);
  expect(troubles.isSpent('ada')).toBe(true);
  troubles.note('ada', good);
  expect(troubles.isSpent('ada')).toBe(false);
});

test('a refusal is remembered until somebody answers', () => {
  const troubles = new Troubles();
  troubles.note('ada', declined);
  expect(troubles.hasDeclined).toBe(true);
  troubles.note('bo', good);
  expect(troubles.hasDeclined).toBe(false);
});

test('a person who stays silent is no trouble', () => {
  const troubles = new Troubles();
  troubles.note('ada', declined);
  troubles.note('zoe', { kind: 'passed', lost: [], tries: [] });
  expect(troubles.hasDeclined).toBe(true);
});
