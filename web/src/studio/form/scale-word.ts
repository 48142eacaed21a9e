/** The word of a scale, from its low end to its high one, that is nearest to a share. */
export function scaleWord(scale: readonly string[], share: number): string {
  return scale[Math.round(share * (scale.length - 1))] ?? '';
}
