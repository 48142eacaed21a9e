import type { AvatarShape } from '@chimera/protocol/sheet-limits';
import { chanceOf } from './chance-of.ts';

/** One stroke or patch of a drawn face, in a square from -20 to 20; what lies outside its circle is cut off. */
export interface ShapePart {
  readonly path: string;
  readonly look: 'fill' | 'line';
  /** How strong it is, from 0 to 1. */
  readonly weight: number;
}

type Chance = () => number;

/** The pattern of a face: the kind is chosen, the rest follows from the name, always the same. */
export function shapeParts(shape: AvatarShape, name: string): readonly ShapePart[] {
  return drawings[shape](chanceOf(`${shape} ${name.normalize('NFC')}`));
}

const drawings: Record<AvatarShape, (chance: Chance) => readonly ShapePart[]> = {
  rings,
  waves,
  petals,
  tiles,
  orbit,
  peaks,
};

/** Circles around a point off the middle, like a stone dropped into water. */
function rings(chance: Chance): readonly ShapePart[] {
  const [x, y] = polar(between(chance, 5, 13), chance() * TURN);
  const gap = between(chance, 5.6, 7.6);
  const first = between(chance, 2.6, 5);
  return [
    { path: circle(x, y, first), look: 'fill', weight: 1 },
    ...[1, 2, 3, 4].map((place) => ({
      path: circle(x, y, first + place * gap),
      look: 'line' as const,
      weight: 1 - place * 0.14,
    })),
  ];
}

/** Water, as it is drawn on old maps. */
function waves(chance: Chance): readonly ShapePart[] {
  const lean = between(chance, -0.6, 0.6);
  const length = between(chance, 13, 22);
  const height = between(chance, 1.6, 3.6);
  const gap = between(chance, 6.4, 8.4);
  const drift = between(chance, -0.1, 0.1) * length;
  const start = chance() * length;
  return [-2, -1, 0, 1, 2].map((place) => {
    const thick = between(chance, 2, gap - 3);
    const edge = (below: number) =>
      Array.from({ length: 29 }, (_, step): Point => {
        const x = -28 + step * 2;
        const crest = height * Math.sin(((x + start + place * drift) / length) * TURN);
        return turned(x, place * gap + crest + below, lean);
      });
    return {
      path: polygon([...edge(-thick / 2), ...edge(thick / 2).toReversed()]),
      look: 'fill',
      weight: between(chance, 0.55, 0.95),
    };
  });
}

/** A flower seen from above. */
function petals(chance: Chance): readonly ShapePart[] {
  const count = 5 + Math.floor(chance() * 5);
  const long = between(chance, 13, 18);
  const wide = (Math.PI * long * 0.5) / count + between(chance, 0.4, 1.6);
  const turn = chance() * TURN;
  const hollow = between(chance, 2.6, 4.4);
  const alternate = count % 2 === 0 && chance() < 0.6;
  return [
    ...Array.from({ length: count }, (_, place) => {
      const angle = turn + (place / count) * TURN;
      return {
        path: petal(angle, { from: hollow + 1, to: long, wide }),
        look: 'fill' as const,
        weight: alternate && place % 2 === 1 ? 0.5 : 0.86,
      };
    }),
    { path: circle(0, 0, hollow - 0.6), look: 'fill', weight: 1 },
  ];
}

/** A tiled floor, the same from both sides. */
function tiles(chance: Chance): readonly ShapePart[] {
  const size = 8;
  const parts: ShapePart[] = [];
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 3; column += 1) {
      const kind = Math.floor(chance() * 6);
      const weight = 0.45 + Math.floor(chance() * 3) * 0.27;
      if (kind === 0) continue;
      const top = -20 + row * size;
      for (const left of new Set([-20 + column * size, 12 - column * size])) {
        const isMirrored = left > -4;
        parts.push({ path: tile({ left, top, size, kind, isMirrored }), look: 'fill', weight });
      }
    }
  }
  return parts;
}

/** Paths around a middle, and who goes on them. */
function orbit(chance: Chance): readonly ShapePart[] {
  const count = 2 + Math.floor(chance() * 2);
  const turn = chance() * TURN;
  const flat = between(chance, 0.34, 0.52);
  const paths = Array.from({ length: count }, (_, place) => turn + (place / count) * (TURN / 2));
  return [
    ...paths.flatMap((angle, place): ShapePart[] => {
      const radius = between(chance, 14, 17.5);
      const at = chance() * TURN;
      const [x, y] = turned(radius * Math.cos(at), radius * flat * Math.sin(at), angle);
      return [
        { path: ellipse(radius, radius * flat, angle), look: 'line', weight: 0.62 },
        { path: circle(x, y, between(chance, 2, 3.2)), look: 'fill', weight: place === 0 ? 1 : 0.8 },
      ];
    }),
    { path: circle(0, 0, between(chance, 3.4, 5.2)), look: 'fill', weight: 1 },
  ];
}

/** Hills, one behind the other, under a sun. */
function peaks(chance: Chance): readonly ShapePart[] {
  const [sunX, sunY] = [between(chance, -11, 11), between(chance, -13, -8)];
  const ridges = [0, 1, 2].map((place): ShapePart => {
    const base = -4 + place * 8;
    const tops = Array.from({ length: 6 }, (_, step): Point => {
      const isTop = (step + place) % 2 === 0;
      const rise = isTop ? -between(chance, 3, 9) : between(chance, 0, 4);
      return [-24 + step * 9.6 + between(chance, -2.4, 2.4), base + rise];
    });
    const shore: Point[] = [
      [26, 26],
      [-26, 26],
    ];
    return {
      path: polygon([[-26, base], ...tops, [26, base], ...shore]),
      look: 'fill',
      weight: 0.36 + place * 0.3,
    };
  });
  return [{ path: circle(sunX, sunY, between(chance, 2.4, 4)), look: 'fill', weight: 0.8 }, ...ridges];
}

type Point = readonly [x: number, y: number];

const TURN = Math.PI * 2;

function between(chance: Chance, low: number, high: number): number {
  return low + chance() * (high - low);
}

function polar(length: number, angle: number): Point {
  return [length * Math.cos(angle), length * Math.sin(angle)];
}

function turned(x: number, y: number, angle: number): Point {
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}Z`;
}

function circle(x: number, y: number, radius: number): string {
  const size = `${short(radius)} ${short(radius)}`;
  return `M${short(x - radius)} ${short(y)}a${size} 0 1 0 ${short(radius * 2)} 0a${size} 0 1 0 ${short(-radius * 2)} 0Z`;
}

function ellipse(wide: number, high: number, angle: number): string {
  const [x, y] = turned(wide, 0, angle);
  const size = `${short(wide)} ${short(high)} ${short(((angle * 360) / TURN) % 180)}`;
  return `M${short(x)} ${short(y)}A${size} 1 0 ${short(-x)} ${short(-y)}A${size} 1 0 ${short(x)} ${short(y)}Z`;
}

function petal(angle: number, { from, to, wide }: { from: number; to: number; wide: number }): string {
  const [startX, startY] = polar(from, angle);
  const [endX, endY] = polar(to, angle);
  const bend = (side: 1 | -1) => {
    const [x, y] = turned((from + to) * 0.55, side * wide, angle);
    return `${short(x)} ${short(y)}`;
  };
  const [start, end] = [`${short(startX)} ${short(startY)}`, `${short(endX)} ${short(endY)}`];
  return `M${start}Q${bend(1)} ${end}Q${bend(-1)} ${start}Z`;
}

function tile({
  left,
  top,
  size,
  kind,
  isMirrored,
}: {
  readonly left: number;
  readonly top: number;
  readonly size: number;
  readonly kind: number;
  readonly isMirrored: boolean;
}): string {
  const [right, bottom] = [left + size, top + size];
  const corners: readonly Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  if (kind === 1) return polygon(corners);
  if (kind === 2) return circle(left + size / 2, top + size / 2, size * 0.36);
  // A half of the square: which corner is missing, mirrored on the other side.
  const missing = isMirrored ? [1, 0, 3, 2][kind - 2] : kind - 2;
  return polygon(corners.filter((_, corner) => corner !== missing));
}

function short(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(rounded === 0 ? 0 : rounded);
}
