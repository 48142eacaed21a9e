import type { OpenTurn } from '@chimera/protocol/conversation';
import { describe, expect, test } from 'vitest';
import { ProviderError } from '../providers/provider.ts';
import { isRetryable } from '../providers/vendor-problem.ts';
import { moderated } from './moderator.ts';
import { nextSpeaker } from './next-speaker.ts';
import { phaseEnd, phaseStep } from './phase-end.ts';
import { aFormat, aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';
import { stopReason } from './stop-rules.ts';
import { delayed, endedWaits, waitOf } from './waits.ts';

const cast = (count = 3) =>
  ['Ada', 'Bo', 'Cy', 'Dee'].slice(0, count).map((name) => aSeat(name.toLowerCase(), name));
const talk = (order: 'natural' | 'round-robin' | 'reverse' | 'moderator', count = 3) =>
  new ScriptedStage(cast(count), { format: aFormat({ phases: [{ id: 'p', name: 'P', order }] }) });
const picksOf = (script: ScriptedStage) =>
  new Set(
    Array.from({ length: 100 }, (_, seed) => nextSpeaker(script.stage, seededChance(seed))?.seatId ?? null),
  );

const reason = { code: 'rate-limited', text: 'OpenAI asks us to wait 20 seconds.' };
const wait = { ms: 20_000, keepsTurn: true };

/** A turn of Ada for which nobody can speak yet, written into the log. */
function heldUp(script: ScriptedStage, change: Partial<OpenTurn> = {}, asked = wait) {
  const turn = { turnId: 't', attempt: 1, seatId: 'ada', reason, startedAt: atSecond(50), ...change };
  script.append({ type: 'turn-started', at: atSecond(50), ...turn });
  const events = delayed(script.stage.conversation, turn, { reason, wait: asked, brain: null }, atSecond(60));
  for (const event of events) script.append(event);
  return events;
}

describe('a failure', () => {
  test.each([
    ['rate-limited', 20_000, { ms: 20_000, keepsTurn: true }],
    ['overloaded', 86_400_000, { ms: 600_000, keepsTurn: true }],
    // It was waited for within the call, and did not help.
    ['rate-limited', 1_000, null],
    ['rate-limited', undefined, null],
    ['paused', 2_000, { ms: 2_000, keepsTurn: false }],
    ['failing', 60_000, null],
    ['no-credit', 60_000, null],
  ] as const)('by %s for %s ms', (problem, retryAfterMs, expected) => {
    const retryable = isRetryable(problem);
    const error = new ProviderError(problem, 'No.', {
      retryable,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
    expect(waitOf(error)).toEqual(expected);
  });
});

describe('a turn for which nobody can speak yet', () => {
  test('is kept for its seat, which waits, and is none that anybody noticed', () => {
    const script = talk('natural');
    script.says('bo', 'Good morning.');
    const before = script.stage.transcript;
    script.queue('cy');
    heldUp(script);
    const { conversation, transcript } = script.stage;
    const text = 'OpenAI asks us to wait 20 seconds. Ada keeps the turn.';
    expect(conversation.seats[0]?.waiting).toEqual({
      until: atSecond(80),
      reason: { code: 'rate-limited', text },
    });
    expect(conversation.turn).toBeNull();
    expect(conversation.queue.map(({ seatId, reason: { code } }) => [seatId, code])).toEqual([
      ['ada', 'kept-turn'],
      ['cy', 'director'],
    ]);
    expect(transcript).toEqual(before);
  });

  test('is still the other wording of an old line', () => {
    const script = talk('natural');
    heldUp(script, { replaces: 'message-7' });
    expect(script.stage.conversation.queue[0]).toMatchObject({ seatId: 'ada', replaces: 'message-7' });
  });

  test('does not hold up a brain that the seat got meanwhile', () => {
    const script = talk('natural');
    script.append({
      type: 'seat-changed',
      at: atSecond(40),
      seatId: 'ada',
      brain: { connectionId: 'ollama', model: 'llama3.2' },
    });
    heldUp(script);
    expect(script.stage.conversation.seats[0]).not.toHaveProperty('waiting');
    expect(nextSpeaker(script.stage, seededChance(1))).toMatchObject({
      seatId: 'ada',
      queued: expect.anything(),
    });
  });

  test('has failed when its provider is not well, and is not kept', () => {
    const script = talk('natural');
    const [failure] = heldUp(script, {}, { ms: 30_000, keepsTurn: false });
    expect(failure).toMatchObject({
      type: 'turn-failed',
      reason: { text: expect.stringMatching(/^Nobody could/) },
    });
    const { conversation, transcript } = script.stage;
    expect(conversation.seats[0]?.waiting?.until).toBe(atSecond(90));
    expect(conversation.queue).toEqual([]);
    expect(transcript.at(-1)).toMatchObject({ kind: 'failed', seatId: 'ada' });
  });

  test('comes when the time is over', () => {
    const script = talk('natural');
    heldUp(script);
    expect(endedWaits(script.stage.conversation, atSecond(79))).toEqual([]);
    const over = endedWaits(script.stage.conversation, atSecond(80));
    expect(over).toMatchObject([{ type: 'seat-changed', seatId: 'ada', waiting: null }]);
    for (const event of over) script.append(event);
    expect(script.stage.conversation.seats[0]).not.toHaveProperty('waiting');
    expect(nextSpeaker(script.stage, seededChance(1))).toEqual({
      seatId: 'ada',
      reason: { code: 'kept-turn', text: 'takes the turn that was kept' },
      queued: expect.anything(),
    });
  });
});

describe('while a seat waits', () => {
  test.each(['natural', 'round-robin', 'reverse', 'moderator'] as const)('others go on, %s', (order) => {
    const script = talk(order);
    script.says('cy', 'Ada, what do you say?');
    script.waits('ada');
    expect(picksOf(script)).toEqual(new Set(['bo']));
  });

  test.each(['natural', 'round-robin', 'reverse'] as const)('nobody talks to themselves, %s', (order) => {
    const script = talk(order, 2);
    script.waits('ada');
    expect(picksOf(script)).toEqual(new Set(['bo']));
    script.says('bo', 'Anybody there?');
    expect(picksOf(script)).toEqual(new Set([null]));
  });

  test('the queue goes past it and keeps its place', () => {
    const script = talk('natural');
    script.queue('ada', 'cy');
    script.waits('ada');
    expect(nextSpeaker(script.stage, seededChance(1))).toMatchObject({
      seatId: 'cy',
      queued: expect.anything(),
    });
    const again = { seatId: 'ada', reason, replaces: 'message-2' };
    script.append({ type: 'queue-changed', at: atSecond(20), queue: [again] });
    expect(nextSpeaker(script.stage, seededChance(1))?.queued).toBeNull();
  });

  test('no moderator is asked by its brain, or about it', async () => {
    const brain = { connectionId: 'openai', model: 'gpt-5' };
    const seats = cast(4).map((seat) => ({ ...seat, brain: { ...brain, model: seat.id } }));
    const script = new ScriptedStage(seats, {
      format: aFormat({ phases: [{ id: 'p', name: 'P', order: 'moderator' }] }),
    });
    script.says('dee', 'Well.');
    script.waits('ada');
    const asked: string[] = [];
    const ask: Parameters<typeof moderated>[1]['ask'] = async function* (by, _, { promptFor }) {
      asked.push(by?.model ?? '', promptFor({ kind: 'openai', model: '' }).turns[0]?.parts.join() ?? '');
      yield { type: 'finish', reason: 'stop', usage: null };
    };
    await moderated(
      script.stage,
      { ask, chance: seededChance(1), newId: () => 'abcdef' },
      new AbortController().signal,
    );
    expect(asked[0]).toBe('bo');
    expect(asked[1]).not.toContain('"S1"');
  });

  test('everybody waits: nobody speaks, and nothing stops', () => {
    for (const order of ['natural', 'round-robin', 'moderator'] as const) {
      const script = talk(order);
      script.play();
      for (const { id } of script.stage.conversation.seats) script.waits(id);
      expect(picksOf(script)).toEqual(new Set([null]));
      const moment = {
        nowMs: Date.parse(atSecond(60)),
        viewers: 1,
        unwatchedSinceMs: null,
        unwatchedLimitMs: 1,
      };
      expect(stopReason(script.stage, moment)).toBeNull();
    }
  });

  test('those who had their last word leave it to have its own', () => {
    const script = talk('natural');
    script.play();
    const given = { code: 'wrap-up', text: 'The director wraps up.' };
    script.append({ type: 'direction-given', at: atSecond(9), reason: given, text: 'One last word.' });
    script.says('bo', 'Farewell.');
    script.says('cy', 'And mine.');
    script.waits('ada');
    script.queue('ada');
    expect(picksOf(script)).toEqual(new Set([null]));
  });

  test('a phase that is used up is not prolonged by the turn that is kept, and waits for turns that are owed', () => {
    const used = new ScriptedStage(cast(), {
      format: aFormat({
        phases: [
          { id: 'p', name: 'P', order: 'natural', maxTurns: 1 },
          { id: 'q', name: 'Q', order: 'natural' },
        ],
      }),
    });
    used.says('bo', 'One.');
    used.waits('ada');
    used.queue('ada');
    expect(phaseStep(used.stage, 0)).toMatchObject({ kind: 'next', phase: { id: 'q' } });
    const owed = new ScriptedStage(cast(2), {
      format: aFormat({ phases: [{ id: 'p', name: 'P', order: 'round-robin', turnsEach: 1 }] }),
    });
    owed.says('bo', 'One.');
    owed.waits('ada');
    expect(phaseEnd(owed.stage, 0)).toBeNull();
  });
});
