import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { ask } from '../test/http-answer.ts';
import { type Sample, valueOf } from '../test/metrics-text.ts';
import { RATE_LIMIT, type TalkedServer, talkedServer, TURNS } from '../test/talked-server.ts';

/** Of a whole server, on a machine that does much else. */
const SLOW_MS = 60_000;

describe.each(testDatabases)('what an operator learns of a talk, on $name', ({ name, open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let talked: TalkedServer;
  let samples: Sample[];
  const read = (metric: string, labels?: Sample['labels']) => valueOf(samples, `chimera_${metric}`, labels);

  beforeAll(async () => {
    opened = await open();
    talked = await talkedServer({ databaseUrl: opened.url, dataDir: opened.dataDir });
    samples = await talked.metrics();
  }, SLOW_MS);
  afterAll(async () => {
    await talked.close();
    await opened.close();
  });

  test('turns by how they ended, how long they took and when the first word came', () => {
    expect(read('turns_total', { outcome: 'failed' })).toBe(1);
    expect(read('turns_total', { outcome: 'finished' })).toBe(TURNS);
    expect(read('turn_seconds_count')).toBe(TURNS);
    expect(read('first_word_seconds_count', { provider: 'openai' })).toBe(TURNS);
    expect(read('first_word_seconds_sum')).toBeGreaterThan(0.015 * TURNS);
  });

  test('tokens and money are those of the log', async () => {
    const { items } = await talked.ada.rest.call('listMessages', { params: { id: talked.conversationId } });
    const said = items.flatMap(({ usage, cost }) => (usage ? [{ ...usage, cost }] : []));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(said.length).toBeGreaterThan(3);
    const input = sum(said.map(({ inputTokens }) => inputTokens));
    expect(read('tokens_total', { provider: 'openai', type: 'input' })).toBe(input);
    const output = sum(said.map(({ outputTokens }) => outputTokens));
    expect(read('tokens_total', { provider: 'openai', type: 'output' })).toBe(output);
    const cost = sum(said.map((each) => each.cost ?? 0));
    expect(cost).toBeGreaterThan(0);
    expect(read('cost_dollars_total', { provider: 'openai' })).toBeCloseTo(cost, 9);
    const unpriced = said.filter((each) => each.cost === undefined).length;
    expect(unpriced).toBeGreaterThan(0);
    expect(read('unpriced_calls_total', { provider: 'openai' })).toBe(unpriced);
  });

  test('calls of providers and what was wrong with them', () => {
    expect(read('provider_calls_total', { provider: 'openai', outcome: 'failed' })).toBe(1);
    expect(read('provider_errors_total', { provider: 'openai', problem: 'request-refused' })).toBe(1);
    expect(read('provider_calls_total', { provider: 'openai', outcome: 'finished' })).toBeGreaterThan(3);
    expect(read('provider_call_seconds_count')).toBe(read('provider_calls_total'));
    for (const what of ['active', 'in_line', 'paused'])
      expect(read(`provider_${what}`, { provider: 'openai' })).toBe(0);
  });

  test('who watches, and what they were sent', async () => {
    expect(read('sockets')).toBe(1);
    expect(read('event_streams')).toBe(1);
    expect(read('rooms')).toBe(1);
    expect(read('viewers')).toBe(2);
    // The socket began with a snapshot, the stream with the first event of the log.
    const written = read('events_total');
    expect(read('frames_sent_total', { type: 'event' })).toBe(written - 1 + written);
    expect(read('frames_sent_total', { type: 'delta' })).toBeGreaterThanOrEqual(2 * TURNS);
    expect(read('frame_bytes_sent_total')).toBeGreaterThan(1000);
  });

  test('leases, checkpoints and what plays', () => {
    expect(read('leases_claimed_total', { from: 'nobody' })).toBe(1);
    expect(read('leases_claimed_total', { from: 'another' })).toBe(0);
    expect(read('leases_lost_total')).toBe(0);
    expect(read('lease_renewal_failures_total')).toBe(0);
    expect(read('checkpoint_seconds_count')).toBeGreaterThanOrEqual(0);
    expect(read('checkpoint_failures_total')).toBe(0);
    expect(read('conversations_running')).toBe(0);
    expect(read('conversations_playing')).toBe(0);
    expect(read('conversation_silence_seconds')).toBe(0);
  });

  test('jobs, the database and the disk', async () => {
    expect(read('job_runs_total', { kind: 'write-record', outcome: 'done' })).toBeGreaterThan(0);
    expect(read('jobs_waiting')).toBe(0);
    expect(read('jobs_failing')).toBe(0);
    expect(read('jobs_overdue_seconds')).toBe(0);
    expect(read('database_query_seconds_count', { operation: 'insert' })).toBeGreaterThan(10);
    expect(read('database_query_seconds_count', { operation: 'select' })).toBeGreaterThan(10);
    expect(read('database_errors_total')).toBe(0);
    expect(read('database_bytes')).toBeGreaterThan(50_000);
    expect(read('data_directory_free_bytes')).toBeLessThan(read('data_directory_size_bytes'));
    const connections = (await talked.metrics()).filter(
      (sample) => sample.name === 'chimera_database_connections',
    );
    expect(connections.map(({ labels }) => labels['state'])).toEqual(
      name === 'postgres' ? ['active', 'idle', 'waiting'] : [],
    );
    expect(connections.reduce((sum, { value }) => sum + value, 0) > 0).toBe(name === 'postgres');
  });

  test('requests by operation and status, passwords, and who asked too often', async () => {
    expect(read('http_requests_total', { operation: 'play', status: '200' })).toBe(1);
    expect(read('http_request_seconds_count', { operation: 'play' })).toBe(1);
    expect(read('password_attempts_total', { outcome: 'right' })).toBe(2);
    expect(read('password_attempts_total', { outcome: 'wrong' })).toBe(1);
    expect(read('rate_limited_total')).toBe(0);
    const flood = () => ask(`${talked.server.url}/api/instance`);
    for (let asked = 0; asked < RATE_LIMIT + 5; asked += 1) await flood();
    const later = await talked.metrics();
    expect(valueOf(later, 'chimera_rate_limited_total', { asker: 'address' })).toBeGreaterThanOrEqual(5);
    const refused = { operation: 'getInstance', status: '429' };
    expect(valueOf(later, 'chimera_http_requests_total', refused)).toBeGreaterThanOrEqual(5);
  });

  test('nothing grows with people, conversations or what is typed', async () => {
    await ask(`${talked.server.url}/api/conversations/${'x'.repeat(50)}`);
    await ask(`${talked.server.url}/no/such/page?token=canary-in-an-address`);
    const { ada, conversationId } = talked;
    const known = [ada.userId, conversationId, 'canary', 'xxxx', 'gpt-4o', 'ada'];
    const labels = (await talked.metrics()).flatMap((sample) => Object.values(sample.labels));
    for (const text of known) expect(labels.filter((label) => label.includes(text))).toEqual([]);
  });
});
