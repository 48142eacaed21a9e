import type { SpokenBy } from '@chimera/protocol/provider';
import { describe, expect, test } from 'vitest';
import { foldPoint, smallestBudget } from './ledger-point.ts';
import { aSeat, ScriptedStage } from './scripted-stage.ts';

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')];

/** Each line is 16 tokens long. */
function talk(lines: number) {
  const script = new ScriptedStage(seats);
  const more = (count: number) => {
    for (let at = 0; at < count; at += 1) script.says(at % 2 ? 'ada' : 'bo', 'x'.repeat(59));
  };
  more(lines);
  return { script, more };
}

const foldedLines = ({ stage }: ScriptedStage, budget: number) => {
  const point = foldPoint(stage, budget);
  return point === null ? null : stage.transcript.filter(({ seq }) => seq <= point).length;
};

test.each([
  [79, 1600, null],
  [80, 1600, 40],
  [100, 1600, 50],
  [30, 400, 6],
  [800, 1600, 750],
  [24, 300, null],
])('%i lines with room for %i tokens: %s are folded', (lines, budget, expected) => {
  expect(foldedLines(talk(lines).script, budget)).toBe(expected);
});

test('a topic that changed near the middle is where it is folded', () => {
  const { script, more } = talk(30);
  script.append({ type: 'phase-changed', at: '2026-01-01T00:00:00.000Z', name: 'Closing' });
  more(50);
  expect(foldedLines(script, 1600)).toBe(30);
  const far = talk(5);
  far.script.append({ type: 'phase-changed', at: '2026-01-01T00:00:00.000Z', name: 'Closing' });
  far.more(75);
  expect(foldedLines(far.script, 1600)).toBe(41);
});

test('what was folded does not count again', () => {
  const { script, more } = talk(80);
  script.folds({ untilSeq: foldPoint(script.stage, 1600) ?? 0, records: [] });
  expect(foldPoint(script.stage, 1600)).toBeNull();
  more(40);
  expect(foldedLines(script, 1600)).toBe(80);
});

describe('the room of a talk', () => {
  const { stage } = talk(1).script;

  test('is that of the smallest brain that spoke', () => {
    const large = { kind: 'openai', model: 'gpt-4.1' } as const;
    const small = { kind: 'ollama', model: 'llama3.2:1b' } as const;
    expect(smallestBudget(stage, new Map())).toBeNull();
    expect(smallestBudget(stage, new Map([['ada', large]]))).toBe(8000);
    const budget = smallestBudget(
      stage,
      new Map<string, SpokenBy>([
        ['ada', large],
        ['bo', small],
      ]),
    );
    expect(budget).toBeLessThan(6554);
    expect(budget).toBeGreaterThan(5900);
  });

  test('does not mind who is away or gone', () => {
    const { script } = talk(1);
    script.presence('bo', 'away');
    const spokenBy = new Map([
      ['bo', { kind: 'ollama', model: 'llama3.2:1b' }],
      ['gone', { kind: 'ollama', model: 'llama3.2:1b' }],
    ] as const);
    expect(smallestBudget(script.stage, spokenBy)).toBeNull();
  });
});
