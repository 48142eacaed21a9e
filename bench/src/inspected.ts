import { once } from 'node:events';
import { WebSocket } from 'ws';

/** What a process holds after its garbage was collected. */
export interface Held {
  /** Objects, and the buffers behind them. */
  readonly usedBytes: number;
  readonly residentBytes: number;
}

/**
 * Collects the garbage of another process by Node's inspector, which it was started with (`--inspect`): the server
 * has no door for that.
 */
export async function heldBy(inspectorPort: number): Promise<Held> {
  const targets: readonly { webSocketDebuggerUrl: string }[] = JSON.parse(
    await (await fetch(`http://127.0.0.1:${inspectorPort}/json/list`)).text(),
  );
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  try {
    // What is only finalised after the first one is gone after the second.
    for (let time = 0; time < 3; time += 1) await ask(socket, 'HeapProfiler.collectGarbage', {});
    const expression = `(({ heapUsed, external, rss }) => [heapUsed + external, rss])(process.memoryUsage())`;
    const answer = await ask(socket, 'Runtime.evaluate', { expression, returnByValue: true });
    const [usedBytes = Number.NaN, residentBytes = Number.NaN] = answer.result?.result?.value ?? [];
    return { usedBytes, residentBytes };
  } finally {
    socket.terminate();
  }
}

interface InspectorAnswer {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: readonly number[] } };
}

let asked = 0;

function ask(socket: WebSocket, method: string, params: object): Promise<InspectorAnswer> {
  asked += 1;
  const id = asked;
  return new Promise((resolve) => {
    const hear = (data: Buffer) => {
      const answer: InspectorAnswer = JSON.parse(data.toString());
      if (answer.id !== id) return;
      socket.off('message', hear);
      resolve(answer);
    };
    socket.on('message', hear);
    socket.send(JSON.stringify({ id, method, params }));
  });
}
