import type { Page } from 'playwright-core';
import { describe, onTestFinished } from 'vitest';
import { axeFindings } from './axe.ts';
import { expect, test } from './browser-test.ts';
import {
  midLine,
  newConversation,
  openBrainSheet,
  openConversation,
  untilKept,
} from './conversation-page.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';
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

const viewports = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

describe.each(viewports)('axe finds nothing at $width', (viewport) => {
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
});

describe.each(viewports)('axe finds nothing at $width on brains and what they cost', (viewport) => {
  test('on what asks for a connection', async ({ openPage }) => {
    const page = await openPage({ viewport });
    await page.goto('/providers');
    await page.getByRole('button', { name: 'Add a connection' }).click();
    await page.getByRole('dialog').getByText('Whose models should speak?').waitFor();
    await expectNothing(page, 'which vendor');
    await page.getByRole('button', { name: 'OpenAI One key' }).click();
    await page.getByRole('dialog').getByText('More', { exact: true }).click();
    await page.getByRole('button', { name: 'Save and test' }).click();
    await page.getByText('Paste a key first.').waitFor();
    await expectNothing(page, 'a key is missing');
  });

  test('on a connection that was tested, and what changes it', async ({ openPage, server, model }) => {
    model.follow(() => ({ pieces: ['Hello there.'], everyMs: 0 }));
    const own = { kind: 'openai-compatible', label: 'Own', baseUrl: model.baseUrl } as const;
    const { id } = await server.rest.call('createConnection', { body: own });
    onTestFinished(async () => {
      await server.rest.call('deleteConnection', { params: { id } });
    });
    const page = await openPage({ viewport });
    await page.goto('/providers');
    await page.getByRole('button', { name: 'Test: Own', exact: true }).click();
    await page.getByText('“Hello there.”').waitFor();
    await page.getByRole('button', { name: '1 model of Own' }).click();
    await page.getByRole('list', { name: 'Models of Own' }).waitFor();
    await expectNothing(page, 'tested, with its models');
    for (const action of ['Change address', 'Rename', 'Remove']) {
      await page.getByRole('button', { name: `${action}: Own` }).click();
      await page.getByRole('dialog').waitFor();
      await expectNothing(page, action);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('on the brain of a seat, with all of its parts open', async ({ openPage, server }) => {
    const page = await openPage({ viewport });
    const { id } = await newConversation(server);
    await openConversation(page, id);
    await openBrainSheet(page, 'Socrates');
    const sheet = page.getByRole('dialog', { name: /^Brain of/ });
    await sheet.getByText('How it answers').click();
    await sheet.getByRole('textbox', { name: 'Temperature' }).fill('9');
    await sheet.getByRole('switch').click();
    await sheet.getByRole('button', { name: 'Add a stand-in' }).click();
    await sheet.getByRole('button', { name: 'Add this one' }).click();
    await sheet.getByRole('button', { name: 'Use this brain' }).click();
    await sheet.getByText('Give a number from 0 to 2.').waitFor();
    await expectNothing(page, 'brain sheet');
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
});

describe.each(viewports)('axe finds nothing at $width behind a line', (viewport) => {
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
