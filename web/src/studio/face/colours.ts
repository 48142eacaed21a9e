/** The colours of the seats, from seat 1 on, as the light theme has them: what a persona may wish for. */
export const seatWishes = [
  '#622b02',
  '#0e7093',
  '#3f297d',
  '#6a6b0a',
  '#84295b',
  '#1f4d9a',
  '#054837',
  '#6a4b04',
  '#a53f45',
  '#70337e',
  '#075d61',
  '#357825',
] as const;
