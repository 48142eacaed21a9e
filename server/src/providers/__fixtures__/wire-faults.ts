import { setTimeout as sleep } from 'node:timers/promises';
import type { EventFraming } from '../event-framing.ts';
import type { Outcome } from './test-outcomes.ts';
import { answer, chunkedHead, headOf, httpChunk } from './raw-server.ts';

/** What can go wrong with any vendor, whatever it speaks. `words` are its events that say "One two". */
export function wireFaults(words: string, framing: EventFraming = 'sse'): readonly Outcome[] {
  const head = headOf(framing);
  const field = framing === 'sse' ? 'data: ' : '';
  const begin = head + words;
  return [
  {
    name: 'a wrong address',
    respond: (socket) =>
      void socket.end(
        answer(404, '<html><title>404 Not Found</title></html>', { 'content-type': 'text/html' }),
      ),
    ends: 'request-refused',
    retryable: false,
    detail: /Check the base URL/,
  },
  {
    name: 'a request timeout',
    respond: (socket) => void socket.end(answer(408, '')),
    ends: 'timeout',
    retryable: true,
  },
  {
    name: 'a conflict',
    respond: (socket) => void socket.end(answer(409, '')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'an overloaded server',
    respond: (socket) => void socket.end(answer(529, '')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a refusal whose body never comes',
    respond: (socket) => void socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\n{"er'),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a refusal without an end',
    respond: (socket) => {
      socket.write('HTTP/1.1 400 Bad\r\nconnection: close\r\n\r\n');
      socket.write('x'.repeat(200_000));
    },
    ends: 'request-refused',
    retryable: false,
  },
  {
    name: 'a web page instead of a stream',
    respond: (socket) =>
      void socket.end(
        answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html; charset=utf-8' }),
      ),
    ends: 'garbled',
    retryable: false,
    detail: /Sign in/,
  },
  {
    name: 'a redirect',
    respond: (socket) => void socket.end(answer(307, '', { location: 'http://127.0.0.1:1/v1' })),
    ends: 'request-refused',
    retryable: false,
  },
  {
    name: 'a server that never answers',
    respond: () => {},
    ends: 'timeout',
    retryable: true,
  },
  {
    name: 'a server that hangs up before it answers',
    respond: (socket) => void socket.destroy(),
    ends: 'unreachable',
    retryable: true,
  },
  {
    name: 'a stall in the middle',
    respond: (socket) => void socket.write(begin),
    text: 'One two',
    ends: 'stalled',
    retryable: true,
  },
  {
    name: 'a reset in the middle',
    respond: async (socket) => {
      socket.write(begin);
      await sleep(50);
      socket.resetAndDestroy();
    },
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'a clean end without a marker',
    respond: (socket) => void socket.end(begin),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'a clean end of the last chunk without a marker',
    respond: (socket) => void socket.end(`${chunkedHead}${httpChunk(words)}0\r\n\r\n`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an end within a chunk',
    respond: (socket) => void socket.end(`${chunkedHead}${httpChunk(words)}40\r\n${field}{"`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an end within an event',
    respond: (socket) => void socket.end(`${begin}${field}{"`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an empty stream',
    respond: (socket) => void socket.end(head),
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'something that is no HTTP',
    respond: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    ends: 'garbled',
    retryable: false,
  },
  {
    name: 'a garbage line',
    respond: (socket) => void socket.write(`${begin}\u0000\u0007 garbage\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a line of bad JSON',
    respond: (socket) => void socket.write(`${begin}${field}{"oops": oops}\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'data that is no event',
    respond: (socket) => void socket.write(`${begin}${field}42\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a line of more than 1 MB',
    respond: (socket) => void socket.write(`${begin}${field}${'x'.repeat(1_100_000)}`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  ];
}
