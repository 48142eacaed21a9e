import { defaultSettings } from '@chimera/protocol/conversation';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import type { Usage } from '@chimera/protocol/provider';
import { describe, expect, test } from 'vitest';
import { estimateOf } from './estimate.ts';
import type { Talk } from './estimate-turns.ts';
import { aConversation, aFormat, aSeat, atSecond } from './scripted-stage.ts';

/** A dollar for a million tokens of input, a tenth from the cache, ten for output. */
const costOf = async ({ kind }: { kind: string }, usage: Usage) => {
  if (kind === 'ollama') return 0;
  if (kind !== 'openai') return undefined;
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = usage;
  return (inputTokens - cachedInputTokens + cachedInputTokens / 10 + outputTokens * 10) / 1e6;
};

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')];

function talk(changes: Partial<Conversation> = {}, more: Partial<Talk> = {}): Talk {
  return {
    conversation: { ...aConversation({ seats }), ...changes },
    format: aFormat(),
    recent: [],
    ...more,
  };
}

const kinds = (ada: string, bo: string) => ({
  costOf,
  brainOf: ({ id, brain }: { id: string; brain: unknown }) =>
    brain === null ? { kind: id === 'ada' ? ada : bo, model: 'm' } : null,
});
const openai = kinds('openai', 'openai');

function said(seq: number, seatId: string, usage: Usage, cost?: number): Message {
  return {
    id: `m${seq}`,
    seq,
    author: { kind: 'seat', seatId, name: seatId },
    // 60 tokens.
    text: 'a line of '.repeat(24),
    status: 'complete',
    usage,
    ...(cost !== undefined && { cost }),
    createdAt: atSecond(seq),
  };
}

describe('before anything was said', () => {
  test('a round is a turn of each seat: a persona with its rules, and a line', async () => {
    const { perRound, unknownPrices } = await estimateOf(talk(), openai);
    // 800 for the first, 820 on average with the line of the other, and 40 each for the answer.
    expect(perRound).toEqual({ tokens: 1720, cost: expect.closeTo(0.00244, 8) });
    expect(unknownPrices).toEqual([]);
  });

  test('prompts grow with the talk, and most of a long one comes from the cache', async () => {
    const { perRun } = await estimateOf(talk(), openai);
    // 800 + 40 × 19.5 on average; 1350 of them were sent before, and four of five are found.
    expect(perRun).toMatchObject({ turns: 40, tokens: 40 * (1580 + 40) });
    expect(perRun.cost).toBeCloseTo(((1580 - 1080 * 0.9 + 400) * 40) / 1e6, 6);
  });

  test('a prompt does not grow for ever', async () => {
    const settings = { ...defaultSettings, maxTurns: 10_000 };
    const { perRun } = await estimateOf(talk({ settings }), openai);
    expect(perRun.tokens / 10_000).toBeGreaterThan(6_700);
    expect(perRun.tokens / 10_000).toBeLessThan(6_840);
  });

  test('an hour has the turns of its pace', async () => {
    const settings = { ...defaultSettings, pace: 'slow' as const };
    const { perHour } = await estimateOf(talk({ settings }), openai);
    expect(perHour.tokens).toBeGreaterThan(240 * 840);
    const quick = await estimateOf(talk({ settings: { ...settings, pace: 'quick' } }), openai);
    expect(quick.perHour.tokens).toBeGreaterThan(3 * perHour.tokens);
  });
});

describe('prices', () => {
  test('local brains are free', async () => {
    const { perRun, unknownPrices } = await estimateOf(talk(), kinds('ollama', 'ollama'));
    expect(perRun.cost).toBe(0);
    expect(unknownPrices).toEqual([]);
  });

  test('one that is not known is named, and the cost is that of the others', async () => {
    const { perRound, unknownPrices } = await estimateOf(talk(), kinds('openai', 'gone'));
    expect(perRound.cost).toBeCloseTo(0.00122, 8);
    expect(unknownPrices).toEqual(['gone · m']);
  });

  test('without any there is no cost at all', async () => {
    const { perRound, perHour, perRun, unknownPrices } = await estimateOf(talk(), kinds('gemini', 'gone'));
    for (const each of [perRound, perHour, perRun]) expect(each).not.toHaveProperty('cost');
    expect(unknownPrices).toEqual(['gemini · m', 'gone · m']);
  });

  test('one that is not known is what was charged lately, when that is told', async () => {
    const recent = [said(2, 'ada', { inputTokens: 900, outputTokens: 40, billed: 0.02 }, 0.02)];
    const { perRound, unknownPrices } = await estimateOf(
      talk({ turns: 1 }, { recent }),
      kinds('openrouter', 'ollama'),
    );
    expect(perRound.cost).toBeCloseTo(0.02, 8);
    expect(unknownPrices).toEqual([]);
  });

  test('people cost nothing', async () => {
    const people = {
      conversation: aConversation({ seats: [aSeat('zoe', 'Zoe', { brain: { human: true } })] }),
    };
    const none = { tokens: 0, cost: 0 };
    expect(await estimateOf(talk({}, people), openai)).toEqual({
      perRound: none,
      perHour: none,
      perRun: { turns: 0, ...none },
      unknownPrices: [],
    });
  });
});

describe('after some turns', () => {
  const recent = [
    said(2, 'ada', { inputTokens: 2_000, outputTokens: 100, cachedInputTokens: 0 }),
    said(4, 'bo', { inputTokens: 5_000, outputTokens: 20, cachedInputTokens: 4_000 }),
    said(6, 'ada', { inputTokens: 2_200, outputTokens: 60, cachedInputTokens: 2_100 }),
  ];
  const usageBySeat = {
    ada: { inputTokens: 4_200, outputTokens: 160 },
    bo: { inputTokens: 5_000, outputTokens: 20 },
  };
  const usage = { inputTokens: 9_200, outputTokens: 180 };
  const begun = { turns: 3, usage, usageBySeat, state: 'paused' as const };

  test('each seat goes on as it did, with what was said since', async () => {
    const { perRound } = await estimateOf(talk(begun, { recent }), openai);
    // Ada: 2200 + 60 + 30 and 80; Bo: 5000 + 120 + 30 and 20.
    expect(perRound.tokens).toBe(2_290 + 80 + 5_150 + 20);
    // As much of Ada's comes from the cache as in her last turn; Bo has had one only: four fifths of what he knows.
    const ada = 2_290 - 2_186 * 0.9 + 800;
    const bo = 5_150 - 3_904 * 0.9 + 200;
    expect(perRound.cost).toBeCloseTo((ada + bo) / 1e6, 8);
  });

  test('the limit of turns counts from a fresh start', async () => {
    const settings = { ...defaultSettings, maxTurns: 10 };
    const left = async (state: Conversation['state']) =>
      (await estimateOf(talk({ ...begun, settings, state }, { recent }), openai)).perRun.turns;
    expect(await left('paused')).toBe(7);
    expect(await left('running')).toBe(7);
    expect(await left('stopped')).toBe(10);
  });

  test('what was asked beside the talk is asked on', async () => {
    const plain = await estimateOf(talk(begun, { recent }), openai);
    const asked = { inputTokens: 9_200 + 3 * 500, outputTokens: 180 + 3 * 10 };
    const { perRound } = await estimateOf(talk({ ...begun, usage: asked }, { recent }), openai);
    expect(perRound.tokens - plain.perRound.tokens).toBe(2 * 510);
  });

  test('answers that are refused again and again are paid for again and again', async () => {
    const plain = await estimateOf(talk(begun, { recent }), openai);
    const twice = { ada: { inputTokens: 13_400, outputTokens: 340 }, bo: usageBySeat.bo };
    const more = { inputTokens: 18_400, outputTokens: 360 };
    const { perRound } = await estimateOf(
      talk({ ...begun, usageBySeat: twice, usage: more }, { recent }),
      openai,
    );
    expect(perRound.tokens).toBe(plain.perRound.tokens * 2);
  });
});

describe('the run ends', () => {
  const turns = async (format: Talk['format'], changes: Partial<Conversation> = {}, recent: Message[] = []) =>
    (await estimateOf(talk(changes, { format, recent }), openai)).perRun.turns;
  const opening = { id: 'opening', name: 'Opening', order: 'round-robin' as const, turnsEach: 1 };
  const debate = { id: 'debate', name: 'Debate', order: 'alternate' as const, maxTurns: 6 };

  test('with the last phase of its format when each has a number of turns', async () => {
    expect(await turns(aFormat({ phases: [opening, debate] }))).toBe(8);
    const phase = { id: 'debate', name: 'Debate', sinceSeq: 4, startedAt: atSecond(4) };
    const line = (seq: number) => said(seq, 'ada', { inputTokens: 1, outputTokens: 1 });
    const now = { phase, state: 'running' as const, turns: 3 };
    expect(await turns(aFormat({ phases: [opening, debate] }), now, [line(3), line(6)])).toBe(5);
  });

  test('with the limit when a phase has none, goes around, or is over', async () => {
    const { maxTurns: _, ...endless } = debate;
    expect(await turns(aFormat({ phases: [opening, endless] }))).toBe(40);
    expect(await turns(aFormat({ phases: [opening, { ...debate, next: 'opening' }] }))).toBe(40);
    const phase = { id: 'end', name: '', sinceSeq: 4, startedAt: atSecond(4) };
    expect(await turns(aFormat({ phases: [opening, debate] }), { phase })).toBe(40);
  });

  test('with the time that is allowed', async () => {
    const settings = { ...defaultSettings, maxMinutes: 3, pace: 'slow' as const };
    expect(await turns(aFormat(), { settings })).toBe(12);
  });

  test('with the points of a debate, which a model gives twice', async () => {
    const judge = {
      criteria: [{ name: 'Sense', description: 'Sense', points: 5, count: 'substance' as const }],
      sides: ['for', 'against'],
    };
    const plain = await estimateOf(talk({}, { format: aFormat({ phases: [debate] }) }), openai);
    const judged = await estimateOf(talk({}, { format: aFormat({ phases: [debate], judge }) }), openai);
    expect(judged.perRun.tokens - plain.perRun.tokens).toBe(2 * (500 + 6 * 40 + 300));
    expect(judged.perRound).toEqual(plain.perRound);
  });

  test('a model that picks the speakers is asked each time', async () => {
    const picks = { id: 'talk', name: 'Talk', order: 'moderator' as const };
    const { perRound } = await estimateOf(talk({}, { format: aFormat({ phases: [picks] }) }), openai);
    expect(perRound.tokens).toBe(1720 + 2 * 730);
  });
});
