import { Flight } from './flight.ts';
import { expect, test } from 'vitest';
import { memoryBus } from '../live/bus.ts';
import { Speeches } from '../live/speech.ts';
import { silentLogger } from '../logger.ts';
import { exampleRequest } from '../providers/__fixtures__/example-request.ts';
import type { Gate, GateEnd } from './gate.ts';
import { type AskBrain, speak } from './speak.ts';

const { model: _, sampling: __, prompt, ...request } = exampleRequest;
const turn = {
  turnId: 'turn-1',
  attempt: 1,
  seatId: 'seat-ada',
  reason: { code: 'natural', text: 'wants to speak' },
  startedAt: '2026-01-01T00:00:00.000Z',
};

/** A turn whose every answer is kept, and what came of it. */
async function spoken(outcome: GateEnd['outcome'], cached?: true) {
  let kept = 0;
  const ask: AskBrain = async function* (_brain, _fallbacks, { onKept }) {
    yield { type: 'start', brain: { kind: 'openai', model: 'm' }, ...(cached && { cached }) };
    yield { type: 'text', text: 'Hello.' };
    kept += 1;
    onKept?.(() => (kept -= 1));
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 0, outputTokens: 0 } };
  };
  const openGate = (): Gate => ({
    stopped: null,
    push: (text) => (outcome.kind === 'said' ? text : ''),
    end: () => ({ text: '', outcome, actions: [] }),
  });
  const voice = {
    name: 'Ada',
    brain: null,
    fallbacks: [],
    ask: { ...request, promptFor: () => prompt, cache: 'use' as const },
    openGate,
    nudge: () => prompt,
  };
  const parts = { ask, speeches: new Speeches(memoryBus()), logger: silentLogger };
  const attempt = await speak(
    parts,
    { conversationId: 'c', turn, voice, thinkMs: 0, isSpent: false, flight: new Flight() },
    new AbortController().signal,
  );
  return { attempt, kept };
}

const reason = { code: 'echo', text: 'It repeated.' };

test.each([
  ['said', { kind: 'said', reason: null }, 1],
  ['passed', { kind: 'passed' }, 1],
  ['refused each time', { kind: 'retry', reason }, 0],
  ['declined', { kind: 'declined', reason }, 0],
] as const)('of an answer that is %s the cache keeps what it should', async (_title, outcome, left) => {
  expect((await spoken(outcome)).kept).toBe(left);
});

test('what came from the cache says so', async () => {
  const { attempt } = await spoken({ kind: 'said', reason: null }, true);
  expect(attempt).toMatchObject({ kind: 'said', said: { text: 'Hello.', cached: true } });
  const { attempt: fresh } = await spoken({ kind: 'said', reason: null });
  expect(fresh.kind === 'said' && 'cached' in fresh.said).toBe(false);
});
