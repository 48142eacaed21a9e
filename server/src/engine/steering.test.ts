import { describe, expect, test } from 'vitest';
import { directTurn } from './direction.ts';
import { aSeat, atSecond, ScriptedStage, seededChance } from './scripted-stage.ts';
import { stopReason } from './stop-rules.ts';

const quiet = { nowMs: 0, viewers: 1, unwatchedSinceMs: null, unwatchedLimitMs: 1 };
const line = 'The harbour tax only hurts the small boats and everyone at the quay knows it.';

function talk(): ScriptedStage {
  const script = new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')]);
  script.play();
  script.says('ada', line);
  return script;
}

function given(script: ScriptedStage, code: string): void {
  const at = atSecond(script.stage.conversation.head + 1);
  script.append({
    type: 'direction-given',
    at,
    reason: { code, text: 'The director says so.' },
    text: 'Go.',
  });
}

const directions = (script: ScriptedStage, seatId: string) => {
  const chance = seededChance(3);
  return Array.from({ length: 200 }, () => directTurn(script.stage, seatId, chance));
};

describe('wrapping up', () => {
  test('asks everybody for one last thought', () => {
    const script = talk();
    given(script, 'wrap-up');
    for (const { direction, targetWords, mayPass } of directions(script, 'bo')) {
      expect(direction).toMatch(/^give one last thought/);
      expect(targetWords).toBeLessThan(20);
      expect(mayPass).toBe(false);
    }
  });

  test('ends the talk when everybody on stage has had it', () => {
    const script = talk();
    given(script, 'wrap-up');
    expect(stopReason(script.stage, quiet)).toBeNull();
    script.says('bo', 'The tax stays.');
    expect(stopReason(script.stage, quiet)).toBeNull();
    script.says('ada', 'The boats stay.');
    expect(stopReason(script.stage, quiet)?.code).toBe('wrapped-up');
  });

  test('asked for in a pause, it holds when they play on', () => {
    const script = talk();
    script.pause();
    given(script, 'wrap-up');
    script.play();
    expect(directions(script, 'bo')[0]?.direction).toMatch(/last thought/);
    script.says('bo', 'The tax stays.');
    script.says('ada', 'The boats stay.');
    expect(stopReason(script.stage, quiet)?.code).toBe('wrapped-up');
  });

  test('does not end a talk that was set to play anew', () => {
    const script = talk();
    given(script, 'wrap-up');
    script.says('bo', 'The tax stays.');
    script.says('ada', 'The boats stay.');
    script.stop();
    script.play();
    expect(stopReason(script.stage, quiet)).toBeNull();
    expect(directions(script, 'bo')[0]?.direction).not.toMatch(/last thought/);
  });
});

test('raised heat makes most turns attack and shortens them, for ten lines', () => {
  const script = talk();
  const calm = mean(directions(script, 'bo').map(({ targetWords }) => targetWords));
  given(script, 'raise-heat');
  const hot = directions(script, 'bo');
  expect(mean(hot.map(({ targetWords }) => targetWords))).toBeLessThan(calm * 0.9);
  expect(hot.filter(({ direction }) => /^(?:object|doubt)/.test(direction ?? '')).length).toBeGreaterThan(60);
  expect(hot.some(({ direction }) => direction?.startsWith('grant'))).toBe(false);
  for (let at = 0; at < 10; at += 1) script.says(at % 2 === 0 ? 'bo' : 'ada', line);
  expect(directions(script, 'bo').some(({ direction }) => direction?.startsWith('tell a short'))).toBe(true);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
