// What every test of a screen has: a page that reports what goes wrong in it, and axe.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test as base, expect, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** test gives a page on which no error, no refused load and no breach of the content
 * security policy may occur. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (e) => faults.push(`error: ${e.message}`));
      page.on('console', (m) => {
        if (m.type() === 'error' || /Content Security Policy/.test(m.text())) faults.push(`console: ${m.text()}`);
      });
      page.on('requestfailed', (r) => {
        if (r.failure()?.errorText !== 'net::ERR_ABORTED') faults.push(`request: ${r.url()} ${r.failure()?.errorText}`);
      });
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** accessible expects axe to find nothing against WCAG 2.2 AA. */
export async function accessible(page: Page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    type Axe = { run(context: Document, options: object): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html + '\n  ' + (n.failureSummary ?? '')).join('\n  ')}`);
  });
  expect(found.join('\n')).toBe('');
}

/** settled waits until no answer is on its way. */
export async function settled(page: Page) {
  await expect(page.locator('main h1').first()).toBeVisible();
  await expect(page.locator('main .wait')).toHaveCount(0);
}

export { expect };
