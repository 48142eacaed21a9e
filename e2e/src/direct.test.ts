import { expect, test } from './browser-test.ts';
import {
  conversationOf,
  keptMessages,
  midLine,
  newConversation,
  openConversation,
  playingConversation,
  shownLines,
  untilKept,
} from './conversation-page.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';

test.beforeEach(({ model }) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 30)), everyMs: 40 }));
});

test('what a person says while somebody speaks is there at once and is kept', async ({ page, server }) => {
  const { id } = await playingConversation(server);
  await openConversation(page, id);
  await midLine(page);
  const composer = page.getByRole('textbox', { name: 'Say something' });
  await composer.fill('Wait. Is that true?');
  await composer.press('Enter');
  await expect
    .poll(async () => (await shownLines(page)).map(({ text }) => text), { timeout: 1000, interval: 20 })
    .toContain('Wait. Is that true?');
  expect(await composer.inputValue()).toBe('');
  await expect
    .poll(async () => (await keptMessages(server, id)).filter(({ author }) => author.kind === 'human'))
    .toMatchObject([{ text: 'Wait. Is that true?', status: 'complete' }]);
  const own = (await shownLines(page)).filter(({ text }) => text === 'Wait. Is that true?');
  expect(own).toHaveLength(1);
});

test('a press on a face, or its digit, decides who speaks next', async ({ page, server }) => {
  const { id } = await playingConversation(server);
  await openConversation(page, id);
  await midLine(page);
  const cast = page.getByRole('region', { name: 'Cast' });
  for (const choose of ['press', 'key'] as const) {
    const { seats, turn } = await conversationOf(server, id);
    const index = seats.findIndex((seat) => seat.id !== turn?.seatId);
    const chosen = seats[index];
    const { head } = await conversationOf(server, id);
    if (choose === 'press') {
      await cast.getByRole('button', { name: new RegExp(`^${chosen?.name} `) }).click();
    } else {
      await page.locator('body').press(String(index + 1));
    }
    // The next turn that begins is theirs, because they were asked.
    await expect
      .poll(
        async () => {
          const { items } = await server.rest.call('listEvents', { params: { id }, query: { after: head } });
          const start = items.find(({ event }) => event.type === 'turn-started' && event.queued);
          return start?.event.type === 'turn-started' ? start.event.seatId : null;
        },
        { timeout: 15_000 },
      )
      .toBe(chosen?.id);
  }
});

test('Pause pauses at once and keeps the words; Step takes one turn; Stop ends it with its reason', async ({
  page,
  server,
  model,
}) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 40)), everyMs: 80 }));
  const { id } = await playingConversation(server);
  await openConversation(page, id);
  await midLine(page);
  const desk = page.getByRole('contentinfo', { name: 'Desk' });
  await desk.getByRole('button', { name: 'Pause', exact: true }).click();
  await desk.getByRole('button', { name: 'Play', exact: true }).waitFor({ timeout: 1000 });
  await expect.poll(async () => (await conversationOf(server, id)).state).toBe('paused');
  const paused = await keptMessages(server, id);
  expect(paused.at(-1)).toMatchObject({ status: 'interrupted' });
  await page.getByRole('article').getByText('interrupted', { exact: true }).waitFor();

  await desk.getByRole('button', { name: 'Step' }).click();
  await untilKept(server, id, paused.length + 1);
  await expect.poll(async () => (await conversationOf(server, id)).state).toBe('paused');
  expect(await keptMessages(server, id)).toHaveLength(paused.length + 1);

  await desk.getByRole('button', { name: 'Play', exact: true }).click();
  await midLine(page);
  await desk.getByRole('button', { name: 'Stop the conversation' }).click();
  await expect.poll(async () => (await conversationOf(server, id)).state).toBe('stopped');
  const { stopReason } = await conversationOf(server, id);
  await page
    .getByRole('feed')
    .getByText(stopReason?.text ?? 'no reason')
    .waitFor();
});

test('a draft survives a reload and is gone once it is sent', async ({ page, server }) => {
  const { id } = await newConversation(server);
  await openConversation(page, id);
  const composer = page.getByRole('textbox', { name: 'Say something' });
  await composer.pressSequentially('Half a thought');
  await page.reload();
  expect(await composer.inputValue()).toBe('Half a thought');
  await composer.press('Enter');
  await untilKept(server, id, 1);
  await page.reload();
  await page.getByRole('feed').waitFor();
  expect(await composer.inputValue()).toBe('');
});

test('the narrator tells what happens, and a whisper reaches one seat', async ({ page, server }) => {
  const { id, seats } = await newConversation(server);
  await openConversation(page, id);
  await page.locator('body').press('n');
  await page.getByRole('textbox', { name: 'Tell what happens' }).fill('The lights go out.');
  await page.keyboard.press('Enter');
  await untilKept(server, id, 1);
  await page.getByRole('textbox', { name: 'Say something' }).focus();
  await page.getByRole('combobox', { name: 'Whisper' }).selectOption({ label: 'Dorothy' });
  await page.getByRole('textbox', { name: 'Whisper to Dorothy' }).fill('It was me.');
  await page.keyboard.press('Enter');
  const dorothy = seats.find(({ name }) => name === 'Dorothy');
  expect(await untilKept(server, id, 2)).toMatchObject([
    { author: { kind: 'narrator' }, text: 'The lights go out.' },
    { author: { kind: 'human' }, text: 'It was me.', to: [dorothy?.id] },
  ]);
  await page.getByRole('article').filter({ hasText: 'It was me.' }).getByText('whisper to').waitFor();
});
