import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mirror, mirrorConversation } from '@chimera/client/mirror';
import type { Event } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import type { View } from '@chimera/protocol/view';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import {
  brainOf,
  connections,
  costs,
  isKind,
  type Kind,
  keys,
  kinds,
  NEW_KEY,
  OLD_KEY,
  ownModels,
  PATIENCE_S,
  paths,
  type SevenVendors,
  sevenVendors,
  standIns,
} from '../test/seven-vendors.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { turnsIn } from '../test/turns-in.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { escapeInline } from './records/escape-markdown.ts';

const TURNS = 50;
const patience = () => AbortSignal.timeout(20_000);
const sum = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

describe.each(testDatabases)('seven seats with seven vendors, two of which fail, on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let vendors: SevenVendors;
  let server: TestApp;
  let ids: Readonly<Record<Kind, string>>;
  let params: { readonly id: string };
  let mirror: Mirror;
  let view: View;
  let events: readonly Event[];
  /** What the seats said, broken off or not. */
  let lines: readonly Message[];
  let kindOf: ReadonlyMap<string, Kind>;

  beforeAll(async () => {
    opened = await open();
    vendors = await sevenVendors();
    const { environment } = vendors;
    server = await startTestApp({ databaseUrl: opened.url, dataDir: opened.dataDir, environment });
    ids = await connections(server, vendors);
    await begin();
    view = await played();
    lines = view.messages.filter(({ author }) => author.kind === 'seat');
    const read = (after: number) => server.rest.call('listEvents', { params, query: { after, limit: 200 } });
    const first = (await read(0)).items;
    const second = (await read(first.at(-1)?.seq ?? 0)).items;
    events = [...first, ...second].map(({ event }) => event);
  }, 60_000);
  afterAll(async () => {
    mirror.close();
    await server.close();
    await vendors.close();
    await opened.close();
  });

  async function begin() {
    const { items } = await server.rest.call('listPersonas', {});
    const { id, seats } = await server.rest.call('createConversation', {
      body: {
        topic: 'Who is speaking?',
        format: 'round-robin',
        seats: kinds.map((kind, index) => ({
          personaId: items[index]?.id ?? '',
          brain: brainOf(ids, [kind, ownModels[kind]]),
          fallbacks: standIns[kind].map((each) => brainOf(ids, each)),
        })),
        settings: { pace: 'instant', maxTurns: TURNS },
      },
    });
    params = { id };
    kindOf = new Map(kinds.map((kind, index) => [seats[index]?.id ?? '', kind]));
    mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
  }

  /** Plays to the end; on the way a key is changed, and a seat waits. */
  async function played(): Promise<View> {
    await server.rest.call('play', { params });
    await mirror.until(
      ({ messages }) => messages.some(({ brain }) => brain?.fallbackReason?.includes('refused')),
      patience(),
    );
    const change = { params: { id: ids.deepseek }, body: { apiKey: NEW_KEY } };
    await server.rest.call('changeConnection', change);
    vendors.keyIsNew();
    const { conversation } = await mirror.until(waits, patience());
    await vendors.othersSpoke;
    const until = Date.parse(conversation.seats.find(({ waiting }) => waiting)?.waiting?.until ?? '');
    await sleep(until - Date.now() + 10);
    vendors.waitIsOver();
    return mirror.until(({ conversation: { state } }) => state === 'stopped', patience());
  }

  const waits = ({ conversation }: View) => conversation.seats.some(({ waiting }) => waiting !== undefined);
  const complete = () => lines.filter(({ status }) => status === 'complete');
  const kindAt = (seatId: string | undefined): Kind => kindOf.get(seatId ?? '') ?? 'openai';
  const charges = () => [
    ...lines.map(({ brain, usage, cost, author: { seatId } }) => ({ brain, usage, cost, seatId })),
    ...events.flatMap((event) => (event.type === 'brain-asked' ? [event] : [])),
  ];
  const exported = async (format: string) =>
    (await fetch(`${server.url}/api/conversations/${params.id}/export?format=${format}`)).text();

  test('takes every one of its turns, and whoever watched saw what the log says', async () => {
    expect(view.conversation).toMatchObject({ turns: TURNS, stopReason: { code: 'max-turns' } });
    expect(complete()).toHaveLength(TURNS);
    for (const { turnId = '', attempt = 0, text } of lines) expect(mirror.spoken(turnId, attempt)).toBe(text);
    const query = { limit: 200 };
    const stored = await server.rest.call('listMessages', { params, query });
    expect(view.messages).toEqual(stored.items);
    expect((await verifyLog(opened.database)).problems).toEqual([]);
  });

  test('each line is what one brain sent, whole and once, and names that brain', () => {
    for (const { brain, text } of complete()) {
      if (!isKind(brain?.kind)) throw new Error(`Who said ${text}?`);
      expect(text).toContain(`says ${brain.kind}, `);
      expect(vendors.of(brain.kind).said.get(text)).toBe(brain.model);
      expect(brain.connectionId).toBe(ids[brain.kind]);
    }
    const sent = kinds.flatMap((kind) => [...vendors.of(kind).said.keys()]);
    expect(
      complete()
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(sent.toSorted());
  });

  test.each(kinds)('%s is asked in its own way, for its seat or for one that it stands in for', (kind) => {
    const asked = vendors.of(kind).asked();
    for (const { path } of asked) expect(path).toMatch(paths[kind]);
    const turns = turnsIn(asked.findLast(({ model }) => model === ownModels[kind])?.body);
    expect(turns[0]?.role).toBe('user');
    expect(turns.at(-1)?.role).toBe('user');
    expect(turns.every(({ role }, index) => index === 0 || role !== turns[index - 1]?.role)).toBe(true);
    const speakers = (role: string) => {
      const text = turns.map((turn) => (turn.role === role ? turn.text : '')).join('\n');
      return new Set(complete().flatMap((line) => (text.includes(line.text) ? [line.author.seatId] : [])));
    };
    const own = speakers('assistant');
    expect(own.size).toBe(1);
    expect(speakers('user').size).toBe(kinds.length - 1);
    expect(speakers('user').isDisjointFrom(own)).toBe(true);
  });

  test('the vendor that is down is spoken for, and soon left alone', () => {
    const [first, second, ...others] = replaced('anthropic');
    const down = 'Anthropic has a problem of its own (status 500).';
    expect(first).toMatchObject({ kind: 'deepseek', why: expect.stringContaining(down) });
    // DeepSeek refused its old key just then.
    expect(second).toMatchObject({ kind: 'openai', model: 'gpt-5.2' });
    expect(others.map(({ kind }) => kind)).toEqual(['deepseek', 'deepseek', 'deepseek']);
    for (const each of [second, ...others]) {
      expect(each?.why).toMatch(/^Anthropic is paused after 5 failures in a row/);
    }
    // Two answers and five failures; after that nobody asks it for half a minute.
    expect(vendors.hits('anthropic')).toBe(7);
  });

  test('a sentence that breaks off is kept as such, and the next attempt is announced', () => {
    const cut = lines.filter(({ status }) => status === 'interrupted');
    expect(cut.map(({ author, attempt }) => [kindAt(author.seatId), attempt])).toEqual([
      ['gemini', 1],
      ['gemini', 2],
      ['gemini', 1],
    ]);
    for (const { turnId, attempt = 0, reason, text } of cut) {
      expect(text).toMatch(/^(word\d+long ){2}word\d+long, says$/);
      expect(reason).toBe('Gemini broke off in the middle of its answer.');
      expect(events).toContainEqual(
        expect.objectContaining({
          type: 'turn-started',
          turnId,
          attempt: attempt + 1,
          reason: { code: 'again', text: `Trying again: ${reason}` },
        }),
      );
    }
    expect(replaced('gemini')).toEqual([
      {
        kind: 'lmstudio',
        model: 'qwen3-4b',
        why: expect.stringMatching(/^Gemini has a problem of its own \(status 500\)\./),
      },
    ]);
    expect(complete().findLast(({ author }) => kindAt(author.seatId) === 'gemini')?.brain).toEqual({
      kind: 'gemini',
      model: ownModels.gemini,
      connectionId: 'gemini',
    });
  });

  test('a key that is refused is replaced on the way, and the seat goes on with its own brain', () => {
    const mine = complete().filter(({ author }) => kindAt(author.seatId) === 'deepseek');
    expect(mine.map(({ brain }) => brain?.kind)).toEqual([
      ...Array.from({ length: 3 }, () => 'deepseek'),
      'gemini',
      ...Array.from({ length: mine.length - 4 }, () => 'deepseek'),
    ]);
    expect(mine.length).toBeGreaterThan(5);
    expect(replaced('deepseek')[0]?.why).toMatch(/^DeepSeek refused this key\./);
  });

  test('a seat for which nobody can speak waits in sight, the others go on, and its turn is kept', () => {
    const seatId = [...kindOf.keys()][kinds.indexOf('openrouter')];
    const from = events.findIndex((event) => event.type === 'seat-changed' && event.waiting);
    const to = events.findIndex((event) => event.type === 'seat-changed' && event.waiting === null);
    expect(events[from]).toMatchObject({ seatId, waiting: { reason: { code: 'rate-limited' } } });
    const meanwhile = events
      .slice(from, to)
      .flatMap((event) => (event.type === 'message-finished' ? [kindAt(event.message.author.seatId)] : []));
    expect(meanwhile).toEqual([...kinds.slice(5), ...kinds.slice(0, 4), 'lmstudio']);
    const next = events.slice(to).find(({ type }) => type === 'turn-started');
    expect(next).toMatchObject({ seatId, queued: true, reason: { code: 'kept-turn' } });
  });

  test('nobody else was spoken for', () => {
    for (const kind of ['openai', 'openrouter', 'lmstudio', 'ollama'] as const) {
      expect(replaced(kind)).toEqual([]);
    }
  });

  test('the record and the exports say who spoke instead of whom, and what broke off', async () => {
    const markdown = await exported('markdown');
    const json = await exported('json');
    const standing = lines.filter(({ brain }) => brain?.fallbackFrom !== undefined);
    expect(standing).toHaveLength(7);
    for (const { author, brain, text } of standing) {
      const { model = '', fallbackFrom = '', fallbackReason = '' } = brain ?? {};
      const note = escapeInline(`${model} spoke instead of ${fallbackFrom}: ${fallbackReason}`);
      const head = markdown.split('\n').find((_, index, all) => all[index + 2] === `> ${text}`);
      expect(head).toContain(`**${author.name}**`);
      expect(head).toContain(note);
      expect(json).toContain(JSON.stringify(brain));
    }
    expect(markdown.match(/ · interrupted: Gemini broke off/g)).toHaveLength(3);
    expect(json.match(/"status":"interrupted"/g)).toHaveLength(3);
    expect(markdown).toMatch(/^- about \$0\.\d+$/m);
    expect(markdown).toContain(`OpenRouter asks us to wait ${PATIENCE_S} seconds.`);
    await vi.waitFor(async () => expect(await recordFile()).toBe(markdown), 5_000);
  });

  test('every answer has its price, and seats, conversation and owner the sum of them', async () => {
    for (const { brain, cost = -1 } of complete()) {
      const known = costs[brain?.model ?? ''] ?? [];
      expect(
        known.some((each) => Math.abs(each - cost) < 1e-9),
        `${brain?.model} ${cost}`,
      ).toBe(true);
    }
    // An answer that broke off counts, also the one that was lost before its first word.
    const lost = charges().filter(({ usage }) => usage?.estimated);
    expect(lost.map(({ brain }) => brain?.kind)).toEqual(Array.from({ length: 4 }, () => 'gemini'));
    for (const { cost } of lost) expect(cost).toBeGreaterThan(0.0003);

    const { usage, usageBySeat } = view.conversation;
    expect(usage.unpriced).toBeUndefined();
    expect(usage.cost).toBeCloseTo(sum(charges().map(({ cost }) => cost)), 9);
    for (const seatId of kindOf.keys()) {
      const mine = charges().filter((each) => each.seatId === seatId);
      expect(usageBySeat?.[seatId]?.cost).toBeCloseTo(sum(mine.map(({ cost }) => cost)), 9);
      expect(usageBySeat?.[seatId]?.outputTokens).toBe(sum(mine.map((each) => each.usage?.outputTokens)));
    }

    const { today, byModel } = await server.rest.call('getSpending', {});
    expect(today).toMatchObject({ calls: TURNS + 4, unpriced: 0, inputTokens: usage.inputTokens });
    expect(today.cost).toBeCloseTo(usage.cost ?? -1, 9);
    expect(new Set(byModel.map(({ model }) => model))).toEqual(new Set(Object.keys(costs)));
    for (const { connectionId, kind, model, calls, cost } of byModel) {
      const its = charges().filter(({ brain }) => brain?.kind === kind && brain.model === model);
      expect({ connectionId, calls }).toEqual({
        connectionId: its[0]?.brain?.connectionId,
        calls: its.length,
      });
      expect(cost).toBeCloseTo(sum(its.map((each) => each.cost)), 9);
    }
  });

  test('the providers are told as they are, and no key is told to anybody', async () => {
    const { items } = await server.rest.call('listProviders', {});
    const statuses = kinds.map((kind) => items.find((each) => each.kind === kind)?.status);
    expect(statuses).toEqual(kinds.map((kind) => (kind === 'anthropic' ? 'failing' : 'ready')));
    const formats = ['markdown', 'html', 'json', 'jsonl', 'text'];
    const all = [
      JSON.stringify([items, view, events, await server.rest.call('listConnections', {})]),
      ...(await Promise.all(formats.map(exported))),
      await recordFile(),
    ].join('\n');
    // DeepSeek's refusal repeats it.
    expect(all).toContain('Your api key: [key] is invalid');
    for (const key of [...Object.values(keys), OLD_KEY, NEW_KEY]) expect(all).not.toContain(key.slice(0, -4));
  });

  /** Who spoke in place of a seat's own brain, turn by turn, and why. */
  function replaced(seat: Kind) {
    return complete().flatMap(({ author, brain }) => {
      if (kindAt(author.seatId) !== seat || brain?.fallbackFrom === undefined) return [];
      expect(brain.fallbackFrom).toBe(`${seat} · ${ownModels[seat]}`);
      return [{ kind: brain.kind, model: brain.model, why: brain.fallbackReason }];
    });
  }

  async function recordFile(): Promise<string> {
    const files = await readdir(join(opened.dataDir, 'records'), { recursive: true });
    return readFile(
      join(opened.dataDir, 'records', files.find((name) => name.endsWith('.md')) ?? ''),
      'utf8',
    );
  }
});
