import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contrastRatio, type Oklch } from './contrast-ratio.ts';

const light = styleSheet('light');
const dark = styleSheet('dark');

const themes = {
  light: { css: light, text: 4.5 },
  dark: { css: dark, text: 4.5 },
  'light, high contrast': { css: styleSheet('light-contrast'), text: 7 },
  'dark, high contrast': { css: styleSheet('dark-contrast'), text: 7 },
};
const GROUNDS = ['surface', 'raised', 'sunken', 'accent-soft'];
const TEXTS = ['ink', 'muted', 'accent', 'accent-hover', 'danger', 'ok', 'warn'];
const SEATS = Array.from({ length: 12 }, (_, index) => `seat-${index + 1}`);
/** Controls, rings and other shapes that must be seen (WCAG 1.4.11). */
const SHAPES = ['line-strong', 'focus'];

describe.each(Object.entries(themes))('%s', (_, { css, text }) => {
  const token = tokensOf(css);

  test.each(GROUNDS.slice(0, 3).flatMap((ground) => [...TEXTS, ...SEATS].map((name) => [name, ground])))(
    '%s is read on %s',
    (name, ground) => {
      expect(contrastRatio(token(name), token(ground))).toBeGreaterThanOrEqual(text);
    },
  );

  test.each(['ink', ...SEATS])('%s is read on accent-soft', (name) => {
    expect(contrastRatio(token(name), token('accent-soft'))).toBeGreaterThanOrEqual(text);
  });

  test.each([
    ['accent-ink', 'accent'],
    ['accent-ink', 'accent-hover'],
    ['danger-ink', 'danger'],
    ['surface', 'ink'],
  ])('%s is read on %s', (name, ground) => {
    expect(contrastRatio(token(name), token(ground))).toBeGreaterThanOrEqual(text);
  });

  test.each(SHAPES.flatMap((name) => GROUNDS.slice(0, 3).map((ground) => [name, ground])))(
    '%s is seen on %s',
    (name, ground) => {
      expect(contrastRatio(token(name), token(ground))).toBeGreaterThanOrEqual(3);
    },
  );

  test('no hue that a person may choose makes the accent hard to read', () => {
    const worst = Array.from({ length: 361 }, (_, hue) => hue).flatMap((hue) => {
      const chosen = tokensOf(css, hue);
      return [
        ...GROUNDS.slice(0, 3).map((ground) => contrastRatio(chosen('accent'), chosen(ground))),
        contrastRatio(chosen('accent-ink'), chosen('accent')),
        contrastRatio(chosen('ink'), chosen('accent-soft')),
      ];
    });
    expect(Math.min(...worst)).toBeGreaterThanOrEqual(4.5);
  });
});

test.each([
  ['light', light],
  ['dark', dark],
])('initials are read on the tint of their seat (%s)', (_, css) => {
  const token = tokensOf(css);
  for (const seat of SEATS) {
    expect(
      contrastRatio(token(seat), { mix: [token(seat), token('surface')], share: 0.08 }),
    ).toBeGreaterThanOrEqual(4.5);
  }
});

test.each([
  ['light', light, 0.3, 4.5],
  ['dark', dark, 0.3, 4.5],
  ['light, high contrast', styleSheet('light-contrast'), 0.14, 7],
  ['dark, high contrast', styleSheet('dark-contrast'), 0.14, 7],
])('initials are read over a drawn face (%s)', (_, css, opacity, least) => {
  const faces = styleSheet('faces');
  expect(faces).toContain(`.face-ground {\n  opacity: ${opacity};`);
  const token = tokensOf(css);
  for (const seat of SEATS) {
    // What is strongest in the drawing, over the tint.
    const share = 1 - (1 - 0.08) * (1 - opacity);
    const ground = { mix: [token(seat), token('surface')] as const, share };
    expect(contrastRatio(token('ink'), ground)).toBeGreaterThanOrEqual(least);
  }
});

test('ink is read where two circles of a poster overlap', () => {
  for (const seat of SEATS) {
    const circle = { ...tokensOf(light)(seat), lightness: 0.9, chroma: 0.058 };
    // Two of the same multiplied are the darkest that two can be together.
    const ratio = contrastRatio(tokensOf(light)('ink'), { multiply: [circle, circle] });
    expect(ratio).toBeGreaterThanOrEqual(7);
  }
});

function styleSheet(name: string): string {
  // Said in one expression, the bundler would take it for an asset.
  const here = import.meta.url;
  return readFileSync(new URL(`${name}.css`, here).pathname, 'utf8');
}

/** Reads the colours out of the style sheet itself, so that the test cannot disagree with what is shipped. */
function tokensOf(css: string, accentHue?: number): (name: string) => Oklch {
  return (name) => {
    const match = new RegExp(
      `--${name}: oklch\\(([\\d.]+) ([\\d.]+) (?:var\\(--accent-hue, (\\d+)\\)|([\\d.]+))\\)`,
    ).exec(css);
    if (!match) throw new Error(`The theme has no colour --${name}.`);
    const [, lightness, chroma, defaultHue, hue] = match;
    return {
      lightness: Number(lightness),
      chroma: Number(chroma),
      hue: hue === undefined ? (accentHue ?? Number(defaultHue)) : Number(hue),
    };
  };
}
