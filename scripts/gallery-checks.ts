import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';

/** What can be said of a screen without knowing what it should look like. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe says of a page, one line per finding; `rules` alone when given. */
export async function accessibility(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (only) => {
    // Left there by the script evaluated above.
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: { type: 'rule', values: [...only] } }),
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`),
    );
  }, rules);
}

/** Whether the page is wider than its window, and texts that are cut off or run out of their box without an ellipsis. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) problems.push(`wider than its window: ${scrollWidth} px at ${innerWidth} px`);
    const elements = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? elements(each.shadowRoot) : [])]);
    for (const each of elements(document.body)) {
      const hasText = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (!hasText || each.clientWidth === 0 || each.scrollWidth <= each.clientWidth + 1) continue;
      // What only screen readers get is clipped on purpose.
      if (each.closest('.sr')) continue;
      const { overflowX, textOverflow, visibility } = getComputedStyle(each);
      const cutWithWarning = textOverflow === 'ellipsis' && overflowX !== 'visible';
      if (visibility === 'hidden' || cutWithWarning || overflowX === 'auto' || overflowX === 'scroll') continue;
      const text = each.textContent?.trim().slice(0, 40) ?? '';
      problems.push(
        `text does not fit at ${innerWidth} px: ${each.localName}.${each.classList.value} “${text}” ${each.scrollWidth} > ${each.clientWidth} px`,
      );
    }
    return problems;
  });
}
