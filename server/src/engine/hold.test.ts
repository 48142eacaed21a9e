import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hold } from './hold.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a hold ends when it is told to, and by itself when nobody does', () => {
  const hold = new Hold();
  expect(hold.isOn).toBe(false);
  hold.begin();
  expect(hold.isOn).toBe(true);
  hold.end();
  expect(hold.isOn).toBe(false);
  hold.begin();
  vi.advanceTimersByTime(2900);
  expect(hold.isOn).toBe(true);
  vi.advanceTimersByTime(200);
  expect(hold.isOn).toBe(false);
});

test('who cuts again holds anew', () => {
  const hold = new Hold();
  hold.begin();
  vi.advanceTimersByTime(2000);
  hold.begin();
  vi.advanceTimersByTime(2000);
  expect(hold.isOn).toBe(true);
});
