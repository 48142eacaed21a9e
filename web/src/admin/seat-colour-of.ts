const SEAT_COLOURS = 12;

/** The colour of somebody's face: always the same one, whatever stands around it in a list. */
export function seatColourOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % SEAT_COLOURS) + 1;
}
