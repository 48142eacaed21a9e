import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { test as base } from 'vitest';

export { expect } from 'vitest';
import { launchChromium } from './chromium.ts';
import { startScriptedModel } from './scripted-model.ts';
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.ts';

/** Opens a page in a profile of its own, as if nobody had ever been there. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>;

/** A test with a real browser, and with a server and a model that follows a script of its file's own. */
export const test = base
  // oxlint-disable-next-line no-empty-pattern -- a fixture names what it needs, also when that is nothing
  .extend('browser', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const browser = await launchChromium();
    onCleanup(() => browser.close());
    return browser;
  })
  // oxlint-disable-next-line no-empty-pattern -- as above
  .extend('model', { scope: 'file' }, async ({}, { onCleanup }) => {
    const model = await startScriptedModel();
    onCleanup(() => model.close());
    return model;
  })
  .extend('server', { scope: 'file' }, async ({ model }, { onCleanup }) => {
    const server = await startServerUnderTest({ modelUrl: model.baseUrl });
    onCleanup(() => server.close());
    return server;
  })
  .extend('openPage', async ({ browser, server }, { onCleanup }): Promise<OpenPage> => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    onCleanup(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await pauseAll(server);
      if (faults.length > 0) throw new Error(`The page had faults:\n${faults.join('\n')}`);
    });
    return async (options = {}) => {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1280, height: 800 },
        ...options,
      });
      contexts.push(context);
      context.setDefaultTimeout(10_000);
      context.on('page', (page) => noteFaults(page, faults));
      await noteViolations(context, faults);
      return context.newPage();
    };
  })
  .extend('page', async ({ openPage }) => openPage());

/** Errors that no test looks for: a component that broke, something that a policy of ours refused or got wrong. */
function noteFaults(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const text = message.text();
    const isFault = message.type() === 'error' && !ANSWERS.test(text);
    if (isFault || /(?:Content Security|Permissions[- ]Policy|Trusted)/i.test(text)) faults.push(text);
  });
}

/** What the browser writes when a request fails, which tests bring about. */
const ANSWERS = /^(?:Failed to load resource|WebSocket connection to)/;

/** What the content security policy refused, as the page itself is told, also when the console says nothing. */
async function noteViolations(context: BrowserContext, faults: string[]): Promise<void> {
  await context.exposeBinding('noteViolation', (_, text: string) => faults.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sample, sourceFile, lineNumber } = event;
      const text = `refused: ${violatedDirective} ${blockedURI} ${sample} at ${sourceFile}:${lineNumber}`;
      Reflect.get(window, 'noteViolation')(text);
    });
  });
}

/** No talk of one test goes on beside the next. */
async function pauseAll({ rest }: ServerUnderTest): Promise<void> {
  const { items } = await rest.call('listConversations', { query: { state: 'running', limit: 100 } });
  await Promise.all(items.map(({ id }) => rest.call('pause', { params: { id } })));
}
