import { setTimeout as sleep } from 'node:timers/promises';
import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { type Dialect, dialects as allDialects } from './providers/__fixtures__/dialects.ts';
import { answer, type RawServer, rawServer, streamHead } from './providers/__fixtures__/raw-server.ts';
import { key } from './providers/__fixtures__/vendor-stage.ts';

type Respond = Parameters<typeof rawServer>[0];
type Socket = Parameters<Respond>[0];

interface Row {
  /** What becomes of the turn; `failed`: nothing was said. */
  readonly status: 'complete' | 'interrupted' | 'failed';
  /** What the turn's end says, or the message's own reason when it is complete. */
  readonly why: RegExp;
  readonly does: (dialect: Dialect, socket: Socket) => void | Promise<void>;
}

/** One for each protocol: how single vendors differ in one is tried beside the adapters. */
const dialects = allDialects.filter(({ kind }) => /^(openai|anthropic|gemini)$/.test(kind));
const SAID = 'The kettle sings at noon. ';
const words = ({ word }: Dialect) => streamHead + word(SAID);

/** What a vendor does in every call. A whole answer shows that the others do not fail for another reason. */
const rows: Readonly<Record<string, Row>> = {
  whole: {
    status: 'complete',
    why: /^$/,
    does: (dialect, socket) => void socket.end(words(dialect) + dialect.ends.stop + dialect.last),
  },
  limit: {
    status: 'complete',
    why: /reached the output limit/,
    does: (dialect, socket) => void socket.end(words(dialect) + dialect.ends.length + dialect.last),
  },
  filter: {
    status: 'complete',
    why: /filter stopped it/,
    does: (dialect, socket) => void socket.end(words(dialect) + dialect.ends.filter + dialect.last),
  },
  cut: { status: 'interrupted', why: /^cut$/, does: (dialect, socket) => void socket.end(words(dialect)) },
  reset: {
    status: 'interrupted',
    why: /^cut$/,
    async does(dialect, socket) {
      socket.write(words(dialect));
      await sleep(50);
      socket.resetAndDestroy();
    },
  },
  'bad-json': {
    status: 'interrupted',
    why: /^garbled$/,
    does: (dialect, socket) => void socket.write(`${words(dialect)}data: {"oops": oops}\n\n`),
  },
  'error-within': {
    status: 'interrupted',
    why: /^(failing|overloaded)$/,
    does: (dialect, socket) =>
      void socket.write(`${words(dialect)}data: ${dialect.refusals.stream.body}\n\n`),
  },
  'cut-before': { status: 'failed', why: /^cut$/, does: (_, socket) => void socket.end(streamHead) },
  'cut-in-thought': {
    status: 'failed',
    why: /^cut$/,
    does: ({ thought }, socket) => void socket.end(streamHead + thought('Hm.')),
  },
  'only-thoughts': {
    status: 'failed',
    why: /^hesitates$/,
    does: ({ thought, ends, last }, socket) =>
      void socket.end(streamHead + thought('Hm.') + ends.stop + last),
  },
  'filter-before': {
    status: 'failed',
    why: /^declined$/,
    does: ({ ends, last }, socket) => void socket.end(streamHead + ends.filter + last),
  },
  'refused-key': { status: 'failed', why: /^key-refused$/, does: refuses('401') },
  'too-long': { status: 'failed', why: /^context-too-long$/, does: refuses('400') },
  page: {
    status: 'failed',
    why: /^garbled$/,
    does: (_, socket) =>
      void socket.end(answer(200, '<html><title>Sign in</title></html>', { 'content-type': 'text/html' })),
  },
};

function refuses(refusal: keyof Dialect['refusals']): Row['does'] {
  return ({ refusals }, socket) => void socket.end(answer(refusals[refusal].status, refusals[refusal].body));
}

/** A vendor that does the same in every call. */
function vendorServer(dialect: Dialect, { does }: Row): Promise<RawServer> {
  return rawServer((socket, { head }) => {
    if (head.startsWith('POST')) return does(dialect, socket);
    socket.end(answer(200, '{"data":[],"models":[]}'));
  });
}

describe.each(testDatabases)('what a vendor does is stored as what it is, on $name', ({ open }) => {
  // Each has a server of its own, for what a vendor did before changes how it is asked.
  describe.each(Object.entries(rows))('%s', (_, row) => {
    const { status, why } = row;
    let opened: Awaited<ReturnType<typeof open>>;
    let vendorServers: readonly RawServer[];
    let server: TestApp;

    beforeAll(async () => {
      vendorServers = await Promise.all(dialects.map((dialect) => vendorServer(dialect, row)));
      const environment = dialects.flatMap(({ kind, basePath }, index) => [
        [`${kind.toUpperCase()}_BASE_URL`, `${vendorServers[index]?.url}${basePath}`] as const,
        [`${kind.toUpperCase()}_API_KEY`, key] as const,
      ]);
      opened = await open();
      server = await startTestApp({ databaseUrl: opened.url, environment: Object.fromEntries(environment) });
    });
    afterAll(async () => {
      await server.close();
      await opened.close();
      await Promise.all(vendorServers.map((each) => each.close()));
    });

    /** Plays until the first turn has ended. */
    async function played(connectionId: string) {
      const { items } = await server.rest.call('listPersonas', {});
      const brain = { connectionId, model: 'some-model' };
      const { id } = await server.rest.call('createConversation', {
        body: {
          topic: 'The harbour',
          seats: items.slice(0, 2).map((persona) => ({ personaId: persona.id, brain })),
          settings: { pace: 'instant', maxTurns: 1, language: 'en' },
        },
      });
      const mirror = mirrorConversation(server.live, id);
      await mirror.until(() => true);
      await server.rest.call('play', { params: { id } });
      await mirror.until(({ messages }) => messages.length > 0);
      mirror.close();
      await server.rest.call('stop', { params: { id } });
      const stored = await server.rest.call('listMessages', { params: { id }, query: {} });
      const log = await server.rest.call('listEvents', { params: { id }, query: { after: 0, limit: 200 } });
      return {
        spoken: stored.items.filter(({ author }) => author.kind === 'seat'),
        events: log.items.map(({ event }) => event),
      };
    }

    test.concurrent.each(dialects)('$kind', async ({ kind }) => {
      const { spoken, events } = await played(kind);
      const broken = events.flatMap((event) =>
        event.type === 'turn-failed' || event.type === 'turn-interrupted' ? [event.reason.code] : [],
      );
      expect({
        statuses: [...new Set(spoken.map((message) => message.status))],
        texts: [...new Set(spoken.map(({ text }) => text))],
        isFinished: events.some(({ type }) => type === 'message-finished'),
        isBroken: broken.length > 0,
      }).toEqual({
        statuses: status === 'failed' ? [] : [status],
        texts: status === 'failed' ? [] : [SAID.trim()],
        isFinished: status === 'complete',
        isBroken: status !== 'complete',
      });
      expect(broken[0] ?? spoken[0]?.reason ?? '').toMatch(why);
      expect(JSON.stringify(events)).not.toContain(key);
    });
  });
});
