import { type AvatarShape, avatarShapes } from '@chimera/protocol/sheet-limits';
import { expect, test } from 'vitest';
import { hashOf } from './chance-of.ts';
import { shapeParts } from './shape-parts.ts';

const NAMES = [
  'Ada Lovelace',
  'Ada Lovelac',
  'Bruno',
  'Dr Ines Vale',
  'Zoë',
  '宮本 武蔵',
  'ليلى',
  '🐙',
  ...Array.from({ length: 60 }, (_, index) => `Persona ${index}`),
];

const drawing = (shape: AvatarShape, name: string) => JSON.stringify(shapeParts(shape, name));

test.each(avatarShapes)('%s: the same name is drawn the same, and no two names alike', (shape) => {
  const drawn = NAMES.map((name) => drawing(shape, name));
  expect(NAMES.map((name) => drawing(shape, name))).toEqual(drawn);
  expect(new Set(drawn).size).toBe(NAMES.length);
});

test('one name looks different in every shape, and does not depend on how its letters are stored', () => {
  expect(new Set(avatarShapes.map((shape) => drawing(shape, 'Zoë'))).size).toBe(avatarShapes.length);
  expect(drawing('rings', 'Zoë'.normalize('NFD'))).toBe(drawing('rings', 'Zoë'.normalize('NFC')));
});

// Whoever changes a drawing changes the faces that people know: then these numbers are to be changed knowingly.
test.each([
  ['rings', 1230696222],
  ['waves', 1995140385],
  ['petals', 3206531532],
  ['tiles', 2596930522],
  ['orbit', 419679837],
  ['peaks', 3037881525],
] as const)('Ada Lovelace in %s is who she was', (shape, known) => {
  expect(hashOf(drawing(shape, 'Ada Lovelace'))).toBe(known);
});

test.each(avatarShapes)('%s: every stroke is a path of few numbers, near the circle and visible', (shape) => {
  for (const name of NAMES) {
    const parts = shapeParts(shape, name);
    expect(parts.length).toBeGreaterThan(0);
    expect(parts.length).toBeLessThan(40);
    for (const { path, weight } of parts) {
      expect(path).toMatch(/^M[-\d. MLQAaZ]+$/);
      expect(path).not.toContain('NaN');
      expect(weight).toBeGreaterThan(0.2);
      expect(weight).toBeLessThanOrEqual(1);
      for (const [number] of path.matchAll(/-?[\d.]+/g)) expect(Math.abs(Number(number))).toBeLessThan(360);
    }
    expect(JSON.stringify(parts).length).toBeLessThan(6000);
  }
});
