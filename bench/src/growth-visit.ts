import { setTimeout as wait } from 'node:timers/promises';
import type { Rest } from '@chimera/client/rest';
import { median } from './quantile.ts';
import { webSocketUrl } from './subject.ts';
import { Watch } from './watch.ts';

/** What it takes to come to a conversation. */
export interface Visit {
  readonly openMs: number;
  readonly openBytes: number;
  readonly resumeMs: number;
  readonly resumeBytes: number;
  readonly pageMs: number;
}

/** Of each the median of so many; the first ones pay for what is made once for all. */
const TIMES = 7;
const EVENTS_BACK = 5;
/** Until the room is closed behind who left it: the next one opens it anew. */
const LEFT_MS = 20;

export async function visit(
  place: { readonly url: string; readonly rest: Rest },
  id: string,
): Promise<Visit> {
  const params = { id };
  const { head, gen } = await place.rest.call('getConversation', { params });
  const cursor = { after: head - EVENTS_BACK, gen };
  const opened: { ms: number; bytes: number }[] = [];
  const resumed: { ms: number; bytes: number }[] = [];
  const pages: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    opened.push(await come(place.url, (watch) => watch.subscribe(id, {}, ({ type }) => type === 'snapshot')));
    resumed.push(
      await come(place.url, (watch) =>
        watch.subscribe(id, cursor, (frame) => frame.type === 'event' && frame.seq === head),
      ),
    );
    const began = performance.now();
    await place.rest.call('listMessages', { params });
    pages.push(performance.now() - began);
  }
  const of = (values: readonly { ms: number; bytes: number }[], what: 'ms' | 'bytes') =>
    median(values.map((value) => value[what]));
  return {
    openMs: of(opened, 'ms'),
    openBytes: of(opened, 'bytes'),
    resumeMs: of(resumed, 'ms'),
    resumeBytes: of(resumed, 'bytes'),
    pageMs: median(pages),
  };
}

async function come<T>(url: string, look: (watch: Watch) => Promise<T>): Promise<T> {
  const watch = await Watch.open(`${webSocketUrl(url)}/ws`);
  try {
    return await look(watch);
  } finally {
    watch.close();
    await wait(LEFT_MS);
  }
}
