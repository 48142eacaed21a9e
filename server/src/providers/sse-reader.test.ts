import { describe, expect, test } from 'vitest';
import { EVENT_LIMIT_BYTES } from './line-reader.ts';
import { SseReader } from './sse-reader.ts';

function read(chunks: readonly (string | Buffer)[], options = { end: false }): string[] {
  const events: string[] = [];
  const reader = new SseReader((data) => events.push(data));
  for (const chunk of chunks) reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  if (options.end) reader.end();
  return events;
}

describe('the reader of server-sent events', () => {
  test.each([
    ['line feeds', 'data: a\n\ndata: b\n\n', ['a', 'b']],
    ['carriage returns with line feeds', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
    ['carriage returns', 'data: a\r\rdata: b\r\r', ['a', 'b']],
    ['mixed line ends', 'data: a\r\n\ndata: b\r\r\ndata: c\n\n', ['a', 'b', 'c']],
    ['no space after the colon', 'data:a\n\n', ['a']],
    ['only one space is taken off', 'data:  a\n\n', [' a']],
    ['data in several lines', 'data: a\ndata: b\n\n', ['a\nb']],
    ['empty data', 'data:\n\n', ['']],
    ['comments', ': OPENROUTER PROCESSING\n\n:\ndata: a\n\n', ['a']],
    ['other fields', 'event: message\nid: 7\nretry: 10\ndata: a\n\n', ['a']],
    ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['blank lines without an event', '\n\n\ndata: a\n\n', ['a']],
    ['an unfinished event', 'data: a\n\ndata: b\n', ['a']],
  ])('understands %s', (_, text, events) => {
    expect(read([text])).toEqual(events);
  });

  test('gives the same events wherever the stream is split', () => {
    const stream = Buffer.from('\uFEFFdata: Æ€😀\r\n\r\n: x\r\ndata: b\rdata: c\n\ndata: d\r\n\n');
    const whole = read([stream]);
    expect(whole).toEqual(['Æ€😀', 'b\nc', 'd']);
    for (let at = 0; at <= stream.length; at += 1) {
      expect(read([stream.subarray(0, at), stream.subarray(at)])).toEqual(whole);
    }
    expect(read(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(whole);
  });

  test('takes what is left as an event when the response ends', () => {
    expect(read(['data: a\n\ndata: [DONE]'], { end: true })).toEqual(['a', '[DONE]']);
  });

  test('refuses a line that grows beyond 1 MB without an end', () => {
    const piece = Buffer.alloc(65_536, 'x');
    const pieces = Array.from({ length: EVENT_LIMIT_BYTES / piece.length + 1 }, () => piece);
    expect(() => read(['data: ', ...pieces])).toThrow(expect.objectContaining({ problem: 'garbled' }));
  });

  test('refuses an event that grows beyond 1 MB line by line', () => {
    const lines = Array.from({ length: 20 }, () => `data: ${'x'.repeat(60_000)}\n`);
    expect(() => read(lines)).toThrow(expect.objectContaining({ problem: 'garbled' }));
  });

  test('refuses a line that no event can have', () => {
    expect(() => read(['data: a\n\n<html>\n'])).toThrow(expect.objectContaining({ problem: 'garbled' }));
  });

  test('reads a chunk of nothing but line ends without going through it again and again', () => {
    const startedAt = performance.now();
    expect(read([Buffer.alloc(500_000, '\r')])).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
