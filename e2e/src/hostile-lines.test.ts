import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './browser-test.ts';
import { newConversation, openConversation, shownLines, untilKept } from './conversation-page.ts';
import { hostileLines } from './hostile-lines.ts';
import { charactersOf } from '../../server/test/lines.ts';
import { moreHostileLines } from './more-hostile-lines.ts';
import { harm, watchForHarm } from './watch-for-harm.ts';

const half = Math.ceil(moreHostileLines.length / 2);
/** One conversation each: many lines that are alike would end it. */
const parts = [hostileLines, moreHostileLines.slice(0, half), moreHostileLines.slice(half)];

test.for(parts)(
  'hostile lines of people are shown as text and do nothing',
  async (lines, { openPage, server }) => {
    const page = await openPage({ viewport: { width: 1280, height: 9000 } });
    const watch = await watchForHarm(page);
    const { id } = await newConversation(server, { topic: lines[2] ?? '' });
    await openConversation(page, id);
    // What nobody can type is refused as a message; a model may say it.
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    for (const line of lines.map((text) => text.replaceAll(/[\u0000-\u0008\u000b\u000c]/g, '')))
      await server.rest.call('say', { params: { id }, body: { text: line } });
    await untilKept(server, id, lines.length);
    await expect.poll(async () => (await shownLines(page)).length).toBe(lines.length);
    expect(await harm(page, watch)).toEqual([]);

    await page.goto(`/c/${id}/read`);
    await expect.poll(() => page.getByRole('article').count()).toBe(lines.length);
    expect(await harm(page, watch)).toEqual([]);

    await page.goto('/conversations');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await harm(page, watch)).toEqual([]);
  },
);

test.for(parts)(
  'hostile lines of a model do nothing, at no point of their stream',
  async (lines, { openPage, server, model }) => {
    model.follow((asked) => ({
      pieces: charactersOf(lines[asked] ?? 'That was all.'),
      everyMs: 0,
    }));
    const page = await openPage({ viewport: { width: 1280, height: 9000 } });
    const watch = await watchForHarm(page);
    const { id } = await newConversation(server, { settings: { maxTurns: lines.length } });
    await openConversation(page, id);
    await server.rest.call('play', { params: { id } });
    const { turns } = await untilStopped();
    expect(turns).toBe(lines.length);
    expect((await shownLines(page)).length).toBeGreaterThan(lines.length * 0.8);
    expect(await harm(page, watch)).toEqual([]);

    async function untilStopped() {
      const read = () => server.rest.call('getConversation', { params: { id } });
      await expect.poll(async () => (await read()).state, { timeout: 40_000 }).not.toBe('running');
      return read();
    }
  },
);

test('hostile names, titles and topics, brought in by a file, do nothing on any screen', async ({
  openPage,
  server,
}) => {
  const page = await openPage();
  const watch = await watchForHarm(page);
  const { id } = await newConversation(server);
  await server.rest.call('say', { params: { id }, body: { text: 'Hello.' } });
  const file = await fetch(`${server.url}/api/conversations/${id}/export?format=json`);
  const oneLiners = [...hostileLines, ...moreHostileLines].filter(
    // oxlint-disable-next-line no-control-regex -- names and topics of a file have none of these
    (line) => !/[\u0000-\u001f\u2028\u2029]/.test(line) && line.length < 70,
  );
  const original = await file.text();
  for (const [index, line] of oneLiners.filter((_, place) => place % 8 === 0).entries()) {
    const written = JSON.stringify(line).slice(1, -1);
    const body = original
      .replaceAll('Socrates', () => written)
      .replaceAll('What is in the drawer?', () => written)
      .replace(/"avatar":\{/g, '"avatar":{"imageUrl":"https://evil.invalid/face.png",');
    const answer = await fetch(`${server.url}/api/conversations/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const brought: { id: string; title: string } = await answer.json();
    expect([answer.status, brought.title]).toEqual([201, line]);
    for (const path of index === 0 ? ['', '/read', '?theatre'] : ['']) {
      await page.goto(`/c/${brought.id}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await harm(page, watch)).toEqual([]);
    }
  }
  for (const path of ['/', '/conversations', '/costs']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await harm(page, watch)).toEqual([]);
  }
});

test('hostile addresses and languages do nothing', async ({ openPage, server }) => {
  const page = await openPage({ extraHTTPHeaders: { 'accept-language': '"><script>pwned()</script>' } });
  const watch = await watchForHarm(page);
  for (const line of [...hostileLines, ...moreHostileLines].filter((_, place) => place % 6 === 0)) {
    const part = encodeURIComponent(line);
    for (const path of [`/c/${part}`, `/${part}`, `/conversations?q=${part}#${part}`, `/api/${part}`]) {
      const answer = await fetch(server.url + path, { headers: { accept: 'text/html' } });
      if (!answer.headers.get('content-type')?.startsWith('text/html'))
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await answer.text()).not.toContain(line.includes('<') ? line : 'pwned()');
    }
    await page.goto(`/conversations?q=${part}#${part}`);
    await page.goto(`/c/${part}`);
    // A path that names no page has no heading: the server says so in words.
    await page.locator('h1, h2, pre').first().waitFor();
    expect(await harm(page, watch)).toEqual([]);
  }
});

test('nothing is asked of elsewhere until it is pressed, and then in a tab of its own', async ({
  openPage,
  server,
}) => {
  const asked: string[] = [];
  const canary = createServer((request, response) => {
    asked.push(`${request.url ?? ''} from ${request.headers.referer ?? 'nowhere'}`);
    response.end('seen');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  try {
    const address = canary.address();
    const origin = `http://127.0.0.1:${isPort(address) ? address.port : 0}`;
    const page = await openPage();
    const { id } = await newConversation(server);
    const text = `![cat](${origin}/cat.png) ${origin}/plain [here](${origin}/link) <img src="${origin}/html.png">`;
    await server.rest.call('say', { params: { id }, body: { text } });
    await openConversation(page, id);
    const chip = page.locator('a.said-image');
    await chip.hover();
    await page.locator('.said a').last().hover();
    await page.waitForTimeout(500);
    expect(asked).toEqual([]);
    expect(await chip.textContent()).toContain(new URL(origin).host);
    const [tab] = await Promise.all([page.context().waitForEvent('page'), chip.click()]);
    await tab.waitForLoadState();
    expect(asked[0]).toBe('/cat.png from nowhere');
    expect(await tab.evaluate(() => window.opener === null)).toBe(true);
  } finally {
    canary.closeAllConnections();
    canary.close();
  }
});

function isPort(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address === 'object';
}
