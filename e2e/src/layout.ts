import type { Page } from 'playwright-core';

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
    return [...controls].flatMap((control) => {
      // A hidden radio button is pressed by its label.
      const target = control.matches('input') ? (control.closest('label') ?? control) : control;
      const { width, height, left, top } = target.getBoundingClientRect();
      const seen = target.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const at = document.elementFromPoint(left + width / 2, top + height / 2);
      const isReached = seen && at !== null && (target.contains(at) || at.contains(target));
      if (!isReached || (width >= least - 0.5 && height >= least - 0.5)) return [];
      const name = (control.getAttribute('aria-label') ?? target.textContent).trim();
      return [`${control.tagName.toLowerCase()} “${name}” ${Math.round(width)}×${Math.round(height)}`];
    });
  }, leastPx);
}
