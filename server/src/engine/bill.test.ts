import { describe, expect, test } from 'vitest';
import { billOf, settled } from './bill.ts';
import { Interruption } from './interruption.ts';
import { aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import type { Attempt, Try } from './speak.ts';

const brain = { kind: 'openai', model: 'm' } as const;
const other = { kind: 'gemini', model: 'g' } as const;
const usage = { inputTokens: 700, outputTokens: 60 };
const place = { seatId: 'ada', at: atSecond(1) };

const tried = (inputTokens: number | null): Try => ({
  brain,
  prompt: { system: '', turns: [], tail: '' },
  sampling: {},
  maxTokens: 1,
  stop: [],
  replyAs: null,
  usage: inputTokens === null ? null : { inputTokens, outputTokens: 1 },
  actions: [],
  refused: null,
  broke: null,
});
const timing = { thinkMs: 0, totalMs: 1 };
const said = { text: 'Hm.', brain, usage, timing };
const nothing = { text: '', brain: null, usage: null, timing };
const reason = { code: 'hesitates', text: '' };
const interruption = new Interruption(reason);
const costOf = async ({ kind }: { kind: string }) => (kind === 'openai' ? 0.5 : undefined);

async function told(attempt: Attempt) {
  const { own, unheard } = await billOf(attempt, costOf);
  return { own: own?.usage.inputTokens ?? null, unheard: unheard.map((each) => each.usage.inputTokens) };
}

describe('what an attempt comes to', () => {
  const tries = [tried(1), tried(null), tried(700)];

  test('are its words, and the answers before that nobody heard', async () => {
    const attempt: Attempt = { kind: 'said', said, reason: null, tries, lost: [] };
    expect(await told(attempt)).toEqual({ own: 700, unheard: [1] });
    expect(await told({ kind: 'broken', said, reason, tries, lost: [] })).toEqual({ own: 700, unheard: [1] });
  });

  test('is all that was answered when no words were said', async () => {
    expect(await told({ kind: 'passed', tries, lost: [] })).toEqual({ own: null, unheard: [1, 700] });
    expect(await told({ kind: 'failed', reason, wait: null, tries, lost: [] })).toEqual({
      own: null,
      unheard: [1, 700],
    });
  });

  test('keeps an answer that was refused when the next one is cut off before it begins', async () => {
    const attempt: Attempt = {
      kind: 'interrupted',
      said: nothing,
      interruption,
      tries: [tried(5)],
      lost: [],
    };
    expect(await told(attempt)).toEqual({ own: null, unheard: [5] });
  });

  test('counts answers that were lost on the way', async () => {
    const lost = [{ brain: other, usage: { inputTokens: 40, outputTokens: 0, estimated: true } }];
    const attempt: Attempt = { kind: 'said', said, reason: null, tries: [tried(700)], lost };
    expect(await told(attempt)).toEqual({ own: 700, unheard: [40] });
    // Nobody knows what that one costs, and it is not nothing.
    const { unheard } = await billOf(attempt, costOf);
    expect(unheard).toEqual(lost);
  });
});

describe('a turn is settled', () => {
  const own = { brain, usage, cost: 0.5 };
  const passes = {
    type: 'turn-passed' as const,
    at: place.at,
    turnId: 't',
    attempt: 1,
    seatId: 'ada',
    reason,
  };
  const asked = { type: 'brain-asked', at: place.at, task: 'answer', ...own, seatId: 'ada' };

  test('beside its end when no message tells what it used', () => {
    expect(settled([passes], { own, unheard: [] }, place)).toEqual([asked, passes]);
  });

  test('by its message when there is one', () => {
    const author = { kind: 'seat' as const, seatId: 'ada', name: 'Ada' };
    const message = { id: 'm', author, text: 'Hm.', status: 'complete' as const, usage, createdAt: place.at };
    const end = { type: 'message-finished' as const, at: place.at, message };
    expect(settled([end], { own, unheard: [] }, place)).toEqual([end]);
  });

  test('in the totals of the conversation and of the seat', () => {
    const script = new ScriptedStage([aSeat('ada', 'Ada')]);
    for (const event of settled([passes], { own, unheard: [own] }, place)) script.append(event);
    const totals = { inputTokens: 1400, outputTokens: 120, cost: 1 };
    expect(script.stage.conversation.usage).toEqual(totals);
    expect(script.stage.conversation.usageBySeat).toEqual({ ada: totals });
  });
});
