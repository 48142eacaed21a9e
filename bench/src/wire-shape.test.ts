import { eventSplitter } from '@chimera/server/providers/event-framing';
import { vendors } from '@chimera/server/providers/vendors';
import { describe, expect, test } from 'vitest';
import { wireShapes } from './wire-shape.ts';

const kinds = Object.entries(wireShapes);

describe.each(kinds)("the bench's %s", (kind, shape) => {
  const [, vendor] = Object.entries(vendors).find(([name]) => name === kind) ?? [];
  const answer = shape.begin('m') + shape.word('m', ' one') + shape.word('m', ' two') + shape.end('m', 2);

  test('is understood by the adapter: words, their count, an end', () => {
    if (!vendor) throw new Error('no such vendor');
    const { framing, eventReader } = vendor.protocol;
    const read = eventReader();
    const events: ReturnType<typeof read>[] = [];
    eventSplitter(framing, (data) => events.push(read(data))).push(Buffer.from(answer));
    expect(events).not.toContain(null);
    expect(events.flatMap((event) => event?.text || [])).toEqual([' one', ' two']);
    expect(events.findLast((event) => event?.finish)?.finish).toBe('stop');
    expect(events.findLast((event) => event?.usage)?.usage?.inputTokens).toBeGreaterThan(0);
  });

  test('is understood by the floor', () => {
    const texts = answer.split('\n').map((line) => shape.textOf(line));
    expect(texts.filter((text) => text !== '')).toEqual([' one', ' two']);
  });
});
