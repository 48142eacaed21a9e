import { type Conversation, defaultSettings } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import { expect, test } from 'vitest';
import { seatStates, type TurnOutcomes } from '../../live/seat-state.ts';
import { english } from '../../words/english.ts';
import { numbersIn } from '../../words/numbers.ts';
import { seatWords } from './seat-words.ts';

const AT = '2026-03-01T09:00:00.000Z';
const UNTIL = '2026-03-01T09:00:20.000Z';
const why = 'OpenAI asks us to wait 20 seconds. Ines keeps the turn.';
const ines: Seat = {
  id: 's1',
  personaId: 'p1',
  name: 'Ines',
  brain: null,
  presence: 'stage',
  waiting: { until: UNTIL, reason: { code: 'rate-limited', text: why } },
};
const kept = { seatId: 's1', reason: { code: 'kept-turn', text: 'takes the turn that was kept' } };
const outcomes: TurnOutcomes = {
  speaking: false,
  passed: null,
  failed: new Map([['s1', 'It failed before.']]),
  spokenBy: new Map(),
};

function wordsOf(seat: Seat, changes: Partial<Conversation> = {}) {
  const conversation: Conversation = {
    id: 'c1',
    gen: 'g1',
    title: 'A talk',
    topic: 'A talk',
    state: 'running',
    stepping: false,
    format: 'free-talk',
    settings: defaultSettings,
    seats: [seat],
    queue: [kept],
    turn: null,
    turns: 0,
    run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: AT, playedMs: 0 },
    head: 1,
    createdAt: AT,
    updatedAt: AT,
    usage: { inputTokens: 0, outputTokens: 0 },
    ...changes,
  };
  const [facts] = seatStates(conversation, new Map([['s1', 1]]), outcomes);
  if (!facts) throw new Error('There is a seat.');
  return seatWords(facts, english);
}

test('a seat whose provider asks for patience says until when, and why', () => {
  const time = numbersIn('en').clock(UNTIL);
  expect(time).toMatch(/^\d\d:\d\d:20$/);
  expect(wordsOf(ines)).toEqual({
    face: 'waiting',
    notch: undefined,
    state: `Waits until ${time}`,
    why,
  });
});

test('it waits no more when nobody plays, when it only listens, and when the time is over', () => {
  expect(wordsOf(ines, { state: 'paused' }).face).toBe('next');
  expect(wordsOf({ ...ines, presence: 'listening' }, { queue: [] }).face).not.toBe('waiting');
  const { waiting: _, ...free } = ines;
  expect(wordsOf(free).face).toBe('next');
});
