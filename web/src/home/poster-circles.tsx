/** Places of up to four circles, in percent of the poster's width: left, top, diameter. The names at the foot stay free. */
const ARRANGEMENTS = [
  [
    [58, 20, 46],
    [42, 36, 32],
    [78, 44, 30],
    [30, 30, 20],
  ],
  [
    [66, 4, 38],
    [54, 30, 38],
    [80, 30, 32],
    [40, 22, 24],
  ],
  [
    [46, 24, 44],
    [74, 6, 36],
    [72, 42, 28],
    [34, 20, 22],
  ],
  [
    [66, 2, 42],
    [52, 28, 36],
    [78, 40, 30],
    [42, 18, 22],
  ],
  [
    [40, 26, 32],
    [58, 22, 36],
    [78, 30, 34],
    [86, 4, 24],
  ],
  [
    [48, 22, 38],
    [70, 16, 38],
    [60, 46, 26],
    [86, 44, 24],
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
          // Every poster begins elsewhere in the table, so that no two look alike.
          data-seat={((arrangement * 2 + index) % 12) + 1}
          style={{ left: `${left}%`, top: `${top * 1.5}%`, width: `${size}%` }}
          className="poster-circle absolute aspect-square rounded-full"
        />
      ))}
    </div>
  );
}
