import type { Page } from 'playwright-core';

/** Counts what a person does, and notes when the first word of somebody stands in the script. */
export async function watchForFirstWords(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted = { actions: 0, pressedAt: 0, spokenAt: 0 };
    Reflect.set(window, 'firstWords', noted);
    const count = () => {
      noted.actions += 1;
      noted.pressedAt ||= performance.now();
    };
    document.addEventListener('click', count, true);
    document.addEventListener('keydown', count, true);
    const look = () => {
      const said = document.querySelector('[role=feed] .said');
      if (noted.spokenAt === 0 && said !== null && said.textContent.trim() !== '')
        noted.spokenAt = performance.now();
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

export async function firstWords(page: Page): Promise<{ actions: number; waitedMs: number }> {
  await page.locator('[role=feed] .said', { hasText: /\S/ }).first().waitFor();
  return page.evaluate(() => {
    const noted: { actions: number; pressedAt: number; spokenAt: number } = Reflect.get(window, 'firstWords');
    return { actions: noted.actions, waitedMs: noted.spokenAt - noted.pressedAt };
  });
}
