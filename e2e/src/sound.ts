import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from './axe.ts';
import { sidewaysOverflow, smallTargets, wideElements } from './layout.ts';

const FINGER_PX = 44;

/** Expects that nothing sticks out sideways, that fingers meet what they aim at, and that axe finds nothing. */
export async function expectSound(
  page: Page,
  what: string,
  { hasTouch }: { readonly hasTouch: boolean },
): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect.soft(await sidewaysOverflow(page), `${what}: ${(await wideElements(page)).join('\n')}`).toBe(0);
  if (hasTouch) expect.soft(await smallTargets(page, FINGER_PX), what).toEqual([]);
  expect.soft(await axeFindings(page), what).toEqual([]);
}
