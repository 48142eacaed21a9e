import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLive } from '@chimera/client/live';
import { mirrorConversation } from '@chimera/client/mirror';
import { createRest } from '@chimera/client/rest';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type DrippingModel, drippingModel } from '../test/dripping-model.ts';
import { playOn, wordsUnlikeTheLog } from '../test/nodes.ts';
import { startServerProcess } from '../test/server-process.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { openDatabase } from './db/open-database.ts';

const SIZE = '24m';
const place = mkdtempSync(join(tmpdir(), 'chimera-full-'));
/** A file system of its own takes the rights of root. */
const isMounted = mountSmallDisk();

function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let model: DrippingModel;
beforeAll(async () => {
  model = await drippingModel({ words: 40, everyMs: 10 });
});
afterAll(async () => {
  await model.close();
  if (isMounted) execFileSync('umount', ['-l', place]);
  rmSync(place, { recursive: true, force: true });
});

/** Takes all room that is left. */
function fill(): void {
  for (const size of [1 << 20, 1 << 14, 4096]) {
    while (statfsSync(place).bavail * statfsSync(place).bsize >= size) {
      try {
        appendFileSync(join(place, 'ballast'), Buffer.alloc(size));
      } catch {
        break;
      }
    }
  }
}

test.skipIf(!isMounted)(
  'on a full disk everything is refused in words and nothing is lost; with room again it goes on by itself',
  { timeout: 90_000 },
  async () => {
    const server = await startServerProcess({
      CHIMERA_DATA_DIR: place,
      OPENAI_COMPATIBLE_BASE_URL: model.baseUrl,
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
      LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
    });
    const rest = createRest({ baseUrl: server.url });
    const live = createLive({ url: `${server.url.replace('http', 'ws')}/ws`, webSocket: WebSocket });
    const id = await playOn({ rest });
    const mirror = mirrorConversation(live, id);
    await mirror.until(({ messages }) => messages.length > 1, AbortSignal.timeout(20_000));
    fill();
    await vi.waitFor(async () => {
      fill();
      const said = rest.call('say', { params: { id }, body: { text: 'word '.repeat(4000) } });
      await expect(said).rejects.toMatchObject({ status: 507 });
    }, 20_000);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    const { head } = await rest.call('getConversation', { params: { id } });
    rmSync(join(place, 'ballast'));
    await mirror.until(
      ({ conversation, messages }) => conversation.head > head + 1 && messages.at(-1)?.status === 'complete',
      AbortSignal.timeout(40_000),
    );
    await rest.call('stop', { params: { id } });
    await mirror.until(({ conversation }) => conversation.state === 'stopped', AbortSignal.timeout(10_000));
    expect(wordsUnlikeTheLog([mirror])).toEqual([]);
    live.close();
    expect(await server.end('SIGTERM')).toBe(0);
    const database = await openDatabase({ url: null, dataDir: place });
    expect((await verifyLog(database)).problems).toEqual([]);
    await database.close();
  },
);
