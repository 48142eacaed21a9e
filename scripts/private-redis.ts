import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type PrivateService, startPrivateService } from './private-service.ts';

/** A Redis that keeps nothing on disk, on a free port of the loopback address. */
export async function startPrivateRedis(): Promise<PrivateService> {
  const port = await freePort();
  return await startPrivateService({
    url: `redis://127.0.0.1:${port}`,
    command: 'redis-server',
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    folder: await mkdtemp(join(tmpdir(), 'chimera-redis-')),
    isReady: async () => await answersPing(port),
  });
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer]: unknown[] = await once(socket, 'data');
    return String(answer).startsWith('+PONG');
  } catch {
    return false; // Not listening yet; the caller asks again until its deadline.
  } finally {
    socket.destroy();
  }
}
