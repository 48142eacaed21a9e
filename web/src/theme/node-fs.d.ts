/** The app has no Node types; the test of the colours reads the style sheets themselves. */
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string;
}
