import type { Event } from '@chimera/protocol/event';
import { expect, test } from 'vitest';
import { deltaFrame, eventFrame, frameOf } from './frame.ts';

test('what a room keeps holds no memory but its own, and words that come and go share theirs', () => {
  const event: Event = { type: 'queue-changed', at: '2026-01-02T03:04:05.000Z', queue: [] };
  const kept = eventFrame('talk', 'gen', { seq: 7, event });
  expect(kept.wire.buffer.byteLength).toBe(kept.wire.length);
  expect(kept.json.buffer).toBe(kept.wire.buffer);
  expect(JSON.parse(kept.json.toString())).toMatchObject({ type: 'event', seq: 7, event });
  const words = deltaFrame('talk', { turnId: 't', attempt: 1, offset: 0, text: 'sea' });
  expect(words.wire.buffer.byteLength).toBeGreaterThan(words.wire.length);
});

test.each([
  [1, 2],
  [200, 4],
  [70_000, 10],
])('a text of %d characters has a header of %d bytes', (length, header) => {
  const frame = frameOf({ type: 'typing', conversationId: '', name: 'x'.repeat(length) });
  expect(frame.wire.length - frame.json.length).toBe(header);
  expect(frame.wire[0]).toBe(0x81);
});
