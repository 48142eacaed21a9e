import type { Page } from 'playwright-core';
import { expect, test } from './browser-test.ts';
import { newConversation, openConversation, shownLines, untilKept } from './conversation-page.ts';
import { hostileLines } from './hostile-lines.ts';
import { charactersOf } from './lines.ts';

test('hostile lines of people are shown as text and do nothing', async ({ openPage, server }) => {
  const page = await openPage({ viewport: { width: 1280, height: 9000 } });
  const watch = await watchForHarm(page);
  const { id } = await newConversation(server, { topic: hostileLines[2] ?? '' });
  await openConversation(page, id);
  for (const text of hostileLines) await server.rest.call('say', { params: { id }, body: { text } });
  await untilKept(server, id, hostileLines.length);
  await expect.poll(async () => (await shownLines(page)).length).toBe(hostileLines.length);
  expect(await harm(page, watch)).toEqual([]);

  await page.goto(`/c/${id}/read`);
  await expect.poll(() => page.getByRole('article').count()).toBe(hostileLines.length);
  expect(await harm(page, watch)).toEqual([]);

  await page.goto('/conversations');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await harm(page, watch)).toEqual([]);
});

test('hostile lines of a model do nothing, at no point of their stream', async ({
  openPage,
  server,
  model,
}) => {
  model.follow((asked) => ({
    pieces: charactersOf(hostileLines[asked] ?? 'That was all.'),
    everyMs: 0,
  }));
  const page = await openPage({ viewport: { width: 1280, height: 9000 } });
  const watch = await watchForHarm(page);
  const { id } = await newConversation(server, { settings: { maxTurns: hostileLines.length } });
  await openConversation(page, id);
  await server.rest.call('play', { params: { id } });
  const { turns } = await untilStopped();
  expect(turns).toBe(hostileLines.length);
  expect((await shownLines(page)).length).toBeGreaterThan(hostileLines.length * 0.8);
  expect(await harm(page, watch)).toEqual([]);

  async function untilStopped() {
    const read = () => server.rest.call('getConversation', { params: { id } });
    await expect.poll(async () => (await read()).state, { timeout: 40_000 }).not.toBe('running');
    return read();
  }
});

interface Watch {
  readonly foreign: string[];
}

/** From now on notes every call of `pwned()`, every element that could do harm, every dialog and foreign request. */
async function watchForHarm(page: Page): Promise<Watch> {
  const foreign: string[] = [];
  page.on('dialog', (dialog) => {
    foreign.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('.invalid')) foreign.push(`request: ${request.url()}`);
  });
  page.on('popup', () => foreign.push('popup'));
  await page.addInitScript(() => {
    const seen: string[] = [];
    Reflect.set(window, 'harm', seen);
    Reflect.set(window, 'pwned', () => seen.push('pwned() was called'));
    const bad =
      'script, iframe, object, embed, form, input, style, link, meta, base, svg, math, img, video, audio, template';
    const look = () => {
      for (const element of document.querySelectorAll('.said, .said *')) {
        // The app's own buttons, such as the one that copies code, have icons.
        if (element.closest('.said button')) continue;
        if (element.matches(bad)) seen.push(`element: ${element.outerHTML}`);
        for (const { name, value } of element.attributes) {
          if (name.startsWith('on') || name === 'style' || name === 'id' || name === 'ping')
            seen.push(`attribute: ${name}=${value}`);
        }
      }
      for (const element of document.querySelectorAll('[href], [src], [action], [formaction], [data]')) {
        for (const name of ['href', 'src', 'action', 'formaction', 'data', 'xlink:href']) {
          const value = element.getAttribute(name) ?? '';
          if (/^[\s\p{Cc}]*(?:javascript|vbscript|data):/iu.test(value)) seen.push(`address: ${value}`);
        }
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
  return { foreign };
}

async function harm(page: Page, { foreign }: Watch): Promise<readonly string[]> {
  const seen = await page.evaluate((): string[] => Reflect.get(window, 'harm'));
  return [...new Set([...seen, ...foreign])];
}
