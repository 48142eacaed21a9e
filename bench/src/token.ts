/**
 * A token tells when it was sent: a space (which a server may trim), a `t`, and the microseconds of
 * the machine's monotonic clock in ten digits of base 36. Every process of one machine reads the
 * same clock, so whoever sees the token knows how long it was on its way, whatever it went through.
 */
const TOKEN = /\bt([0-9a-z]{10})/g;
const DIGITS = 10;
export const TOKEN_LENGTH = 2 + DIGITS;

export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

export function tokenSentAt(micros: number): string {
  return ` t${micros.toString(36).padStart(DIGITS, '0')}`;
}

/** Microseconds that each token of a text was on its way. */
export function agesOf(text: string, micros: number): number[] {
  return Array.from(text.matchAll(TOKEN), ([, digits = '']) => micros - Number.parseInt(digits, 36));
}
