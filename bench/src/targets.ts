import { readVendors } from './read-vendors.ts';
import type { Target } from './report.ts';

/** What each finding may be, as a multiple of the floor's in the same run; what has no floor is measured in itself. */
export const targets: ReadonlyMap<string, Target> = new Map([
  ['start to listening', { value: 1_000 }],
  ['token on its way, p50', { ratio: 1.5 }],
  ['token on its way, p99', { ratio: 2 }],
  ['time of a million tokens, 1 at once', { ratio: 1.25 }],
  ['CPU of a million tokens, 1 at once', { ratio: 1.5 }],
  ['time of a million tokens, 50 at once', { ratio: 1.25 }],
  ['CPU of a million tokens, 50 at once', { ratio: 1.5 }],
  ['time of a million tokens, 200 at once', { ratio: 1.25 }],
  ['CPU of a million tokens, 200 at once', { ratio: 1.5 }],
  ['time of a million tokens, 20 unthrottled', { ratio: 2 }],
  ['CPU of a frame, 1000 viewers at 50 tokens/s', { ratio: 1.1 }],
  ['CPU of a token seen, 1000 viewers at 50 tokens/s', { ratio: 1.1 }],
  ['CPU of a frame, 300 viewers at 200 tokens/s', { ratio: 1.1 }],
  ['CPU of a token seen, 300 viewers at 200 tokens/s', { ratio: 1.1 }],
  ['p99 of the event loop, 50 at once, busy disk', { value: 20 }],
  ['memory of an idle viewer', { ratio: 1.5 }],
  ...readVendors.flatMap((kind): [string, Target][] => [
    [`CPU of a chunk, ${kind}`, { ratio: 1.5 }],
    [`CPU of a chunk, ${kind} unthrottled`, { ratio: 1.5 }],
  ]),
  ['delta on its way, p95', { value: 250 }],
  ['delta on its way, p99', { value: 600 }],
  ['memory, growth in the last half', { value: 5 }],
  ['unchanged part of a long prompt, worst protocol', { least: 95 }],
]);
