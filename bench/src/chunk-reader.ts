import { createServer } from 'node:http';
import { TOKEN_LENGTH } from './token.ts';

/** Reads one answer to its end, and tells of each text that comes how long it is. */
export type ReadAnswer = (
  order: { readonly reader: number; readonly model: string; readonly onText: (length: number) => void },
  signal: AbortSignal,
) => Promise<void>;

/**
 * A process that does nothing but read answers, so that its CPU is what reading costs. `/begin` sets so many
 * readers on, each of which asks again when its answer is over; `/halt` hangs up; `/count` says how many
 * tokens have come.
 */
export function serveChunkReader(readAnswer: ReadAnswer): void {
  let characters = 0;
  let failure: string | null = null;
  let halting = new AbortController();
  const onText = (length: number) => {
    characters += length;
  };
  const readOn = async (reader: number, models: readonly [string, string], signal: AbortSignal) => {
    let [model, next] = models;
    try {
      while (!signal.aborted) {
        await readAnswer({ reader, model, onText }, signal);
        model = next;
      }
    } catch (error) {
      if (!signal.aborted) failure = String(error);
    }
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://reader');
    if (pathname === '/begin') {
      halting = new AbortController();
      const readers = Number(searchParams.get('readers'));
      const tokens = Number(searchParams.get('tokens'));
      const pace = searchParams.get('pace');
      for (let reader = 0; reader < readers; reader += 1) {
        // The first answers are of every length, so that afterwards always the same share of them begins.
        const first = Math.ceil((tokens * (reader + 1)) / readers);
        void readOn(reader, [`tokens-${first}@${pace}`, `tokens-${tokens}@${pace}`], halting.signal);
      }
    }
    if (pathname === '/halt') halting.abort();
    response.statusCode = failure === null ? 200 : 500;
    response.end(failure ?? String(characters / TOKEN_LENGTH));
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
  });
}
