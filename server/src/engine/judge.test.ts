import type { Format } from '@chimera/protocol/format';
import { describe, expect, test } from 'vitest';
import type { Part } from '../providers/provider.ts';
import { debateScore } from './judge.ts';
import { readJudge } from './judge-model.ts';
import type { PhaseStep } from './phase-end.ts';
import { aFormat, aSeat, atSecond, ScriptedStage } from './scripted-stage.ts';
import type { AskBrain } from './speak.ts';

const roles = ['for', 'against', 'judge'].map((id) => ({
  id,
  name: id,
  min: 0,
  max: 1,
  seat: 'any' as const,
}));
const verdict = { id: 'verdict', name: 'Verdict', order: 'round-robin' as const, speakers: ['judge'] };
const format: Format = aFormat({
  roles,
  phases: [
    { id: 'talk', name: 'Talk', order: 'alternate', speakers: ['for', 'against'] },
    { ...verdict, endWhen: ['verdict'] },
  ],
  judge: {
    sides: ['for', 'against'],
    criteria: [
      { name: 'Substance', description: 'Reasons of its own?', points: 4, count: 'substance' },
      { name: 'Engagement', description: 'Meets the other side?', points: 4, count: 'engagement' },
      { name: 'Answers', description: 'Answers what it was asked?', points: 4, count: 'answers' },
    ],
  },
});
const toVerdict: PhaseStep = { kind: 'next', phase: { ...verdict, endWhen: ['verdict'] } };
const toEnd: PhaseStep = { kind: 'end', reason: { code: 'format-over', text: '' } };
const now = { at: atSecond(99), signal: new AbortController().signal };

/** Bo takes up what Ada says and answers her; Ada says the same again and dodges. */
function debate(): ScriptedStage {
  const seats = ['Ada', 'Bo', 'Cy'].map((name) => aSeat(name.toLowerCase(), name));
  const script = new ScriptedStage(seats, { format });
  script.says('ada', 'The harbour tax is fair. Who pays for the quay today?');
  script.says('bo', 'The quay is paid by the harbour fund, not the tax: see the ledger of last winter.');
  script.says('ada', 'The harbour tax is fair, I say. It is fair.');
  script.says('bo', 'Fair to whom? A small boat pays the same tax as a tanker of forty metres.');
  script.says('ada', 'That is that, and I am tired of it. Why do you sail at all?');
  script.says('bo', 'I sail because my father did. Eleven berths stand empty since March.');
  return script;
}

const noModel: AskBrain = async function* () {
  yield { type: 'start', brain: { kind: 'demo', model: 'demo' } };
};

/** A model that answers each reading with what `answer` makes of the request. */
function model(answer: (text: string) => unknown): AskBrain {
  return async function* (_brain, _fallbacks, ask): AsyncGenerator<Part> {
    yield { type: 'start', brain: { kind: 'openai', model: 'judge' } };
    const prompt = ask.promptFor({ kind: 'openai', model: 'judge' });
    yield { type: 'text', text: JSON.stringify(answer(prompt.turns[0]?.parts[0] ?? '')) };
  };
}

const parts = (ask: AskBrain) => ({ ask, newId: () => 'f00ba4' });

describe('points by rules', () => {
  test('are for words of one’s own, for meeting the other side and for answers', async () => {
    const score = await debateScore(debate().stage, toVerdict, parts(noModel), now);
    expect(score).toMatchObject({ type: 'scored', by: 'rules', winner: 'bo' });
    if (score?.type !== 'scored') throw new Error('It is not scored.');
    const [ada, bo] = score.scores;
    for (const name of ['Substance', 'Engagement', 'Answers']) {
      expect(bo?.parts[name]).toBeGreaterThan(ada?.parts[name] ?? 99);
    }
    expect(score.text).toContain('Points, counted by rules: Ada');
    expect(score.text).toContain('Bo is ahead.');
  });

  test('come before a verdict, or at the end where nobody gives one', async () => {
    const script = debate();
    expect(await debateScore(script.stage, toEnd, parts(noModel), now)).not.toBeNull();
    script.append({ type: 'phase-changed', at: atSecond(50), id: 'verdict', name: 'Verdict' });
    expect(await debateScore(script.stage, toEnd, parts(noModel), now)).toBeNull();
  });

  test('are not given where a side said nothing, or no judge was asked for', async () => {
    const script = new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { format });
    script.says('ada', 'Hm.');
    expect(await debateScore(script.stage, toEnd, parts(noModel), now)).toBeNull();
    const { judge: _, ...plain } = format;
    const stage = { ...debate().stage, format: plain };
    expect(await debateScore(stage, toEnd, parts(noModel), now)).toBeNull();
  });
});

describe('points by a model', () => {
  const sideOf = (text: string, words: string) => (text.includes(`S1: ${words}`) ? 'S1' : 'S2');
  const scores = (first: number, second: number) => ({
    scores: [
      { id: 'S1', c1: first, c2: first, c3: first, quote: 'harbour tax is fair' },
      { id: 'S2', c1: second, c2: second, c3: second, quote: 'eleven berths stand empty' },
    ],
  });

  test('are the mean of two readings with the sides swapped', async () => {
    const seen: string[] = [];
    const ask = model((text) => {
      seen.push(text);
      const isAdaFirst = sideOf(text, 'The harbour tax is fair. Who') === 'S1';
      const [ada, bo] = isAdaFirst ? [1, 4] : [2, 3];
      return {
        scores: [
          { id: isAdaFirst ? 'S1' : 'S2', c1: ada, c2: ada, c3: ada, quote: 'The harbour tax is fair.' },
          { id: isAdaFirst ? 'S2' : 'S1', c1: bo, c2: bo, c3: bo, quote: '"eleven berths stand empty"' },
        ],
      };
    });
    const score = await debateScore(debate().stage, toVerdict, parts(ask), now);
    expect(score).toMatchObject({ by: 'model', winner: 'bo', scores: [{ points: 4.5 }, { points: 10.5 }] });
    expect(seen).toHaveLength(2);
    // No names and no persona: nothing to be partial to.
    expect(seen.join()).not.toMatch(/\b(?:Ada|Bo)\b/);
  });

  test('with two different winners are a tie', async () => {
    const ask = model((text) =>
      sideOf(text, 'The harbour tax is fair. Who') === 'S1'
        ? scores(4, 1)
        : {
            scores: scores(4, 1).scores.map((each) => ({
              ...each,
              quote: each.id === 'S1' ? 'eleven berths stand empty' : 'harbour tax is fair',
            })),
          },
    );
    expect(await debateScore(debate().stage, toVerdict, parts(ask), now)).toMatchObject({
      by: 'model',
      winner: null,
      text: expect.stringContaining('it is a tie.'),
    });
  });

  test('with a tie and a winner are won, and points are halves', async () => {
    let readings = 0;
    const ask = model((text) => {
      readings += 1;
      const isAdaFirst = sideOf(text, 'The harbour tax is fair. Who') === 'S1';
      const [ada, bo] = isAdaFirst ? [3.3333, 2] : [2, 2];
      return {
        scores: [
          { id: isAdaFirst ? 'S1' : 'S2', c1: ada, c2: ada, c3: ada, quote: 'harbour tax is fair' },
          { id: isAdaFirst ? 'S2' : 'S1', c1: bo, c2: bo, c3: bo, quote: 'eleven berths stand empty' },
        ],
      };
    });
    const score = await debateScore(debate().stage, toVerdict, parts(ask), now);
    expect(score).toMatchObject({ winner: 'ada', scores: [{ points: 9 }, { points: 6 }] });
    expect(readings).toBe(2);
  });

  test.each([
    ['prose', 'Bo wins.'],
    ['a side that is missing', { scores: [{ id: 'S1', c1: 1, c2: 1, c3: 1, quote: 'harbour tax is fair' }] }],
    ['more points than there are', scores(5, 1)],
    [
      'words that nobody said',
      { scores: scores(1, 2).scores.map((each) => ({ ...each, quote: 'vote for me now' })) },
    ],
  ])('%s is no score, and rules count', async (_, answer) => {
    const score = await debateScore(debate().stage, toVerdict, parts(model(() => answer)), now);
    expect(score).toMatchObject({ by: 'rules' });
  });

  test('an answer in prose is not read', () => {
    const { judge } = format;
    if (!judge) throw new Error('The format has no judge.');
    expect(readJudge('no braces', { judge, motion: '', sides: [], lines: [] })).toBeNull();
  });
});
