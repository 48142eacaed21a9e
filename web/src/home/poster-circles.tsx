/** Places of up to four circles, in percent of the poster's width: left, top, diameter. */
const ARRANGEMENTS = [
  [
    [58, 22, 46],
    [40, 36, 34],
    [76, 46, 30],
    [30, 54, 22],
  ],
  [
    [-8, 34, 44],
    [22, 42, 36],
    [46, 30, 30],
    [66, 48, 24],
  ],
  [
    [34, 24, 50],
    [64, 12, 40],
    [16, 44, 30],
    [78, 40, 26],
  ],
  [
    [66, 2, 42],
    [52, 30, 36],
    [78, 36, 34],
    [36, 48, 24],
  ],
  [
    [10, 30, 38],
    [34, 38, 38],
    [58, 30, 38],
    [80, 40, 30],
  ],
  [
    [48, 28, 36],
    [70, 18, 36],
    [-6, 48, 30],
    [26, 50, 28],
  ],
] as const;

/** Large overlapping circles in the tints of the seats: the poster's only picture. */
export function PosterCircles({
  count,
  arrangement,
}: {
  readonly count: number;
  readonly arrangement: number;
}) {
  const places = ARRANGEMENTS[arrangement % ARRANGEMENTS.length] ?? ARRANGEMENTS[0];
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 contrast-more:hidden">
      {places.slice(0, Math.min(Math.max(count, 2), 4)).map(([left, top, size], index) => (
        <span
          key={index}
          data-seat={index + 1}
          style={{ left: `${left}%`, top: `${top * 1.5}%`, width: `${size}%` }}
          className="poster-circle absolute aspect-square rounded-full"
        />
      ))}
    </div>
  );
}
