import { setTimeout as sleep } from 'node:timers/promises';
import type { Dialect, Refusal } from './dialects.ts';
import { answer, headOf } from './raw-server.ts';
import type { Outcome } from './test-outcomes.ts';
import { wireFaults } from './wire-faults.ts';

/** What a vendor does; how that has to end stands in the table. */
export type FaultRow = Omit<Outcome, 'ends' | 'retryable'> & { readonly retryable?: boolean };

const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

/** What vendors do, each in its own words, and what may happen to any of them on the way. */
export function faultRows(dialect: Dialect): readonly FaultRow[] {
  const { framing, word, thought, ends, last, unknown, recording, refusals } = dialect;
  const head = headOf(framing);
  const broken = framing === 'sse' ? `data: ${refusals.stream.body}\n\n` : `${refusals.stream.body}\n`;
  const begin = head + word('One ') + word('two');
  const sends = (name: string, stream: string, text: string): FaultRow => ({
    name,
    respond: (socket) => void socket.end(stream),
    text,
  });
  const refuses = (name: string, refusal: Refusal, headers = {}): FaultRow => ({
    name,
    respond: (socket) => void socket.end(answer(refusals[refusal].status, refusals[refusal].body, headers)),
  });
  return [
    sends('a whole answer', head + recording.bytes.toString(), recording.text),
    sends(
      'thoughts, then words',
      head + thought('Hm. ') + begin.slice(head.length) + ends.stop + last,
      'One two',
    ),
    sends('an end at the limit', begin + ends.length + last, 'One two'),
    sends('an end by a filter', begin + ends.filter + last, 'One two'),
    sends('an end for a reason of tomorrow', begin + ends.tomorrow + last, 'One two'),
    sends(
      'events that nobody knows',
      head + unknown + word('One ') + unknown + word('two') + ends.stop + last,
      'One two',
    ),
    sends('the last event twice', begin + (ends.stop + last).repeat(2), 'One two'),
    {
      name: 'a reset behind the last event',
      async respond(socket) {
        socket.write(begin + ends.stop + last);
        await sleep(50);
        socket.resetAndDestroy();
      },
      text: 'One two',
    },
    { ...refuses('401, a refused key', '401'), detail: /refused this key\..*\[key\]/ },
    refuses('403, a forbidden model', '403'),
    { ...refuses('404, a model that is missing', '404'), detail: /no model called some-model/ },
    refuses('400, a talk that is too long', '400'),
    refuses('an empty account', 'credit'),
    { ...refuses('429 with seconds', '429', { 'retry-after': '7' }), retryAfterMs: 7_000 },
    {
      ...refuses('429 with a date', '429', { 'retry-after': date.replace(':28:00', ':28:12'), date }),
      retryAfterMs: 12_000,
    },
    refuses('500, a failing server', '500'),
    refuses('529, an overloaded server', '529'),
    {
      name: '502 with a web page',
      respond: (socket) =>
        void socket.end(
          answer(502, '<html><title>Bad gateway</title></html>', { 'content-type': 'text/html' }),
        ),
      detail: /Bad gateway/,
    },
    {
      name: 'an error within the stream',
      respond: (socket) => void socket.write(begin + broken),
      text: 'One two',
    },
    {
      name: 'an error as the whole stream',
      respond: (socket) => void socket.write(head + broken),
    },
    ...wireFaults(word('One two'), framing).map(({ ends: _ends, ...row }) => row),
  ];
}
