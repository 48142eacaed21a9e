import type { CallOf } from '@chimera/protocol/api';
import type { AuditionEvent } from '@chimera/protocol/audition';
import { createParser } from 'eventsource-parser';
import { ApiError, NetworkError, problemOf } from './api-error.ts';
import { routes } from './routes.ts';

export interface AuditionOptions {
  /** Origin of the server; absent: the page's own. */
  readonly baseUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends it: the server stops the model, and the loop over the events throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** No event of an audition is near this long; whoever sends more is no server of ours. */
const EVENT_LIMIT = 1_000_000;

const BROKEN = 'The connection broke before it was done.';

/**
 * Tries a persona out: what it says, event by event, until `done` or `problem`. Throws ApiError when it is refused
 * and NetworkError when the connection breaks. Leaving the loop ends it as the signal does.
 */
export async function* audition(
  body: CallOf<'previewPersona'>['body'],
  { baseUrl = '', headers = {}, signal }: AuditionOptions = {},
): AsyncGenerator<AuditionEvent, void, void> {
  const [method = '', path = ''] = routes.previewPersona.split(' ');
  const response = await answered(signal, () =>
    fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        accept: 'text/event-stream, application/problem+json',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    }),
  );
  if (!response.ok) {
    const text = await answered(signal, () => response.text());
    throw new ApiError(problemOf(response.status, text, response.headers.get('x-request-id')));
  }
  for await (const event of eventsIn(response, signal)) {
    yield event;
    if (event.type === 'done' || event.type === 'problem') return;
  }
  throw new NetworkError(BROKEN, { cause: null });
}

async function* eventsIn(
  response: Response,
  signal?: AbortSignal,
): AsyncGenerator<AuditionEvent, void, void> {
  if (response.body === null) return;
  const ready: AuditionEvent[] = [];
  let fault: Error | null = null;
  const parser = createParser({
    maxBufferSize: EVENT_LIMIT,
    onEvent: ({ data }) => {
      const event = eventOf(data);
      if (event !== null) ready.push(event);
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') fault = error;
    },
  });
  // A character may be cut between two chunks.
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await answered(signal, () => reader.read());
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* ready.splice(0);
      if (fault !== null)
        throw new NetworkError('The answer is not from a Chimera server.', { cause: fault });
    }
  } finally {
    // Whoever left early wants no more of it; what is over already has nothing to give up.
    await reader.cancel().catch(() => undefined);
  }
}

/** What was ended on purpose is no broken connection. */
async function answered<T>(signal: AbortSignal | undefined, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NetworkError('The server cannot be reached.', { cause });
  }
}

const types = new Set<unknown>([
  'turn',
  'text',
  'reset',
  'spoken',
  'problem',
  'done',
] satisfies AuditionEvent['type'][]);

/** Null for what a newer server says and this client does not know. */
function eventOf(data: string): AuditionEvent | null {
  try {
    const value: unknown = JSON.parse(data);
    return isEvent(value) ? value : null;
  } catch (cause) {
    throw new NetworkError('The answer is not from a Chimera server: it is no JSON.', { cause });
  }
}

function isEvent(value: unknown): value is AuditionEvent {
  return typeof value === 'object' && value !== null && 'type' in value && types.has(value.type);
}
