import type { Page } from 'playwright-core';

/** Waits until colours and places have arrived; what moves for ever, such as a ring, is not waited for. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
      // What is folded away, or not drawn as it is far outside of the window, stands still until it is seen.
      .filter(
        ({ effect }) =>
          !(effect instanceof KeyframeEffect) ||
          effect.target?.checkVisibility({ contentVisibilityAuto: true }) === true,
      );
    await Promise.all(passing.map((animation) => animation.finished.catch(() => undefined)));
  });
}

/** How many pixels the page is wider than the window; 0 when nothing scrolls sideways. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

/** The controls that a finger can reach now and that are smaller than it needs, with their sizes. */
export async function smallTargets(page: Page, leastPx: number): Promise<readonly string[]> {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll<HTMLElement>(
      'button, select, textarea, summary, input, nav a, header a, [role=tab], [role=switch]',
    );
    const isAt = (target: HTMLElement, x: number, y: number) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (target.contains(hit) || hit === target.closest('label'));
    };
    // A control may be pressed beyond its box, where a pseudo-element of it lies.
    const reach = (target: HTMLElement, x: number, y: number, step: readonly [number, number]) => {
      let px = 0;
      while (px < least && isAt(target, x + step[0] * (px + 1), y + step[1] * (px + 1))) px += 1;
      return px;
    };
    return [...controls].flatMap((control) => {
      // A hidden radio button is pressed by its label.
      const target = control.matches('input') ? (control.closest('label') ?? control) : control;
      const box = target.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (!target.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !isAt(target, x, y))
        return [];
      const width = Math.max(box.width, reach(target, x, y, [-1, 0]) + reach(target, x, y, [1, 0]));
      const height = Math.max(box.height, reach(target, x, y, [0, -1]) + reach(target, x, y, [0, 1]));
      // Where a boundary falls between two pixels, one is lost.
      if (width >= least - 1 && height >= least - 1) return [];
      const name = (control.getAttribute('aria-label') ?? target.textContent).trim();
      return [`${control.tagName.toLowerCase()} “${name}” ${Math.round(width)}×${Math.round(height)}`];
    });
  }, leastPx);
}

/** What sticks out of the page at the right, for the report of a failure. */
export async function wideElements(page: Page, within = 'main'): Promise<readonly string[]> {
  return page.evaluate((place) => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll(`${place} *`)]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 160));
  }, within);
}
