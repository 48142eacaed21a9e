import { hashOf } from './chance-of.ts';

/** The hues of the seats' colours, from seat 1 on (theme/light.css). */
const SEAT_HUES = [50, 230, 290, 110, 350, 260, 170, 80, 20, 320, 200, 140] as const;
/** With less colour than this it is a grey, and has no hue to go by. */
const LEAST_CHROMA = 0.04;

/**
 * The seat, from 1, whose colour is nearest to the one that a persona wishes for: outside a conversation it wears
 * that one, in every theme as readable as all others. A wish that names no hue gives one by chance, always the same.
 */
export function seatOfColour(wish: string, key: string): number {
  const hue = hueOf(wish);
  if (hue === null) return (hashOf(key) % SEAT_HUES.length) + 1;
  const distances = SEAT_HUES.map((seat) => Math.abs(((hue - seat + 540) % 360) - 180));
  return distances.indexOf(Math.min(...distances)) + 1;
}

/** In degrees, by OKLab; null for a grey, and for what is no colour that is written as `#rrggbb` or `oklch(…)`. */
function hueOf(colour: string): number | null {
  const [, chroma, named] = /^oklch\(\s*[\d.]+%?\s+([\d.]+)\s+([\d.]+)/i.exec(colour) ?? [];
  if (named !== undefined) return Number(chroma) < LEAST_CHROMA ? null : Number(named) % 360;
  const [, hex] = /^#([\da-f]{6})$/i.exec(colour.trim()) ?? [];
  if (hex === undefined) return null;
  const [red, green, blue] = [0, 2, 4].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  const { a, b } = oklab(red ?? 0, green ?? 0, blue ?? 0);
  if (Math.hypot(a, b) < LEAST_CHROMA) return null;
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** The two colour axes, from linear sRGB, by the matrices of OKLab's definition. */
function oklab(red: number, green: number, blue: number): { readonly a: number; readonly b: number } {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return {
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  };
}
