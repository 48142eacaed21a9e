import { randomUUID } from 'node:crypto';
import { exportFormatSchema } from '@chimera/protocol/conversation-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let personaId: string;
beforeAll(async () => {
  server = await startTestApp({ script: () => ['<b>So</b> ', '=be ', '“it” 🌊.'] });
  const { items } = await server.rest.call('listPersonas', {});
  personaId = items[0]?.id ?? '';
});
afterAll(() => server.close());

async function begin(title: string): Promise<string> {
  const body = {
    title,
    topic: '=1+1 <script>alert(1)</script>',
    seats: [{ personaId, name: '@Ada' }, { personaId }],
    settings: { pace: 'instant' as const, maxTurns: 3 },
  };
  const { id } = await server.rest.call('createConversation', { body });
  await server.rest.call('say', { params: { id }, body: { text: '-- "quoted"\n# not a heading\t|' } });
  return id;
}

async function played(title: string): Promise<string> {
  const id = await begin(title);
  await server.rest.call('play', { params: { id } });
  await vi.waitFor(async () => {
    expect(await server.rest.call('getConversation', { params: { id } })).toMatchObject({ state: 'stopped' });
  }, 15_000);
  return id;
}

function exported(id: string, format: string) {
  return ask(`${server.url}/api/conversations/${id}/export?format=${format}`);
}

const types: Record<string, readonly [string, string]> = {
  markdown: ['text/markdown', 'md'],
  html: ['text/html', 'html'],
  json: ['application/json', 'json'],
  jsonl: ['application/x-ndjson', 'jsonl'],
  text: ['text/plain', 'txt'],
};

describe('an export', () => {
  test.each(exportFormatSchema.options)(
    'as %s has its type, is a download, and holds every line',
    async (format) => {
      const id = await played('On record');
      const answer = await exported(id, format);
      const [type, extension] = types[format] ?? [];
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(answer.headers['content-disposition']).toBe(
        `attachment; filename="On-record.${extension}"; filename*=UTF-8''On-record.${extension}`,
      );
      expect(answer.text.split('🌊').length - 1).toBeGreaterThanOrEqual(3);
    },
  );

  test('as html runs nothing that was said, and as jsonl has one event on each line', async () => {
    const id = await played('Safe');
    expect((await exported(id, 'html')).text).not.toMatch(/<script>alert|<b>So/);
    const lines = (await exported(id, 'jsonl')).text.trim().split('\n');
    const events = lines.map((line): { seq: number } => JSON.parse(line));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  test('is markdown when no format is named, and no other format than the five', async () => {
    const id = await begin('Plain');
    const answer = await ask(`${server.url}/api/conversations/${id}/export`);
    expect(answer.headers['content-type']).toBe('text/markdown; charset=utf-8');
    for (const format of ['csv', 'JSON', '', '../json', 'pdf']) {
      expect(problemIn(await exported(id, format))).toMatchObject({ status: 400, code: 'invalid-request' });
    }
    expect((await exported('nobody', 'json')).status).toBe(404);
  });

  test.each([
    ['with "quotes" and \'more\'', 'with-quotes-and-more'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a; filename="evil.exe"', 'a-filename-evil-exe'],
    ['🌊🌊', 'conversation'],
    ['CON', 'conversation-CON'],
    ['%0d%0aSet-Cookie: a=b', '0d-0aSet-Cookie-a-b'],
    ['x'.repeat(200), 'x'.repeat(60)],
    ['مرحبا بالعالم', null],
    ['\u202eevil\u202c.exe', null],
    ['日本語のタイトル', null],
    ['.hidden', 'hidden'],
  ])('of a conversation called %s is a file that can lie anywhere', async (title, name) => {
    const { headers } = await exported(await begin(title), 'text');
    const disposition = String(headers['content-disposition']);
    const match = /^attachment; filename="([\w.-]*)"; filename\*=UTF-8''([\w.%~-]+)$/.exec(disposition);
    expect([disposition, match !== null]).toEqual([disposition, true]);
    const real = decodeURIComponent(match?.[2] ?? '');
    expect(real).toBe(`${name ?? real.slice(0, -4)}.txt`);
    expect(real).not.toMatch(/[/\\:"<>|?*\u202a-\u202e]|^\./);
  });
});

describe('a title', () => {
  test.each([
    'a\nb',
    'a\r\nSet-Cookie: x',
    'a\tb',
    'a\u2028b',
    'a\u0085b',
    'a\u0000b',
    '\ud800',
    '',
    '   ',
    'x'.repeat(201),
  ])('such as %j is refused', async (title) => {
    const id = await begin('Before');
    const sent = { headers: JSON_TYPE, body: JSON.stringify({ title }) };
    const answer = await ask(`${server.url}/api/conversations/${id}`, { method: 'PATCH', ...sent });
    expect(problemIn(answer)).toMatchObject({ status: 400, errors: [{ path: 'title' }] });
    expect((await server.rest.call('getConversation', { params: { id } })).title).toBe('Before');
  });

  test('keeps what belongs to it and loses the space around it', async () => {
    const id = await begin('Before');
    const title = '“Quotes”, <b>, مرحبا, 🌊 & more';
    const changed = await server.rest.call('changeConversation', {
      params: { id },
      body: { title: ` ${title}\n` },
    });
    expect(changed.title).toBe(title);
  });
});

function importing(body: string) {
  return ask(`${server.url}/api/conversations/import`, { method: 'POST', headers: JSON_TYPE, body });
}

async function count(): Promise<number> {
  return (await server.rest.call('listConversations', { query: { limit: 200 } })).items.length;
}

describe('an import', () => {
  test('brings back what was exported, line by line, and its own export brings it back again', async () => {
    const id = await played('There and back');
    const before = await server.rest.call('listMessages', { params: { id } });
    let file = (await exported(id, 'json')).text;
    for (let round = 0; round < 2; round += 1) {
      const answer = await importing(file);
      expect(answer.status).toBe(201);
      const copy: { id: string; title: string } = JSON.parse(answer.text);
      expect(copy).toMatchObject({ title: 'There and back' });
      const after = await server.rest.call('listMessages', { params: { id: copy.id } });
      const lines = (page: typeof after) =>
        page.items.map(({ text, author, status }) => [author.name, text, status]);
      expect(lines(after)).toEqual(lines(before));
      expect(
        after.items.some(({ id }) =>
          before.items.some((old) => old.id === id && old.author.kind !== 'system'),
        ),
      ).toBe(false);
      file = (await exported(copy.id, 'json')).text;
    }
  });

  type Log = { events: { seq: number; event: Record<string, unknown> }[] };
  const broken: [string, (log: Log) => unknown, string, RegExp][] = [
    ['with no events', () => ({ chimera: 1, events: [] }), 'events', /./],
    ['of another program', (log) => ({ ...log, chimera: 2 }), 'chimera', /./],
    [
      'without its beginning',
      (log) => ({ ...log, events: log.events.slice(1) }),
      'events.0',
      /first event|without a gap/,
    ],
    ['with a gap', (log) => ({ ...log, events: log.events.toSpliced(2, 1) }), 'events.2', /without a gap/],
    [
      'with an event twice',
      (log) => ({ ...log, events: log.events.toSpliced(1, 0, ...log.events.slice(1, 2)) }),
      'events.2',
      /without a gap/,
    ],
    ['with an unknown event', (log) => withEvent(log, 3, { type: 'secret' }), 'events.3.event.type', /./],
    ['with a time that is none', (log) => withEvent(log, 2, { at: 'yesterday' }), 'events.2.event.at', /./],
    [
      'with a text that is a number',
      (log) => withEvent(log, 1, { message: { text: 5 } }),
      'events.1.event.message.text',
      /./,
    ],
    [
      'with a position that is text',
      (log) => ({ ...log, events: [{ ...log.events[0], seq: '1' }] }),
      'events.0.seq',
      /./,
    ],
    [
      'with a turn of nobody',
      (log) =>
        withEvent(log, 3, {
          type: 'turn-started',
          turnId: 't',
          attempt: 1,
          seatId: 'nobody',
          reason: { code: 'a', text: 'b' },
        }),
      'events.3',
      /no seat nobody/,
    ],
  ];

  test.each(broken)(
    'of a file %s is refused with the place, and nothing is made',
    async (_, breaking, path, words) => {
      const id = await played(`Broken ${randomUUID()}`);
      const log: Log = JSON.parse((await exported(id, 'json')).text);
      const before = await count();
      const problem = problemIn(await importing(JSON.stringify(breaking(log))));
      expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
      expect(problem.errors?.map((error) => error.path)).toContain(path);
      expect(problem.errors?.find((error) => error.path === path)?.message).toMatch(words);
      expect(await count()).toBe(before);
    },
  );

  function withEvent(log: Log, index: number, change: object): Log {
    const events = log.events.map((numbered, at) =>
      at === index ? { ...numbered, event: { ...numbered.event, ...change } } : numbered,
    );
    return { ...log, events };
  }

  test('of half a file is refused, and nothing is made', async () => {
    const { text } = await exported(await played('Half'), 'json');
    const before = await count();
    expect(problemIn(await importing(text.slice(0, text.length / 2)))).toMatchObject({ status: 400 });
    expect(await count()).toBe(before);
  });

  test('gives the copy to whoever brings it, whatever the file says', async () => {
    const log: Log = JSON.parse((await exported(await begin('Mine'), 'json')).text);
    const file = {
      ...withEvent(log, 0, { ownerId: 'somebody-else', id: 'chosen', state: 'running' }),
      ownerId: 'x',
      id: 'y',
    };
    const answer = await importing(JSON.stringify(file));
    expect(answer.status).toBe(201);
    const copy: { id: string; state: string } = JSON.parse(answer.text);
    expect(copy.state).toBe('draft');
    expect(['chosen', 'y']).not.toContain(copy.id);
    expect(await server.rest.call('getConversation', { params: { id: copy.id } })).toMatchObject({
      id: copy.id,
    });
  });
});

test('a branch with a persona that does not exist is refused, and leaves nothing behind', async () => {
  const id = await begin('Branch');
  const before = await count();
  const fork = server.rest.call('fork', { params: { id }, body: { seats: [{ personaId: 'nobody' }] } });
  await expect(fork).rejects.toMatchObject({ status: 404, problem: { detail: 'There is no such persona.' } });
  expect(await count()).toBe(before);
});
