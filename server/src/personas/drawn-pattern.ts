import { createHash } from 'node:crypto';
import type { AvatarShape } from '@chimera/protocol/sheet-limits';

export type Rgb = readonly [red: number, green: number, blue: number];

/** How much ink there is at a place: above 0.5 it is full, below -0.5 none. Places go from -1 to 1 on both axes. */
type Pattern = (x: number, y: number, turn: number) => number;

const SHARPNESS = 40;
/** How far the ink is from the colour of the ground, towards white. */
const LIGHTER = 0.45;

const patterns: Record<AvatarShape, Pattern> = {
  rings: (x, y, turn) => Math.sin((Math.hypot(x, y) * 3 + turn) * 2 * Math.PI),
  waves: (x, y, turn) => Math.sin((y * 2.5 + Math.sin((x + turn) * Math.PI) * 0.3) * 2 * Math.PI),
  petals: (x, y, turn) => {
    const petals = 3 + Math.floor(turn * 3);
    return 0.3 + 0.5 * Math.abs(Math.cos(petals * Math.atan2(y, x) + turn)) - Math.hypot(x, y);
  },
  tiles: (x, y, turn) => Math.sin((x + turn) * 3 * Math.PI) * Math.sin((y - turn) * 3 * Math.PI),
  orbit: (x, y, turn) => {
    const angle = turn * 2 * Math.PI;
    const ring = 0.05 - Math.abs(Math.hypot(x, y) - 0.65);
    const moon = 0.17 - Math.hypot(x - 0.65 * Math.cos(angle), y - 0.65 * Math.sin(angle));
    return Math.max(ring, moon, 0.3 - Math.hypot(x, y));
  },
  peaks: (x, y, turn) => y + 0.1 - Math.abs((((x + turn) * 1.6 + 4) % 2) - 1) * 0.8 + 0.3,
};

/** Head and shoulders. */
const somebody: Pattern = (x, y) => Math.max(0.38 - Math.hypot(x, y + 0.22), 0.62 - Math.hypot(x, y - 0.95));

/** A square of red, green and blue bytes; the same name gives the same picture. */
export function drawnPattern(
  { shape, rgb, name }: { readonly shape: AvatarShape | undefined; readonly rgb: Rgb; readonly name: string },
  side: number,
): Buffer {
  const [red, green, blue] = rgb;
  const pattern = shape ? patterns[shape] : somebody;
  const turn = createHash('sha256').update(name).digest().readUInt16BE(0) / 65_536;
  const pixels = Buffer.alloc(side * side * 3);
  for (let at = 0; at < side * side; at += 1) {
    const x = ((at % side) / side) * 2 - 1;
    const y = (Math.floor(at / side) / side) * 2 - 1;
    const ink = Math.min(1, Math.max(0, pattern(x, y, turn) * SHARPNESS + 0.5)) * LIGHTER;
    pixels[at * 3] = red + (255 - red) * ink;
    pixels[at * 3 + 1] = green + (255 - green) * ink;
    pixels[at * 3 + 2] = blue + (255 - blue) * ink;
  }
  return pixels;
}
