import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEHIND_MS, isBehind, reveal, shownWhole, type Reveal } from './reveal.ts';

const FRAME_MS = 16;

interface Arrival {
  readonly atMs: number;
  /** The whole text so far. */
  readonly text: string;
}

interface Picture {
  readonly atMs: number;
  readonly shown: string;
}

/** Plays arrivals against a screen of 60 pictures a second; goes on until all is shown. */
function played(arrivals: readonly Arrival[], endedAtMs = Number.POSITIVE_INFINITY): readonly Picture[] {
  const pictures: Picture[] = [];
  let now: Reveal = shownWhole('', 0);
  const lastMs = arrivals.at(-1)?.atMs ?? 0;
  for (let atMs = 0; atMs < lastMs + FRAME_MS || isBehind(now); atMs += FRAME_MS) {
    const text = arrivals.findLast((arrival) => arrival.atMs <= atMs)?.text ?? '';
    now = reveal(now, { text, ended: atMs >= endedAtMs }, atMs);
    pictures.push({ atMs, shown: now.text.slice(0, now.shown) });
  }
  return pictures;
}

function distinct(pictures: readonly Picture[]): readonly string[] {
  return [...new Set(pictures.map(({ shown }) => shown))];
}

test('the first words are shown at once', () => {
  expect(reveal(shownWhole('', 0), { text: 'Tell me', ended: false }, 5).shown).toBe(7);
});

test('a lump is spread over the time until the next one will come, word by word', () => {
  const pictures = played([
    { atMs: 0, text: 'One. ' },
    { atMs: 160, text: 'One. Two three four five. ' },
    { atMs: 320, text: 'One. Two three four five. Six.' },
  ]);
  const during = pictures.filter(({ atMs }) => atMs >= 160 && atMs < 320);
  expect(distinct(during).length).toBeGreaterThan(3);
  expect(distinct(during).every((shown) => /[\s.]$|\w$/.test(shown))).toBe(true);
  expect(during.at(-1)?.shown).toMatch(/^One. Two three four/);
});

test('half a word waits for its other half', () => {
  const pictures = played([
    { atMs: 0, text: 'It is ' },
    { atMs: 48, text: 'It is know' },
    { atMs: 96, text: 'It is knowledge ' },
  ]);
  expect(distinct(pictures)).toEqual(['It is ', 'It is knowledge ']);
});

test('but not for long', () => {
  const pictures = played([
    { atMs: 0, text: 'It is ' },
    { atMs: 48, text: 'It is know' },
  ]);
  const shown = pictures.find((picture) => picture.shown === 'It is know');
  expect(shown?.atMs).toBeLessThanOrEqual(48 + BEHIND_MS + FRAME_MS);
});

test('each character of a script without spaces is a word', () => {
  const pictures = played([
    { atMs: 0, text: '笑' },
    { atMs: 160, text: '笑いは知識である' },
    { atMs: 320, text: '笑いは知識であるか' },
  ]);
  expect(distinct(pictures).length).toBeGreaterThan(5);
});

test('a text that changed otherwise than by growing is shown at once', () => {
  const before = reveal(shownWhole('I meant ', 0), { text: 'I meant to say ', ended: false }, 16);
  expect(reveal(before, { text: 'Something else', ended: false }, 32)).toEqual(
    shownWhole('Something else', 32),
  );
});

test('an ended text is whole within a moment, its last word at once when its time has come', () => {
  const text = 'One two three four five six seven eight nine ten eleven twelve';
  const pictures = played(
    [
      { atMs: 0, text: 'One ' },
      { atMs: 160, text },
    ],
    160,
  );
  const whole = pictures.find(({ shown }) => shown === text);
  expect(whole?.atMs).toBeLessThanOrEqual(160 + BEHIND_MS + FRAME_MS);
  expect(distinct(pictures).length).toBeGreaterThan(6);
});

test('however it comes: nothing is taken back, nothing waits too long, no character is cut', () => {
  const piece = fc.record({
    text: fc.string({ unit: 'grapheme-composite', maxLength: 30 }),
    waitMs: fc.nat({ max: 400 }),
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), fc.boolean(), (pieces, ends) => {
      const arrivals: Arrival[] = [];
      for (const { text, waitMs } of pieces) {
        const last = arrivals.at(-1) ?? { atMs: 0, text: '' };
        arrivals.push({ atMs: last.atMs + waitMs, text: last.text + text });
      }
      const last = arrivals.at(-1) ?? { atMs: 0, text: '' };
      const pictures = played(arrivals, ends ? last.atMs : undefined);
      let before = '';
      for (const { atMs, shown } of pictures) {
        expect(shown.startsWith(before)).toBe(true);
        expect(shown.isWellFormed()).toBe(true);
        const old = arrivals.findLast((arrival) => arrival.atMs <= atMs - BEHIND_MS - FRAME_MS);
        expect(shown.length).toBeGreaterThanOrEqual(old?.text.length ?? 0);
        before = shown;
      }
      expect(before).toBe(last.text);
    }),
  );
});
