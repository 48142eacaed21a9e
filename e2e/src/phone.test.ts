import { describe } from 'vitest';
import { expect, test } from './browser-test.ts';
import { midLine, openConversation, playingConversation } from './conversation-page.ts';
import { settled, sidewaysOverflow, smallTargets, wideElements } from './layout.ts';
import { lineOf, wordsOf } from '../../server/test/lines.ts';
import { screens } from './screens.ts';

const FINGER_PX = 44;

test.beforeEach(({ model }) => {
  model.follow((asked) => ({ pieces: wordsOf(lineOf(asked, 40)), everyMs: 60 }));
});

describe.each([
  { width: 390, height: 844 },
  { width: 320, height: 640 },
])('on a phone of $width by $height', (viewport) => {
  const phone = { viewport, hasTouch: true, isMobile: true };

  test('no screen scrolls sideways and no control is too small for a finger', async ({
    openPage,
    server,
  }) => {
    const page = await openPage(phone);
    const { id } = await server.rest.call('createConversation', {
      body: {
        topic: 'Donaudampfschifffahrtsgesellschaft'.repeat(3),
        seats: [{ personaId: 'builtin-dorothy' }],
      },
    });
    const read = { name: 'read', path: `/c/${id}/read`, heading: /^Donau/ };
    for (const { name, path, heading } of [...screens, read]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.waitForLoadState('networkidle');
      expect.soft(await sidewaysOverflow(page), `${name}: ${(await wideElements(page)).join('\n')}`).toBe(0);
      expect.soft(await smallTargets(page, FINGER_PX), name).toEqual([]);
    }
  });

  test('Play and the composer are under the thumb while somebody speaks', async ({ openPage, server }) => {
    const page = await openPage(phone);
    const { id } = await playingConversation(server);
    await openConversation(page, id);
    await midLine(page);
    for (const control of [
      page.getByRole('button', { name: 'Pause', exact: true }),
      page.getByRole('textbox', { name: 'Say something' }),
      page.getByRole('button', { name: 'More' }),
    ]) {
      const box = await control.boundingBox();
      expect(box?.y).toBeGreaterThan(viewport.height / 2);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
    }
    expect(await sidewaysOverflow(page)).toBe(0);
    expect(await smallTargets(page, FINGER_PX)).toEqual([]);
    await page.getByRole('button', { name: 'Pause', exact: true }).tap();
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  });

  test('the sheet opens from More, every part of it fits, and it closes', async ({ openPage, server }) => {
    const page = await openPage(phone);
    const { id } = await playingConversation(server);
    await openConversation(page, id);
    await page.getByRole('button', { name: 'More' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Direct this conversation' });
    await sheet.waitFor();
    for (const tab of ['Direct', 'Cast', 'Limits', 'Record']) {
      await sheet.getByRole('tab', { name: tab }).tap();
      await settled(page);
      expect.soft(await sidewaysOverflow(page), tab).toBe(0);
      expect.soft(await smallTargets(page, FINGER_PX), tab).toEqual([]);
    }
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await sheet.waitFor({ state: 'detached' });
  });
});
