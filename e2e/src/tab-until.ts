import type { Page } from 'playwright-core';

/** Presses Tab until something of this name has the focus; gives how often it took. Every stop must be seen. */
export async function tabUntil(page: Page, name: RegExp): Promise<number> {
  for (let pressed = 1; pressed <= 60; pressed += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const focused = document.activeElement;
      return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
    });
    if (name.test(label)) return pressed;
  }
  throw new Error(`Tab does not reach ${name}.`);
}
