export interface Oklch {
  /** 0 to 1. */
  readonly lightness: number;
  readonly chroma: number;
  /** Degrees. */
  readonly hue: number;
}

/** A colour, two mixed in OKLab, or two multiplied as inks. */
export type Paint =
  | Oklch
  | { readonly mix: readonly [Oklch, Oklch]; readonly share: number }
  | { readonly multiply: readonly [Oklch, Oklch] };

type Three = readonly [number, number, number];

/** The contrast of two colours by WCAG 2, from 1 to 21, as a screen shows them: clipped to sRGB. */
export function contrastRatio(a: Paint, b: Paint): number {
  const [high, low] = [luminance(linearOf(a)), luminance(linearOf(b))].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function linearOf(paint: Paint): Three {
  if ('mix' in paint) {
    const [over, under] = paint.mix.map(oklab);
    return clipped(linear(between(under, over, paint.share)));
  }
  if ('multiply' in paint) {
    const [first, second] = paint.multiply.map((colour) => encoded(linearOf(colour)));
    return decoded(each((index) => (first?.[index] ?? 0) * (second?.[index] ?? 0)));
  }
  return clipped(linear(oklab(paint)));
}

function oklab({ lightness, chroma, hue }: Oklch): Three {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function between(from: Three | undefined, to: Three | undefined, share: number): Three {
  return each((index) => (from?.[index] ?? 0) * (1 - share) + (to?.[index] ?? 0) * share);
}

/** OKLab to linear sRGB, by the matrices of its definition. */
function linear([lightness, a, b]: Three): Three {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

function clipped(colour: Three): Three {
  return each((index) => Math.min(1, Math.max(0, colour[index] ?? 0)));
}

function encoded(colour: Three): Three {
  return each((index) => {
    const value = colour[index] ?? 0;
    return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  });
}

function decoded(colour: Three): Three {
  return each((index) => {
    const value = colour[index] ?? 0;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function luminance([red, green, blue]: Three): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function each(value: (index: 0 | 1 | 2) => number): Three {
  return [value(0), value(1), value(2)];
}
