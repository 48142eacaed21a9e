import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hold } from './hold.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const paused = { code: 'user-paused', text: 'Paused by you.' };

test('a hold ends when it is told to, and by itself when nobody does', () => {
  const hold = new Hold();
  expect(hold.isOn).toBe(false);
  hold.begin(paused);
  expect(hold.isOn).toBe(true);
  hold.end();
  expect(hold.isOn).toBe(false);
  hold.begin(paused);
  vi.advanceTimersByTime(2900);
  expect(hold.isOn).toBe(true);
  vi.advanceTimersByTime(200);
  expect(hold.isOn).toBe(false);
});

test('who cuts again holds anew', () => {
  const hold = new Hold();
  hold.begin(paused);
  vi.advanceTimersByTime(2000);
  hold.begin(paused);
  vi.advanceTimersByTime(2000);
  expect(hold.isOn).toBe(true);
});

test('why it was held is known until it is forgotten, also when the hold is over', () => {
  const hold = new Hold();
  expect(hold.latest).toBe(null);
  hold.begin(paused);
  hold.end();
  expect(hold.latest).toEqual(paused);
  hold.forget();
  expect(hold.latest).toBe(null);
});
