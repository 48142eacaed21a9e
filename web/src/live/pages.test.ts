import type { Message } from '@chimera/protocol/message';
import { describe, expect, test } from 'vitest';
import { Pages, type PagesParts } from './pages.ts';
import { GAP, Transcript } from './transcript.ts';

function message(id: string, text: string, seq: number): Message {
  const author = { kind: 'human' as const, name: 'You' };
  return { id, seq, author, text, status: 'complete', createdAt: '2026-03-01T09:00:00.000Z' };
}

function pagesOf(parts: PagesParts) {
  const transcript = new Transcript();
  const pages = new Pages(parts, transcript, () => transcript.publish(null));
  const snapshot = (messages: readonly Message[], earlier: boolean, sameLog = true) => {
    pages.reset(transcript.reset(messages, sameLog), earlier);
    transcript.publish(null);
  };
  return { transcript, pages, snapshot };
}

/** A talk of so many lines, of which a page holds three; the last three are held. */
function longTalk(lines: number, slow: Promise<void> = Promise.resolve()) {
  const all = Array.from({ length: lines }, (_, index) =>
    message(`m${index + 1}`, `Line ${index + 1}`, (index + 1) * 2),
  );
  const asked: string[] = [];
  const { transcript, pages, snapshot } = pagesOf({
    earlier: async (before) => {
      asked.push(`before ${before}`);
      if (asked.length === 1) await slow;
      const older = all.filter(({ seq }) => seq < before);
      return { messages: older.slice(-3), more: older.length > 3 };
    },
    later: async (after) => {
      asked.push(`after ${after}`);
      const newer = all.filter(({ seq }) => seq > after);
      return { messages: newer.slice(0, 3), more: newer.length > 3 };
    },
  });
  snapshot(all.slice(-3), lines > 3, false);
  return {
    pages,
    transcript,
    asked,
    snapshot: (sameLog = true) => snapshot(all.slice(-3), lines > 3, sameLog),
  };
}

function texts(transcript: Transcript): string[] {
  return transcript.order.get().map((id) => {
    const row = transcript.row(id).get();
    return row?.kind === 'message' ? row.message.text : id;
  });
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `Line ${from + index}`);

describe('a line of long ago', () => {
  test('comes with those around it, and what lies between comes page by page until they meet', async () => {
    const { pages, transcript } = longTalk(20);
    expect(await pages.goTo(10)).toBe('m5');
    expect(texts(transcript)).toEqual([...numbers(2, 7), GAP, ...numbers(18, 20)]);
    expect([pages.history.get().kind, pages.between.get().kind]).toEqual(['more', 'more']);
    while (pages.between.get().kind === 'more') await pages.loadBetween();
    expect(texts(transcript)).toEqual(numbers(2, 20));
    await pages.loadEarlier();
    expect(texts(transcript)).toEqual(numbers(1, 20));
    expect(pages.history.get().kind).toBe('complete');
  });

  test('that is here already is not asked for, and one that joins is joined', async () => {
    const { pages, transcript, asked } = longTalk(8);
    expect(await pages.goTo(12)).toBe('m6');
    expect(asked).toEqual([]);
    expect(await pages.goTo(8)).toBe('m4');
    expect(texts(transcript)).toEqual(numbers(1, 8));
    expect(pages.between.get().kind).toBe('complete');
  });

  test('that is not there is the next one, or none', async () => {
    const { pages } = longTalk(20);
    expect(await pages.goTo(9)).toBe('m5');
    expect(await pages.goTo(1)).toBe('m1');
    expect(await pages.goTo(999)).toBe(null);
  });

  test('gives way to another, and goes with the way back to now', async () => {
    const { pages, transcript } = longTalk(40);
    await pages.goTo(10);
    await pages.goTo(40);
    expect(texts(transcript)).toEqual([...numbers(17, 22), GAP, ...numbers(38, 40)]);
    pages.leave();
    expect(texts(transcript)).toEqual(numbers(38, 40));
    expect([pages.history.get().kind, pages.between.get().kind]).toEqual(['more', 'complete']);
    expect(await pages.goTo(40)).toBe('m20');
    expect(texts(transcript)).toEqual([...numbers(17, 22), GAP, ...numbers(38, 40)]);
    pages.leave();
    await pages.loadEarlier();
    expect(texts(transcript)).toEqual(numbers(35, 40));
  });

  test('stays when the connection comes back, while what is said now is added at the end', async () => {
    const { pages, transcript, snapshot } = longTalk(20);
    await pages.goTo(10);
    snapshot();
    expect(texts(transcript)).toEqual([...numbers(2, 7), GAP, ...numbers(18, 20)]);
    expect(pages.history.get().kind).toBe('more');
    snapshot(false);
    expect(texts(transcript)).toEqual(numbers(18, 20));
    expect(pages.between.get().kind).toBe('complete');
  });

  test('a page that was asked for before one went elsewhere is dropped', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { pages, transcript } = longTalk(40, promise);
    const late = pages.loadEarlier();
    await pages.goTo(10);
    resolve();
    await late;
    expect(texts(transcript)).toEqual([...numbers(2, 7), GAP, ...numbers(38, 40)]);
    expect(pages.history.get().kind).toBe('more');
  });

  test('that cannot be fetched is no reason to lose what is here', async () => {
    const { pages, transcript, snapshot } = pagesOf({
      earlier: () => Promise.reject(new Error('Not now.')),
      later: () => Promise.reject(new Error('Not now.')),
    });
    snapshot([message('m', 'x', 40)], true, false);
    await expect(pages.goTo(4)).rejects.toThrow('Not now.');
    expect(texts(transcript)).toEqual(['x']);
  });
});
