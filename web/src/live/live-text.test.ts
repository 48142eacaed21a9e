import { expect, test } from 'vitest';
import { LiveText } from './live-text.ts';

const AT = '2026-03-01T09:00:00.000Z';

function turnOf(turnId: string) {
  return { turnId, attempt: 1, seatId: 's1', reason: { code: 'named', text: 'Was asked.' }, startedAt: AT };
}

function deltaOf(turnId: string, offset: number, text: string) {
  return { turnId, attempt: 1, offset, text };
}

function liveText({ still = false } = {}) {
  const frames: (() => void)[] = [];
  let nowMs = 0;
  const live = new LiveText({
    nextFrame: (commit) => void frames.push(commit),
    nowMs: () => nowMs,
    isStill: () => still,
    onShown: () => undefined,
  });
  return {
    live,
    frames,
    /** Lets time pass with sixty pictures a second. */
    pass: (ms: number) => {
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs += 16;
        for (const commit of frames.splice(0)) commit();
      }
    },
  };
}

test('a lump of words is painted in several pictures, each once per frame', () => {
  const { live, frames, pass } = liveText();
  live.open(turnOf('t1'), 'One ');
  let pictures = 0;
  live.of('t1').subscribe(() => (pictures += 1));
  pass(160);
  let offset = 4;
  for (const word of ['two ', 'three ', 'four ', 'five ']) {
    live.add(deltaOf('t1', offset, word));
    offset += word.length;
  }
  expect(frames).toHaveLength(1);
  pass(16);
  expect(pictures).toBeLessThanOrEqual(1);
  pass(250);
  expect(live.of('t1').get()).toBe('One two three four five ');
  expect(pictures).toBeGreaterThan(2);
  expect(frames).toHaveLength(0);
});

test('the last words follow after the turn is over, and then it is done with', () => {
  const { live, pass } = liveText();
  live.open(turnOf('t1'), 'One ');
  pass(160);
  live.add(deltaOf('t1', 4, 'two three four five six.'));
  live.close('One two three four five six.');
  expect(live.finishing.get()).toBe('t1');
  expect(live.of('t1').get()).toBe('One ');
  pass(128);
  expect(live.of('t1').get()).toMatch(/^One two [^.]+$/);
  pass(160);
  expect(live.finishing.get()).toBeNull();
});

test('when nobody looks, or movement is not wanted, all is shown at once', () => {
  const { live, pass, frames } = liveText({ still: true });
  live.open(turnOf('t1'), 'One ');
  pass(160);
  live.add(deltaOf('t1', 4, 'two three four'));
  pass(16);
  expect(live.of('t1').get()).toBe('One two three four');
  expect(frames).toHaveLength(0);
  live.close('One two three four five.');
  expect(live.finishing.get()).toBeNull();
});

test('words that were cut are gone at once', () => {
  const { live, pass } = liveText();
  live.open(turnOf('t1'), 'One ');
  pass(160);
  live.add(deltaOf('t1', 4, 'two. Dorothy: three'));
  pass(250);
  live.close('One two.');
  expect(live.finishing.get()).toBeNull();
});

test('a gap is told, a piece of another turn is not', () => {
  const { live } = liveText();
  live.open(turnOf('t1'), 'One ');
  expect(live.add(deltaOf('t1', 9, 'three'))).toBe(false);
  expect(live.add(deltaOf('t2', 9, 'three'))).toBe(true);
});
