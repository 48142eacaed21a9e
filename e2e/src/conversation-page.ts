import type { FormatDocument } from '@chimera/protocol/format';
import type { Conversation, SettingsChange } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ServerUnderTest } from './server-under-test.ts';

export const scripted = { connectionId: 'openai-compatible', model: 'scripted' };
export const castIds = ['builtin-socrates', 'builtin-dorothy', 'builtin-ines-vale'];

/** A conversation of three whose words come from the scripted model. It does not play yet. */
export async function newConversation(
  { rest }: ServerUnderTest,
  {
    settings,
    topic = 'What is in the drawer?',
    format,
  }: { settings?: SettingsChange; topic?: string; format?: FormatDocument } = {},
): Promise<Conversation> {
  return rest.call('createConversation', {
    body: {
      topic,
      seats: castIds.map((personaId) => ({ personaId, brain: scripted })),
      settings: { pace: 'instant', maxTurns: 500, ...settings },
      ...(format && { format }),
    },
  });
}

export async function playingConversation(
  server: ServerUnderTest,
  options: { settings?: SettingsChange } = {},
): Promise<Conversation> {
  const { id } = await newConversation(server, options);
  return server.rest.call('play', { params: { id } });
}

export async function openConversation(page: Page, id: string): Promise<void> {
  await page.goto(`/c/${id}`);
  await page.getByRole('feed').waitFor();
}

/** Opens the menu of a seat, where there is room for it, and there the sheet of its brain. */
export async function openBrainSheet(page: Page, name: string): Promise<void> {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 1024;
  if (isNarrow) {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('tab', { name: 'Cast' }).click();
  }
  const place = isNarrow ? page.getByRole('dialog') : page;
  await place.getByRole('button', { name: `What ${name} does` }).press('Enter');
  await page.getByRole('menuitem', { name: 'Change brain' }).click();
  await page.getByRole('dialog', { name: /^Brain of/ }).waitFor();
}

/** A line in the script, as it is seen. */
export interface ShownLine {
  readonly name: string;
  readonly text: string;
  /** It is being spoken. */
  readonly live: boolean;
}

/** The lines that are in the page now, in the order of the script; what the house says is not among them. */
export async function shownLines(page: Page): Promise<readonly ShownLine[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=feed] article')]
      .sort((a, b) => Number(a.getAttribute('aria-posinset')) - Number(b.getAttribute('aria-posinset')))
      .flatMap((article) => {
        const said = article.querySelector('.said');
        if (said === null) return [];
        const plain = (element: Element | null) => element?.textContent.trim().replace(/\s+/g, ' ') ?? '';
        return [
          {
            name: plain(article.querySelector('h3')),
            text: plain(said),
            live: said.hasAttribute('data-caret'),
          },
        ];
      }),
  );
}

/** The words of the line that is being spoken; empty when nobody speaks. */
export async function liveText(page: Page): Promise<string> {
  return (await shownLines(page)).find(({ live }) => live)?.text ?? '';
}

/** Waits until somebody is in the middle of a line, and gives the words so far. */
export async function midLine(page: Page, atLeast = 20): Promise<string> {
  let words = '';
  await expect
    .poll(
      async () => {
        words = await liveText(page);
        return words.length;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toBeGreaterThanOrEqual(atLeast);
  return words;
}

/** What the server keeps of what was said, oldest first. */
export async function keptMessages({ rest }: ServerUnderTest, id: string): Promise<readonly Message[]> {
  const { items } = await rest.call('listMessages', { params: { id }, query: { limit: 200 } });
  return items.filter(({ author }) => author.kind !== 'system');
}

export async function conversationOf({ rest }: ServerUnderTest, id: string): Promise<Conversation> {
  return rest.call('getConversation', { params: { id } });
}

/** Waits until as many messages are kept, and gives them. */
export async function untilKept(
  server: ServerUnderTest,
  id: string,
  count: number,
): Promise<readonly Message[]> {
  let kept: readonly Message[] = [];
  await expect
    .poll(
      async () => {
        kept = await keptMessages(server, id);
        return kept.length;
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBeGreaterThanOrEqual(count);
  return kept;
}
