import { setTimeout as wait } from 'node:timers/promises';
import type { VendorKind } from '@chimera/server/providers/vendors';
import { ChildServer } from './child-server.ts';
import type { Bench, Finding } from './measure.ts';

/** A line of ordinary length, so that asking for it counts as it does in life. */
const ANSWER_TOKENS = 200;

/** There is no audience and no conversation to get going, only sockets. */
const WARM_SHARE = 0.5;

export interface Reading {
  readonly readers: number;
  /** Tokens a second of each answer, or `max`. */
  readonly pace: string;
}

/** What a chunk of a vendor's costs its reader, the floor and the product by turns. */
export async function chunkCost(
  kind: VendorKind,
  reading: Reading,
  { modelUrl, scale, readers }: Bench,
): Promise<Pick<Finding, 'chimera' | 'floor'>> {
  const parameters = [modelUrl, kind];
  const floor = await ChildServer.start(readers.floor, { parameters });
  try {
    const chimera = await ChildServer.start(readers.chimera, { parameters });
    try {
      const found: { readonly chimera: number[]; readonly floor: number[] } = { chimera: [], floor: [] };
      for (let run = 0; run < scale.runs; run += 1) {
        found.floor.push(await microsOfAChunk(floor, reading, scale));
        found.chimera.push(await microsOfAChunk(chimera, reading, scale));
      }
      return found;
    } finally {
      await chimera.end();
    }
  } finally {
    await floor.end();
  }
}

async function microsOfAChunk(
  reader: ChildServer,
  { readers, pace }: Reading,
  { warmMs, windowMs }: Bench['scale'],
): Promise<number> {
  await told(reader, `/begin?readers=${readers}&tokens=${ANSWER_TOKENS}&pace=${pace}`);
  await wait(warmMs * WARM_SHARE);
  const chunksBefore = await told(reader, '/count');
  const cpuBefore = await reader.cpuSeconds();
  await wait(windowMs);
  const cpuSeconds = (await reader.cpuSeconds()) - cpuBefore;
  const chunks = (await told(reader, '/count')) - chunksBefore;
  await told(reader, '/halt');
  if (chunks === 0) throw new Error('The model said nothing.');
  return (cpuSeconds / chunks) * 1e6;
}

async function told(reader: ChildServer, path: string): Promise<number> {
  const response = await fetch(`${reader.url}${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`A reader failed: ${text}`);
  return Number(text);
}
