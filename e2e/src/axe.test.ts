import type { Page } from 'playwright-core';
import { describe } from 'vitest';
import { axeFindings } from './axe.ts';
import { expect, test } from './browser-test.ts';
import { midLine, newConversation, openConversation, untilKept } from './conversation-page.ts';
import { lineOf, wordsOf } from './lines.ts';
import { screens } from './screens.ts';

test.beforeEach(({ model }) => {
  // A few short lines, then one that is still being spoken while axe looks.
  model.follow((asked) =>
    asked < 3
      ? { pieces: [talk[asked] ?? ''], everyMs: 0 }
      : { pieces: wordsOf(lineOf(asked, 400)), everyMs: 100 },
  );
});

const talk = [
  'A list:\n\n- one\n- two\n\nand [a link](https://example.org/).',
  '```ts\nconst drawer = open();\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |',
  '> Quoted, with `code` and **weight**.',
];

describe.each([
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
])('axe finds nothing at $width', (viewport) => {
  test.for(screens)('on $name', async ({ path, heading }, { openPage }) => {
    const page = await openPage({ viewport });
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await axeFindings(page)).toEqual([]);
  });

  test('in a conversation: streaming, paused, with its drawer open, stopped, as a page to read', async ({
    openPage,
    server,
  }) => {
    const page = await openPage({ viewport });
    const { id } = await newConversation(server);
    await openConversation(page, id);
    await server.rest.call('play', { params: { id } });
    await untilKept(server, id, 3);
    // What models write is made speech of; what people write keeps its form.
    for (const text of talk) await server.rest.call('say', { params: { id }, body: { text } });
    await midLine(page);
    await expectNothing(page, 'streaming');
    await server.rest.call('pause', { params: { id } });
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await expectNothing(page, 'paused');
    await page.getByRole('button', { name: 'More' }).click();
    const drawer = page.getByRole('dialog');
    for (const tab of ['Direct', 'Cast', 'Limits', 'Record']) {
      await drawer.getByRole('tab', { name: tab }).click();
      await expectNothing(page, `drawer, ${tab}`);
    }
    await page.keyboard.press('Escape');
    await server.rest.call('stop', { params: { id } });
    await expectNothing(page, 'stopped');
    await page.goto(`/c/${id}/read`);
    await page.getByRole('article').first().waitFor();
    await expectNothing(page, 'read');
  });

  test('on costs and kept answers with something in them, and on the question before they are forgotten', async ({
    openPage,
    server,
    model,
  }) => {
    model.follow((asked) => ({ pieces: [lineOf(asked, 12)], everyMs: 0 }));
    const { id } = await newConversation(server, { settings: { maxTurns: 4, cache: true } });
    await server.rest.call('play', { params: { id } });
    await untilKept(server, id, 4);
    await server.rest.call('setSpendingLimits', { body: { costPerDay: 1, tokensPerDay: 10 } });
    const page = await openPage({ viewport });
    await page.goto('/costs');
    await page.getByText('The same as a table').click();
    await page.getByRole('table').waitFor();
    await page.getByText('A limit of the day is reached.', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Tokens a day' }).fill('half');
    await page.getByRole('button', { name: 'Save limits' }).click();
    // The bar above always lies over something that was scrolled under it.
    await page.evaluate(() => window.scrollTo(0, 0));
    await expectNothing(page, 'costs');
    await server.rest.call('setSpendingLimits', { body: {} });
    await page.goto('/cache');
    await page.getByRole('button', { name: 'Forget answers' }).waitFor();
    await expectNothing(page, 'kept answers');
    await page.getByRole('button', { name: 'Forget answers' }).click();
    await page.getByRole('combobox', { name: 'Which' }).waitFor();
    await expectNothing(page, 'forgetting');
  });

  test('on what a line was made of, opened by its key', async ({ openPage, server, model }) => {
    model.follow(() => ({ pieces: ['The bell stays where it is.'], everyMs: 0 }));
    const page = await openPage({ viewport });
    const { id } = await newConversation(server, { settings: { maxTurns: 1 } });
    await server.rest.call('play', { params: { id } });
    await untilKept(server, id, 1);
    await openConversation(page, id);
    await page.getByRole('article').filter({ hasText: 'The bell stays' }).focus();
    await page.keyboard.press('p');
    await page.getByRole('dialog').getByRole('heading', { name: 'What the gate did' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

async function expectNothing(page: Page, state: string): Promise<void> {
  expect.soft(await axeFindings(page), state).toEqual([]);
}
