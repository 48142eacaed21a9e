import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, test } from 'vitest';
import { type Dialect, dialects } from './__fixtures__/dialects.ts';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { faultRows } from './__fixtures__/fault-rows.ts';
import { PacketDispatcher } from './__fixtures__/packets.ts';
import { headOf, type RawServer } from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, limits, never, patient, type VendorStage, vendorStage } from './__fixtures__/vendor-stage.ts';
import { mediaTypes } from './event-framing.ts';
import { type FinishReason, ProviderError } from './provider.ts';
import { vendorProvider } from './vendor-provider.ts';
import { type VendorKind, vendors } from './vendors.ts';

/**
 * What each vendor may do, and the one way in which that ends: a reason makes it an answer, a problem a
 * failure. A vendor is a column (`__fixtures__/dialects.ts`), what happens is a row (`fault-rows.ts`, and
 * the functions below); both have to be complete. What single vendors do besides stands in their own tests.
 */
// biome-ignore format: a table is read by its columns
const table = {
  // what happens                                  OpenAI             DeepSeek           OpenRouter         compatible         Anthropic          Gemini             LM Studio          Ollama
  'a whole answer':                               ['stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop'],
  'thoughts, then words':                         ['stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop'],
  'an end at the limit':                          ['length',          'length',          'length',          'length',          'length',          'length',          'length',          'length'],
  'an end by a filter':                           ['content-filter',  'content-filter',  'content-filter',  'content-filter',  'content-filter',  'content-filter',  'content-filter',  'other'],
  'an end for a reason of tomorrow':              ['other',           'other',           'other',           'other',           'other',           'other',           'other',           'other'],
  'events that nobody knows':                     ['stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop'],
  'the last event twice':                         ['stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop'],
  'a reset behind the last event':                ['stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop',            'stop'],

  '401, a refused key':                           ['key-refused',     'key-refused',     'key-refused',     'key-refused',     'key-refused',     'key-refused',     'key-refused',     'key-refused'],
  '403, a forbidden model':                       ['forbidden',       'forbidden',       'forbidden',       'forbidden',       'forbidden',       'forbidden',       'forbidden',       'forbidden'],
  '404, a model that is missing':                 ['model-missing',   'model-missing',   'model-missing',   'model-missing',   'model-missing',   'model-missing',   'model-missing',   'model-missing'],
  '400, a talk that is too long':                 ['context-too-long','context-too-long','context-too-long','context-too-long','context-too-long','context-too-long','context-too-long','context-too-long'],
  'an empty account':                             ['no-credit',       'no-credit',       'no-credit',       'no-credit',       'no-credit',       'no-credit',       'no-credit',       'no-credit'],
  '429 with seconds':                             ['rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited'],
  '429 with a date':                              ['rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited',    'rate-limited'],
  '500, a failing server':                        ['failing',         'failing',         'failing',         'failing',         'failing',         'failing',         'failing',         'failing'],
  '529, an overloaded server':                    ['overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded'],
  '502 with a web page':                          ['failing',         'failing',         'failing',         'failing',         'failing',         'failing',         'failing',         'failing'],
  'an error within the stream':                   ['failing',         'failing',         'failing',         'failing',         'overloaded',      'overloaded',      'failing',         'failing'],
  'an error as the whole stream':                 ['failing',         'failing',         'failing',         'failing',         'overloaded',      'overloaded',      'failing',         'failing'],

  'a wrong address':                              ['request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused'],
  'a request timeout':                            ['timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout'],
  'a conflict':                                   ['overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded'],
  'an overloaded server':                         ['overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded'],
  'a refusal whose body never comes':             ['overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded',      'overloaded'],
  'a refusal without an end':                     ['request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused'],
  'a web page instead of a stream':               ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],
  'a redirect':                                   ['request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused', 'request-refused'],
  'a server that never answers':                  ['timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout'],
  'a server that hangs up before it answers':     ['unreachable',     'unreachable',     'unreachable',     'unreachable',     'unreachable',     'unreachable',     'unreachable',     'unreachable'],
  'a stall in the middle':                        ['stalled',         'stalled',         'stalled',         'stalled',         'stalled',         'stalled',         'stalled',         'stalled'],
  'a reset in the middle':                        ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'a clean end without a marker':                 ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'a clean end of the last chunk without a marker': ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'an end within a chunk':                        ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'an end within an event':                       ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'an empty stream':                              ['cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut',             'cut'],
  'something that is no HTTP':                    ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],
  'a garbage line':                               ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],
  'a line of bad JSON':                           ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],
  'data that is no event':                        ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],
  'a line of more than 1 MB':                     ['garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled',         'garbled'],

  // what is seen besides words and ends
  'thoughts stand apart':                         ['never told',      'apart',           'apart',           'apart',           'apart',           'apart',           'never told',      'apart'],
  'tokens are counted':                           ['counted',         'counted',         'with its price',  'counted',         'with writes',     'counted',         'counted',         'counted'],
  'a picture':                                    ['seen',            'told in words',   'seen',            'seen',            'seen',            'seen',            'seen',            'seen'],
  'a cut between any two bytes':                  ['whole',           'whole',           'whole',           'whole',           'whole',           'whole',           'whole',           'whole'],
  'a cut after any byte':                         ['never finished',  'never finished',  'never finished',  'never finished',  'never finished',  'never finished',  'never finished',  'never finished'],
  'words without an end':                         ['timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout',         'timeout'],
  'words that nobody wants any more':             ['socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed'],
  'cancelled before it answers':                  ['socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed',   'socket closed'],
  "another maker's idea of it":                   ['spoken',          'spoken',          'spoken',          'spoken',          'spoken',          'spoken',          'spoken',          'spoken'],
} as const satisfies Record<string, readonly [string, string, string, string, string, string, string, string]>;

type Row = keyof typeof table;
const isRow = (name: string): name is Row => Object.hasOwn(table, name);
const answers: ReadonlySet<string> = new Set<FinishReason>(['stop', 'length', 'content-filter', 'other']);
/** Asking again changes nothing. */
const lasting = /^(key-refused|forbidden|model-missing|context-too-long|no-credit|request-refused)$/;

function cellOf(name: string, column: number): string {
  return (isRow(name) && table[name][column]) || 'not in the table';
}

/** What is seen besides words and ends; each function says what it saw. */
const sights: Readonly<Record<string, (dialect: Dialect, stage: VendorStage) => Promise<string>>> = {
  async 'thoughts stand apart'({ kind, model, recording }, stage) {
    const { heard } = await recordedAt(kind, model, recording.bytes, stage);
    expect([heard.text, heard.reasoning]).toEqual([recording.text, recording.reasoning]);
    return heard.reasoning === '' ? 'never told' : 'apart';
  },
  async 'tokens are counted'({ kind, model, recording }, stage) {
    const { heard, head } = await recordedAt(kind, model, recording.bytes, stage);
    expect(heard.parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', usage: recording.usage });
    if (!('billed' in recording.usage))
      return 'cacheWriteTokens' in recording.usage ? 'with writes' : 'counted';
    expect(head).toMatch(/^x-openrouter-title: Chimera$/m);
    expect(head).toMatch(/^http-referer: \S+$/m);
    return 'with its price';
  },
  async 'a picture'({ framing, model, recording }, stage) {
    const server = await stage.serve(
      (socket) => void socket.end(headOf(framing) + recording.bytes.toString()),
    );
    const { prompt } = exampleRequest;
    const image = { mediaType: 'image/png', base64: 'iVBORw0KGgo' } as const;
    const turns = prompt.turns.map((turn, index) => (index === 2 ? { ...turn, images: [image] } : turn));
    const request = { ...exampleRequest, model, prompt: { ...prompt, turns } };
    expect((await hear(stage.providerAt(server.url).stream(request, never))).text).toBe(recording.text);
    const body = server.requests[0]?.body ?? '';
    const at = [body.indexOf('iVBORw0KGgo'), body.indexOf('Since when?')] as const;
    if (body.includes('[A picture is shown that you cannot see.]')) return 'told in words';
    // Ollama gets pictures beside the words, as bare base64.
    if (framing === 'lines') return body.includes('"images":["iVBORw0KGgo"]') ? 'seen' : 'lost';
    return at[0] > 0 && at[0] < at[1] && body.includes('image/png') ? 'seen' : 'lost';
  },
  async 'a cut between any two bytes'({ kind, model, recording: { bytes, text, reasoning } }) {
    for (let at = 0; at <= bytes.length; at += 1) {
      const heard = await heardIn(kind, model, [bytes.subarray(0, at), bytes.subarray(at)]);
      expect([heard.error, heard.text, heard.reasoning], `at byte ${at}`).toEqual([
        undefined,
        text,
        reasoning,
      ]);
    }
    return 'whole';
  },
  async 'a cut after any byte'({ kind, model, recording: { bytes, text } }) {
    const end = endOf(bytes);
    for (let length = 0; length < end; length += 1) {
      const heard = await heardIn(kind, model, [bytes.subarray(0, length)]);
      expect(heard.error, `after ${length} bytes`).toMatchObject({ problem: 'cut', retryable: true });
      expect(text.startsWith(heard.text)).toBe(true);
      expect(heard.parts.some(({ type }) => type === 'finish')).toBe(false);
    }
    return 'never finished';
  },
  async 'words without an end'({ framing, word }, stage) {
    const server = await stage.serve(async (socket) => {
      socket.write(headOf(framing));
      while (!socket.destroyed) {
        socket.write(word('again '));
        await sleep(10);
      }
    });
    const provider = stage.providerAt(server.url, { limits: { ...limits, totalMs: 200 } });
    const { error, text } = await hear(provider.stream(exampleRequest, never));
    expect(text).toContain('again again');
    return error instanceof ProviderError ? error.problem : 'finished';
  },
  async 'words that nobody wants any more'({ framing, word }, stage) {
    const server = await stage.serve((socket) => void socket.write(headOf(framing) + word('One two')));
    const cancel = new AbortController();
    const provider = stage.providerAt(server.url, { limits: patient });
    const heard = await hear(provider.stream(exampleRequest, cancel.signal), ({ type }) => {
      if (type === 'text') cancel.abort(why);
    });
    expect(heard.error).toBe(why);
    return closed(server);
  },
  async 'cancelled before it answers'(_, stage) {
    const server = await stage.serve(() => cancel.abort(why));
    const cancel = new AbortController();
    const provider = stage.providerAt(server.url, { limits: patient });
    expect((await hear(provider.stream(exampleRequest, cancel.signal))).error).toBe(why);
    return closed(server);
  },
  async "another maker's idea of it"({ model, basePath, path }, stage) {
    const mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 4 });
    mock.onMessage(/Since when/, { content: 'Since Tuesday, at the latest.', reasoning: 'It was Tuesday.' });
    await mock.start();
    stage.onClose(() => mock.stop());
    const provider = stage.providerAt(`${mock.url}${basePath}`);
    const heard = await hear(provider.stream({ ...exampleRequest, model }, never));
    expect(heard.error).toBeUndefined();
    expect([heard.text, heard.parts.at(-1)]).toEqual([
      'Since Tuesday, at the latest.',
      {
        type: 'finish',
        reason: 'stop',
        usage: expect.objectContaining({ outputTokens: expect.any(Number) }),
      },
    ]);
    expect(mock.getLastRequest()?.path.split('?')[0]).toBe(path);
    mock.nextRequestError(429, { message: 'Slow down', type: 'rate_limit_error' });
    const refused = await hear(provider.stream({ ...exampleRequest, model }, never));
    expect(refused.error).toMatchObject({ problem: 'rate-limited', retryable: true });
    return 'spoken';
  },
};

const why = new Error('the director paused');

async function closed(server: RawServer): Promise<string> {
  return (await Promise.race([server.hungUp(), sleep(1_000, 'still open')])) ?? 'socket closed';
}

async function recordedAt(kind: VendorKind, model: string, bytes: Buffer, stage: VendorStage) {
  const server = await stage.serve(
    (socket) => void socket.end(Buffer.concat([Buffer.from(headOf(vendors[kind].protocol.framing)), bytes])),
  );
  const heard = await hear(
    stage.providerAt(server.url, { kind }).stream({ ...exampleRequest, model }, never),
  );
  return { heard, head: server.requests[0]?.head ?? '' };
}

async function heardIn(kind: VendorKind, model: string, packets: readonly Buffer[]) {
  const { name, protocol } = vendors[kind];
  const dispatcher = new PacketDispatcher(packets, mediaTypes[protocol.framing]);
  const provider = vendorProvider({ kind, name, protocol, dispatcher, baseUrl: 'http://vendor.test' });
  return hear(provider.stream({ ...exampleRequest, model }, never));
}

/** Where the event with the vendor's last marker is whole: before it, nothing is finished. */
function endOf(bytes: Buffer): number {
  const event =
    /"finish_reason":"[^\r\n]*|"finishReason"[^\r\n]*|"type":"message_stop"[^\r\n]*|"done":true[^\r\n]*/;
  const found = event.exec(bytes.toString('latin1'));
  return found ? found.index + found[0].length : 0;
}

describe.each(dialects.map((dialect, column) => ({ dialect, column, name: vendors[dialect.kind].name })))(
  '$name',
  ({ dialect, column }) => {
    const stage = vendorStage(dialect.kind);
    const rows = faultRows(dialect);
    afterEach(stage.clear);

    test('has a cell for everything that may happen', () => {
      const happens = [...rows.map(({ name }) => name), ...Object.keys(sights)];
      expect(happens.toSorted()).toEqual(Object.keys(table).toSorted());
    });

    testOutcomes(
      dialect.kind,
      rows.map((row) => {
        const ends = cellOf(row.name, column);
        return answers.has(ends) ? { ...row, ends } : { retryable: !lasting.test(ends), ...row, ends };
      }),
    );

    test.each(Object.entries(sights))('%s', async (name, seen) => {
      expect(await seen(dialect, stage)).toBe(cellOf(name, column));
    });
  },
);
