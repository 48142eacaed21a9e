import { hash as digest } from 'node:crypto';
import type { SentPart } from '@chimera/protocol/sent-prompt';

/** A part as it was sent; its tokens are estimated when it is shown. */
export type KeptPart = Omit<SentPart, 'tokens'>;

/**
 * The parts of a prompt as hashes. A prompt repeats nearly all of the one before and adds to its end, so
 * full pages of codes are kept by their own hash and stay the same from turn to turn; only what comes
 * after the last full page is written out each time.
 */
export interface Pages {
  readonly pages: readonly string[];
  /** Codes after the last full page, joined. */
  readonly rest: string;
}

/** A text and what stands for it: a letter for role and kind, then its hash. */
export interface CodedPart {
  readonly code: string;
  readonly text: string;
}

/** A hash and the text that it stands for. */
export type KeptText = readonly [hash: string, text: string];

/** Small enough that the rest is short, large enough that pages are few. */
const PAGE_PARTS = 32;
/** 128 bits in base64url: two texts of one conversation share them neither by chance nor by affordable intent. */
const HASH_LENGTH = 22;
const CODE_LENGTH = 1 + HASH_LENGTH;

export function hashOf(text: string): string {
  return digest('sha256', text, 'base64url').slice(0, HASH_LENGTH);
}

export function coded({ role, kind, text }: KeptPart): CodedPart {
  const place = PLACES.find((each) => each.role === role && each.kind === kind);
  if (!place) throw new Error(`A prompt has no ${kind} by the ${role}.`);
  return { code: place.letter + hashOf(text), text };
}

export function pagesOf(parts: readonly CodedPart[]): Pages {
  const full = fullPages(parts);
  return { pages: full.map(hashOf), rest: codesOf(parts.slice(full.length * PAGE_PARTS)) };
}

/** The texts behind the hashes of a prompt, without those that only its first `from` parts need. */
export function textsOf(parts: readonly CodedPart[], from: number): KeptText[] {
  const pages = fullPages(parts).slice(Math.floor(from / PAGE_PARTS));
  return [
    ...parts.slice(from).map(({ code, text }): KeptText => [hashIn(code), text]),
    ...pages.map((page): KeptText => [hashOf(page), page]),
  ];
}

export function codesOf(parts: readonly CodedPart[]): string {
  return parts.map(({ code }) => code).join('');
}

/** The codes of a prompt, from its pages and its rest. */
export function codesIn({ pages, rest }: Pages, textAt: (hash: string) => string): string[] {
  const all = pages.map(textAt).join('') + rest;
  return Array.from({ length: all.length / CODE_LENGTH }, (_, at) =>
    all.slice(at * CODE_LENGTH, (at + 1) * CODE_LENGTH),
  );
}

export function hashIn(code: string): string {
  return code.slice(1);
}

export function partOf(code: string, text: string): KeptPart {
  const place = PLACES.find(({ letter }) => letter === code[0]);
  if (!place) throw new Error(`A prompt was kept with a part that is not known: ${code}.`);
  return { role: place.role, kind: place.kind, text };
}

/** The last part is for one turn only: a page with it would be nobody else's. */
function fullPages(parts: readonly CodedPart[]): string[] {
  return Array.from({ length: Math.floor(Math.max(0, parts.length - 1) / PAGE_PARTS) }, (_, at) =>
    codesOf(parts.slice(at * PAGE_PARTS, (at + 1) * PAGE_PARTS)),
  );
}

/** These letters are stored: they are never given another meaning. */
const PLACES = [
  { letter: 's', role: 'system', kind: 'system' },
  { letter: 'u', role: 'user', kind: 'line' },
  { letter: 'a', role: 'assistant', kind: 'line' },
  { letter: 'n', role: 'user', kind: 'note' },
  { letter: 't', role: 'user', kind: 'tail' },
] as const satisfies readonly ({ readonly letter: string } & Pick<KeptPart, 'role' | 'kind'>)[];
