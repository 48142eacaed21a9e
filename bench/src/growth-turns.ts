import type { Rest } from '@chimera/client/rest';
import type { ServerFrame } from '@chimera/protocol/socket';
import { type Asked, askedSince } from './asked.ts';
import type { ChildServer } from './child-server.ts';
import { median } from './quantile.ts';
import { webSocketUrl } from './subject.ts';
import { Watch } from './watch.ts';

/** What a conversation costs while it plays. */
export interface Turns {
  /** From the press to the first turn: the log is read. */
  readonly beginMs: number;
  readonly turnCpuMs: number;
  /** Of one turn, without what the model took for it. */
  readonly turnMs: number;
  readonly promptBytes: number;
  readonly asides: number;
}

/** Turns that are not counted: until all have spoken, each prompt is the first of its seat. */
const WARM_TURNS = 12;

/** The limit of an answer that the seats ask for; whatever is asked beside the talk has another. */
export const SEAT_TOKENS = 150;

export async function playTurns(
  place: { readonly process: ChildServer; readonly rest: Rest; readonly modelUrl: string },
  id: string,
  turns: number,
): Promise<Turns> {
  const params = { id };
  const watch = await Watch.open(`${webSocketUrl(place.process.url)}/ws`);
  try {
    await watch.subscribe(id, {}, ({ type }) => type === 'snapshot');
    const first = watch.until(isEvent('turn-started'));
    await place.rest.call('play', { params });
    const { ms: beginMs } = await first;
    await untilSaid(watch, WARM_TURNS);
    await askedSince(place.modelUrl);
    const cpuBefore = await place.process.cpuSeconds();
    const began = performance.now();
    await untilSaid(watch, turns);
    const wholeMs = performance.now() - began;
    const cpuSeconds = (await place.process.cpuSeconds()) - cpuBefore;
    const asked = await askedSince(place.modelUrl);
    await place.rest.call('pause', { params });
    const seats = asked.filter(({ maxTokens }) => maxTokens === SEAT_TOKENS);
    if (seats.length < turns) throw new Error(`Of ${turns} turns the model was asked for ${seats.length}`);
    return {
      beginMs,
      turnCpuMs: (cpuSeconds / turns) * 1000,
      turnMs: (wholeMs - sum(seats)) / turns,
      promptBytes: median(seats.map(({ bytes }) => bytes)),
      asides: asked.length - seats.length,
    };
  } finally {
    watch.close();
  }
}

async function untilSaid(watch: Watch, turns: number): Promise<void> {
  let left = turns;
  const isOver = isEvent('conversation-stopped');
  const { frame } = await watch.until((next) => {
    if (isEvent('message-finished')(next)) left -= 1;
    return left === 0 || isOver(next);
  });
  if (left > 0) throw new Error(`The talk ended by itself: ${JSON.stringify(frame)}`);
}

function isEvent(type: string): (frame: ServerFrame) => boolean {
  return (frame) => frame.type === 'event' && frame.event.type === type;
}

function sum(asked: readonly Asked[]): number {
  return asked.reduce((total, { ms }) => total + ms, 0);
}
