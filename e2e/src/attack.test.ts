import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, test as base } from './browser-test.ts';
import { launchChromium } from './chromium.ts';
import { newConversation } from './conversation-page.ts';
import type { ServerUnderTest } from './server-under-test.ts';

/**
 * What a page of another origin can do to a server on this machine that asks nobody who they are. The browser
 * believes that `rebind.test` and `evil.test` are this machine, as after DNS rebinding. The pages are rid of any content
 * security policy: nothing of what is seen here rests on one.
 */
const test = base
  // oxlint-disable-next-line no-empty-pattern -- a fixture names what it needs, also when that is nothing
  .extend('rebound', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchChromium([
      '--host-resolver-rules=MAP rebind.test 127.0.0.1,MAP evil.test 127.0.0.1',
    ]);
    onCleanup(() => browser.close());
    return browser;
  })
  // oxlint-disable-next-line no-empty-pattern -- as above
  .extend('evilPort', { scope: 'file' }, async ({}, { onCleanup }) => {
    const evil = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Free kittens</title><body></body>');
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    onCleanup(() => {
      evil.closeAllConnections();
      evil.close();
    });
    return portOf(evil.address());
  });

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The other server has no port.');
  return address.port;
}

interface Loot {
  readonly read: readonly string[];
  readonly events: readonly string[];
}

/** Tries everything that a page can try, and says what it got. */
async function attack(page: Page, target: string, id: string): Promise<Loot> {
  const forms: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.isNavigationRequest()) forms.push(request.url());
  });
  const loot = await page.evaluate(
    async ({ target, id }) => {
      const read: string[] = [];
      const events: string[] = [];
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const body = JSON.stringify({ topic: 'PLANTED', seats: [{ personaId: 'builtin-socrates' }] });
      const paths = [
        '/',
        '/api/conversations',
        `/api/conversations/${id}`,
        `/api/conversations/${id}/export`,
      ];

      for (const credentials of ['omit', 'include'] as const) {
        for (const mode of ['no-cors', 'cors'] as const) {
          for (const path of paths) {
            const text = await fetch(target + path, { mode, credentials }).then(
              (answer) => answer.text(),
              () => '',
            );
            if (text !== '') read.push(`${mode} ${path}: ${text.slice(0, 80)}`);
          }
          for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
            const headers = { 'content-type': type };
            const sent = { method: 'POST', mode, credentials, headers, body };
            await fetch(`${target}/api/conversations`, sent).catch(() => null);
            await fetch(`${target}/api/conversations/${id}/play`, {
              method: 'POST',
              mode,
              credentials,
            }).catch(() => null);
          }
        }
      }
      navigator.sendBeacon(`${target}/api/conversations`, new Blob([body], { type: 'text/plain' }));

      // Forms: the JSON is the name of a field, so that what is sent as text/plain can be read as JSON.
      for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
        const form = document.createElement('form');
        const sink = document.createElement('iframe');
        sink.name = enctype;
        document.body.append(sink);
        Object.assign(form, {
          method: 'POST',
          action: `${target}/api/conversations`,
          enctype,
          target: enctype,
        });
        const field = document.createElement('input');
        field.name = `${body.slice(0, -1)},"x":"`;
        field.value = '"}';
        form.append(field);
        document.body.append(form);
        form.submit();
      }

      const socket = new WebSocket(`${target.replace('http', 'ws')}/ws`);
      socket.addEventListener('open', () => {
        events.push('socket opened');
        socket.send(JSON.stringify({ type: 'subscribe', conversationId: id }));
      });
      socket.addEventListener('message', ({ data }) => events.push(`socket: ${String(data).slice(0, 80)}`));
      const stream = new EventSource(`${target}/api/conversations/${id}/events`, { withCredentials: true });
      stream.addEventListener('open', () => events.push('stream opened'));
      stream.addEventListener('message', ({ data }) => events.push(`stream: ${String(data).slice(0, 80)}`));

      const load = (tag: string, attributes: Record<string, string>) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.addEventListener('load', () => tag !== 'iframe' && read.push(`${tag} loaded`));
        document.body.append(element);
        return element;
      };
      load('script', { src: `${target}/api/conversations` });
      load('script', { src: `${target}/first-paint.js` });
      load('img', { src: `${target}/mark.svg` });
      load('link', { rel: 'stylesheet', href: `${target}/docs/style.css` });
      const frames = ['/', '/docs', '/api/conversations'].map((path) =>
        load('iframe', { src: target + path }),
      );
      const opened = window.open(`${target}/c/${id}`);
      await wait(1500);
      for (const frame of frames) {
        if (!(frame instanceof HTMLIFrameElement)) continue;
        try {
          const text = frame.contentDocument?.body.textContent ?? '';
          if (text.trim() !== '') read.push(`frame: ${text.slice(0, 80)}`);
        } catch {
          // Another origin: not to be read.
        }
      }
      window.addEventListener('message', ({ data }) => events.push(`message: ${String(data)}`));
      try {
        opened?.postMessage('hello', '*');
        const text = opened?.document.body.textContent ?? '';
        if (opened?.closed === false && text.trim() !== '') read.push(`window: ${text.slice(0, 80)}`);
      } catch {
        // As above.
      }
      await wait(300);
      await fetch(`${target}/api/conversations/${id}`, { method: 'DELETE' }).catch(() => null);
      socket.close();
      stream.close();
      return { read, events };
    },
    { target, id },
  );
  expect(forms).toHaveLength(3);
  return loot;
}

async function conversationsOf({ rest }: ServerUnderTest) {
  const { items } = await rest.call('listConversations', { query: { limit: 100 } });
  return items.map(({ id, topic, state }) => ({ id, topic, state }));
}

const attackers: readonly [who: string, from: (ports: Ports) => string, to: (ports: Ports) => string][] = [
  ['another site', ({ evil }) => `http://evil.test:${evil}`, ({ ours }) => `http://127.0.0.1:${ours}`],
  [
    'another site, by name',
    ({ evil }) => `http://evil.test:${evil}`,
    ({ ours }) => `http://localhost:${ours}`,
  ],
  ['another port', ({ evil }) => `http://127.0.0.1:${evil}`, ({ ours }) => `http://127.0.0.1:${ours}`],
  [
    'another port, by name',
    ({ evil }) => `http://localhost:${evil}`,
    ({ ours }) => `http://localhost:${ours}`,
  ],
  [
    'a name below ours',
    ({ evil }) => `http://evil.localhost:${evil}`,
    ({ ours }) => `http://localhost:${ours}`,
  ],
  // Served by us under a name that is not ours: for the browser page and target are one origin.
  [
    'a name bound to us',
    ({ ours }) => `http://rebind.test:${ours}`,
    ({ ours }) => `http://rebind.test:${ours}`,
  ],
];

interface Ports {
  readonly evil: number;
  readonly ours: string;
}

test.for(attackers)(
  'a page of %s gets and changes nothing',
  async ([who, from, to], { rebound, evilPort, server }) => {
    const ports = { evil: evilPort, ours: new URL(server.url).port };
    const { id } = await newConversation(server);
    const before = await conversationsOf(server);
    const context = await rebound.newContext({ bypassCSP: true });
    try {
      const page = await context.newPage();
      await page.goto(from(ports));
      const isRebound = who === 'a name bound to us';
      const loot = await attack(page, to(ports), id);
      // Bound to us, the page reads refusals, which say nothing.
      const harmless = /Requests from another|urn:chimera:problem:misdirected-host/;
      expect(loot.read.filter((text) => !(isRebound && harmless.test(text)))).toEqual([]);
      expect(loot.events).toEqual([]);
      expect(await conversationsOf(server)).toEqual(before);
    } finally {
      await context.close();
    }
  },
);

test('the same from our own page works: the attacks are real ones', async ({ rebound, server }) => {
  const { id } = await newConversation(server);
  const context = await rebound.newContext({ bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.goto(`${server.url}/docs`);
    const { read, events } = await attack(page, server.url, id);
    expect(read.some((text) => text.startsWith('cors /api/conversations:'))).toBe(true);
    expect(read).toContain('img loaded');
    expect(read.some((text) => text.startsWith('window:'))).toBe(true);
    expect(events).toContain('socket opened');
    expect(events).toContain('stream opened');
    const planted = (await conversationsOf(server)).filter(({ topic }) => topic === 'PLANTED');
    expect(planted.length).toBeGreaterThan(0);
    // It deleted what it was shown.
    expect((await conversationsOf(server)).some((other) => other.id === id)).toBe(false);
  } finally {
    await context.close();
  }
});
