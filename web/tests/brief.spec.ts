import { accessible, expect, settled, test } from './page';
import { readFileSync } from 'node:fs';

test('the report of two designs: shown, printed, saved', async ({ page }) => {
  await page.goto('/brief?design=twinlakes&design=twinlakes/reformed');
  await settled(page);
  const frame = page.frameLocator('iframe[title^="The report: "]');
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Twin Lakes Combined Command');
  await expect(frame.locator('.brief .caveat')).toContainText('It is not a forecast');
  await expect(frame.getByRole('heading', { name: 'What the designs change' })).toBeVisible();
  await expect(frame.locator('#figure-1-svg')).toBeVisible();
  await accessible(page);

  // Its own script runs under its own policy: a figure can be saved from the frame.
  const [svg] = await Promise.all([page.waitForEvent('download'), frame.locator('button[data-as="svg"]').first().click()]);
  expect(svg.suggestedFilename()).toMatch(/^figure-1-.*\.svg$/);

  for (const [name, ending, magic] of [['Word', 'docx', 'PK'], ['Tables', 'xlsx', 'PK'], ['HTML', 'html', '<!DOCTYPE html>']] as const) {
    const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: new RegExp(`^${name} `) }).click()]);
    expect(got.suggestedFilename()).toBe(`brief-twinlakes-and-1.${ending}`);
    expect(readFileSync(await got.path()).subarray(0, magic.length).toString()).toBe(magic);
  }

  // The button prints the report, not the screen around it.
  await page.locator('iframe').evaluate((f: HTMLIFrameElement) => {
    (f.contentWindow as unknown as { print: () => void }).print = () => (document.title = 'printed ' + f.contentDocument?.title);
  });
  const english = await page.getByText('The report is in English.').boundingBox();
  expect(english?.y ?? Infinity).toBeLessThan((await page.locator('iframe').boundingBox())?.y ?? 0);
  const how = page.locator('p', { hasText: 'the report prints with' });
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('iframe')).toBeHidden();
  await expect(how).toContainText(/^Twin Lakes Combined Command.*: the report prints with the button “Print or PDF”/);
  await expect(how).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await expect(how).toBeHidden();
  await page.getByRole('button', { name: 'Print or PDF' }).click();
  await expect(page).toHaveTitle(/^printed Twin Lakes Combined Command/);
});

test('another scenario is another report', async ({ page }) => {
  await page.goto('/brief?design=twinlakes');
  await settled(page);
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('.question')).toContainText('with no scenario laid down');
  await page.getByLabel('Scenario').selectOption('twinlakes/leadership-shock');
  await expect(frame.locator('.question')).toContainText('in the scenario “Leaders lost, lines out”');
  await expect(page).toHaveURL(/scenario=twinlakes(%2F|\/)leadership-shock/);
});

test('a study without a run is run, quickly, and that is said', async ({ page }) => {
  await page.goto('/brief?study=twinlakes/leaders-lost');
  await settled(page);
  await expect(page.getByText('No run of this study is complete')).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Run it quickly' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  const frame = page.frameLocator('iframe');
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Leaders lost in a crisis on the Twin Lakes', { timeout: 45_000 });
  await expect(frame.locator('.brief .caveat')).toContainText('It is not a forecast');
  await expect(page.getByText('From a quick run of 2,000 replications')).toBeVisible();
  await accessible(page);
  const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Word / }).click()]);
  expect(got.suggestedFilename()).toMatch(/^brief-leaders-lost-\d+\.docx$/);
});

test('the brief in Korean, on a telephone, in the dark', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/brief?design=korea&lang=ko');
  await settled(page);
  await expect(page.getByRole('button', { name: '인쇄 또는 PDF' })).toBeVisible({ timeout: 45_000 });
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
});

test('a name that means nothing is said', async ({ page, faults }) => {
  await page.goto('/brief?design=nowhere');
  await expect(page.getByRole('alert')).toContainText('nowhere');
  faults.length = 0; // the refused request is the point
});
