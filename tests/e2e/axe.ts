import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { z } from 'zod';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const resultsSchema = z.object({
  violations: z.array(z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
  passes: z.array(z.unknown()),
});

/**
 * What axe finds wrong below `selectors`, or in all of the page; proves by its passes that it looked at something. Pages of
 * the extension need `setBypassCSP` before they are loaded, and Chromium.
 */
export async function violations(page: Page, selectors: string[] | undefined): Promise<string[]> {
  const found: unknown = await page.evaluate(
    async (source, include) => {
      // The extension's pages forbid inline scripts; evaluating is the automation's privilege.
      const axe: { run(context: unknown, options: unknown): Promise<unknown> } = new Function(
        `${source}; return window.axe;`,
      )();
      const results = await axe.run(include ? { include } : document, { resultTypes: ['violations'] });
      return JSON.parse(JSON.stringify(results));
    },
    AXE,
    selectors,
  );
  const { violations: wrong, passes } = resultsSchema.parse(found);
  expect(passes.length).toBeGreaterThan(0);
  return wrong.map(
    ({ id, help, nodes }) => `${id}: ${help} – ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}
