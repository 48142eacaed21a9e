import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, JSON_TYPE } from '../test/http-answer.ts';
import { startServerProcess } from '../test/server-process.ts';
import { type CollectedSpan, type SpanCollector, spanCollector } from '../test/span-collector.ts';
import { type TalkedServer, talkedServer, TURNS } from '../test/talked-server.ts';

/** Of a whole server, on a machine that does much else. */
const SLOW_MS = 60_000;

describe('traces', () => {
  let dataDir: string;
  let collector: SpanCollector;
  let talked: TalkedServer;
  let words: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-traces-'));
    collector = await spanCollector();
    talked = await talkedServer({
      databaseUrl: null,
      dataDir,
      environment: {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=canary%20collector,other=1',
        OTEL_SERVICE_NAME: 'chimera-test',
        CHIMERA_TRUSTED_PROXIES: '127.0.0.1',
      },
    });
    const { ada, conversationId, server } = talked;
    const { items } = await ada.rest.call('listMessages', { params: { id: conversationId } });
    words = items.find(({ author }) => author.kind === 'seat')?.text ?? '';
    await ask(`${server.url}/api/conversations/${conversationId}/pause`, {
      method: 'POST',
      headers: {
        ...JSON_TYPE,
        authorization: `Bearer ${ada.token}`,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      body: '{}',
    });
    // What is on its way is sent when it closes.
    await talked.close();
  }, SLOW_MS);
  afterAll(async () => {
    await collector.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const named = (name: string) => collector.spans.filter((span) => span.name === name);
  const within = (parent: CollectedSpan | undefined) =>
    collector.spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
  const outcome = ({ attributes }: CollectedSpan) => attributes['chimera.turn.outcome'];

  test('each turn is a span, with the choice of its speaker, the call, its prompt and its commits', () => {
    const turns = named('turn');
    expect(turns.filter((turn) => outcome(turn) === 'finished')).toHaveLength(TURNS);
    for (const turn of turns.filter((each) => outcome(each) === 'finished')) {
      const parts = within(turn);
      expect(parts.map(({ name }) => name).toSorted()).toEqual([
        expect.stringMatching(/^chat (?:gpt-4o|of-our-own)/),
        'choose speaker',
        'commit',
        'commit',
      ]);
      const call = parts.find(({ name }) => name.startsWith('chat'));
      expect(within(call).map(({ name }) => name)).toEqual(['prompt']);
      expect(call?.events.map(({ name }) => name)).toEqual(['first word']);
      expect(call?.attributes).toMatchObject({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.conversation.id': talked.conversationId,
        'gen_ai.response.finish_reasons': ['stop'],
        'chimera.call.outcome': 'finished',
        'chimera.turn.id': turn.attributes['chimera.turn.id'],
      });
      for (const part of parts) {
        expect(part.startTimeUnixNano).toBeGreaterThanOrEqual(turn.startTimeUnixNano);
        expect(part.endTimeUnixNano).toBeLessThanOrEqual(turn.endTimeUnixNano + 2e6);
      }
    }
  });

  test('a turn that failed says so, and its call what was wrong', () => {
    const failed = named('turn').filter((turn) => outcome(turn) === 'failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.status?.code).toBe(2);
    const call = within(failed[0]).find(({ name }) => name === 'chat gpt-4o');
    expect(call?.attributes).toMatchObject({ 'error.type': 'request-refused' });
    expect(call?.status?.code).toBe(2);
  });

  test('the first turn belongs to the command that began it, the others are traces of their own', () => {
    const [play] = named('POST /api/conversations/:id/play');
    expect(play?.attributes).toMatchObject({ 'chimera.operation': 'play', 'http.response.status_code': 200 });
    expect(within(play).map(({ name }) => name)).toEqual(['commit', 'turn']);
    const turns = named('turn');
    expect(turns.filter(({ traceId }) => traceId === play?.traceId)).toHaveLength(1);
    expect(new Set(turns.map(({ traceId }) => traceId)).size).toBe(turns.length);
  });

  test('what only reads is not traced', () => {
    expect(collector.spans.filter(({ name }) => name.startsWith('GET'))).toEqual([]);
  });

  test('a trusted proxy may say which trace a request belongs to', () => {
    const [pause] = named('POST /api/conversations/:id/pause');
    expect(pause?.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(pause?.parentSpanId).toBe('b7ad6b7169203331');
  });

  test('vendors are not told of the trace', () => {
    expect(talked.vendor.headers).toContain('authorization');
    for (const name of ['traceparent', 'tracestate', 'baggage'])
      expect(talked.vendor.headers).not.toContain(name);
  });

  test('the collector is told who sends, with the headers that it wants', () => {
    expect(collector.resources[0]).toMatchObject({ 'service.name': 'chimera-test' });
    expect(collector.headers[0]).toMatchObject({ 'x-collector-key': 'canary collector', other: '1' });
  });

  test('no word of prompt or answer, no key, no name of a person or persona is told', async () => {
    expect(words).toMatch(/\w+ matter/);
    const secrets = [words, 'harbour', 'sk-test', talked.ada.token, 'ada@', 'not the password', 'canary'];
    for (const secret of secrets) expect(collector.text).not.toContain(secret);
  });
});

describe('the packages of OpenTelemetry', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-traces-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  /** Says on standard error which of them are looked for. */
  const telling = `--import=data:text/javascript,${encodeURIComponent(
    "import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) { if (name.startsWith('@opentelemetry/')) process.stderr.write(name + '\\n'); return next(name, context); } });",
  )}`;

  test.each([
    ['are loaded where spans are collected', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, true],
    ['are not even looked for where none are', {}, false],
  ])(
    '%s',
    async (_, environment, isLoaded) => {
      const server = await startServerProcess({
        CHIMERA_DATA_DIR: dataDir,
        NODE_OPTIONS: telling,
        ...environment,
      });
      // A collector that is away, as this one is, does not keep it from ending.
      expect(await server.end('SIGTERM')).toBe(0);
      expect(server.errors().includes('@opentelemetry/sdk-trace')).toBe(isLoaded);
    },
    SLOW_MS,
  );
});
