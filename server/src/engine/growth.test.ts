import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSize } from '../providers/model-size.ts';
import { circleOf } from './circle.ts';
import { directTurn } from './direction.ts';
import type { Ledger } from './ledger.ts';
import { foldPoint } from './ledger-point.ts';
import { moderatorPrompt } from './moderator.ts';
import { nextSpeaker } from './next-speaker.ts';
import { phaseEnd } from './phase-end.ts';
import { phaseAt } from './phase.ts';
import { composePrompt } from './prompt.ts';
import { composeSharedPrompt } from './prompt-shared.ts';
import { aFormat, aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';
import { settledChance } from './settled-chance.ts';
import type { Stage } from './stage.ts';
import { isHeated, isWrappingUp } from './steering.ts';
import { stopReason } from './stop-rules.ts';
import { voiceOf } from './voice.ts';

const format = aFormat({
  phases: [
    {
      id: 'talk',
      name: 'Talk',
      order: 'natural',
      endWhen: ['host-says-next', 'said-goodbye', 'novelty-low'],
    },
    { id: 'round', name: 'Round', order: 'host-picks', turnsEach: 2 },
    { id: 'last', name: 'Last', order: 'round-robin' },
  ],
});
const direction = { targetWords: 20, capWords: 40, direction: null, mayPass: false };
const small = { kind: 'ollama', model: 'llama3.2:1b' } as const;
const atNoon = {
  nowMs: Date.parse(atSecond(900)),
  viewers: 1,
  unwatchedSinceMs: null,
  unwatchedLimitMs: 60_000,
};

/** All that is decided by looking at a whole talk. */
function decided(stage: Stage): string {
  const seats = stage.conversation.seats.filter(({ id }) => id !== 'cy');
  const phase = phaseAt(stage);
  const ofSeats = seats.map(({ id: seatId }) => {
    const turn = { turnId: 't', attempt: 1, seatId, reason: { code: 'r', text: '' }, startedAt: '' };
    const { stop, scene } = voiceOf(stage, turn, seededChance(1)).ask;
    return [
      composePrompt(stage, seatId, direction, { historyTokens: 400 }),
      composeSharedPrompt(stage, seatId, direction, {
        seatIds: new Set(['ada', 'bo', 'dov']),
        size: modelSize(small),
        historyTokens: 400,
      }),
      directTurn(stage, seatId, seededChance(2)),
      [stop, scene],
      phase.turnsBySeat.get(seatId),
    ];
  });
  return JSON.stringify([
    ofSeats,
    [circleOf(stage), isHeated(stage), isWrappingUp(stage), stopReason(stage, atNoon)],
    [phase.index, phase.turns, phase.whole, phaseEnd(stage, atNoon.nowMs), foldPoint(stage, 300)],
    nextSpeaker(stage, seededChance(3)),
    moderatorPrompt(stage, seats, 'frame').prompt,
    settledChance(stage)(),
  ]);
}

/** Most of it is talk. */
const KINDS = [
  ...(['says', 'says', 'says', 'says', 'says', 'says', 'says', 'cut', 'pass', 'fail', 'human'] as const),
  ...(['narrate', 'whisper', 'join', 'leave', 'away', 'back', 'edit'] as const),
  ...(['heat', 'wrap', 'twist', 'phase', 'play', 'fold'] as const),
];

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  seatId: fc.constantFrom('ada', 'bo', 'dov'),
  words: fc.constantFrom(
    'We sail at dawn, and the harbour tax is seven pounds a boat',
    'Thank you, that is beautifully put',
    'Goodbye, all of you',
    'Ada, why do we pay twice?',
    'I will bring the rope on Friday, Bo',
    'Yes',
    'Let us move on',
    'Stop here',
  ),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(talk: ScriptedStage, { kind, seatId, words }: Step, place: number): void {
  const { conversation, transcript } = talk.stage;
  const at = atSecond(conversation.head + 1);
  const isThere = conversation.seats.some(({ id }) => id === seatId);
  const reason = { code: '', text: '' };
  if (kind === 'human') talk.human('Zoe', words);
  else if (kind === 'narrate') talk.human('Narrator', words, { as: 'narrator' });
  else if (kind === 'whisper') talk.human('Zoe', words, { to: [seatId] });
  else if (kind === 'edit') {
    const spoken = transcript.filter((entry) => entry.kind === 'seat');
    const line = spoken[place % Math.max(1, spoken.length)];
    if (line) talk.edits(line.messageId, words);
  } else if (kind === 'heat' || kind === 'wrap' || kind === 'twist') {
    const code = { heat: 'raise-heat', wrap: 'wrap-up', twist: 'stall' }[kind];
    talk.append({ type: 'direction-given', at, reason: { ...reason, code }, text: 'Who pays?' });
  } else if (kind === 'phase') {
    const next = format.phases[place % 3];
    if (next) talk.append({ type: 'phase-changed', at, id: next.id, name: next.name });
  } else if (kind === 'play') {
    talk.pause();
    talk.play();
  } else if (kind === 'fold') {
    const until = transcript[Math.floor(transcript.length / 2)];
    if (until) talk.folds(recordsUntil(until.seq, until.messageId, words));
  } else if (kind === 'join' && !isThere) talk.joins(aSeat(seatId, seatId.toUpperCase()));
  else if (!isThere) return;
  else if (kind === 'says') talk.says(seatId, `${words}, ${place}.`);
  else if (kind === 'cut') talk.says(seatId, words, { cut: true });
  else if (kind === 'pass') talk.passes(seatId);
  else if (kind === 'fail') talk.fails(seatId);
  else if (kind === 'leave' && seatId === 'dov') talk.leaves(seatId);
  else if (kind === 'away') talk.presence(seatId, 'away');
  else if (kind === 'back') talk.presence(seatId, 'stage');
}

function recordsUntil(untilSeq: number, messageId: string, quote: string): Ledger {
  const record = { kind: 'claim', messageId, seatId: 'ada', who: 'Ada', quote } as const;
  return { untilSeq, records: [record] };
}

/** The same talk with nothing known of it. */
function readAnew(stage: Stage): Stage {
  return { ...stage, transcript: [...stage.transcript] };
}

test('what was counted as a talk grew is what counting it from its beginning gives, now and for what it was', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
      const human = { brain: { human: true } } as const;
      const cast = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo'), aSeat('cy', 'Cy', human), aSeat('dov', 'Dov')];
      const talk = new ScriptedStage(cast, { format });
      talk.settings({ stopWords: ['stop here'] });
      talk.play();
      const earlier: { readonly stage: Stage; readonly was: string }[] = [];
      for (const [place, next] of steps.entries()) {
        take(talk, next, place);
        const { stage } = talk;
        const was = decided(stage);
        expect(was).toBe(decided(readAnew(stage)));
        if (place % 9 === 0) earlier.push({ stage, was });
      }
      for (const { stage, was } of earlier) expect(decided(stage)).toBe(was);
    }),
    { numRuns: 25 },
  );
});
