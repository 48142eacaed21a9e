import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { settled } from './layout.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const looks = [
  { theme: 'light', contrast: 'normal' },
  { theme: 'dark', contrast: 'normal' },
  { theme: 'light', contrast: 'more' },
] as const;

/** What axe finds wrong with the page as it is, in each look, as sentences that name the element. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const [index, look] of looks.entries()) {
    await page.evaluate(({ theme, contrast }) => {
      document.documentElement.dataset['theme'] = theme;
      document.documentElement.dataset['contrast'] = contrast;
    }, look);
    await settled(page);
    // Only colours differ from look to look.
    const builder = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (index === 0
      ? builder.withTags(RULES)
      : builder.withRules(['color-contrast', 'link-in-text-block'])
    ).analyze();
    findings.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ html, failureSummary }) =>
            `${look.theme}, contrast ${look.contrast}, ${id}: ${html.slice(0, 200)} ${failureSummary?.replace(/\s+/g, ' ') ?? ''}`,
        ),
      ),
    );
  }
  return findings;
}
