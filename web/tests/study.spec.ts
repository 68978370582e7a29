import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessible, expect, settled, test } from './page';

const lakes = '/study?study=twinlakes/leaders-lost';

test('a study from Go to a replication: start, watch, cancel, resume, read, replay', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('/study');
  await settled(page);
  await accessible(page);
  await page.getByLabel('Find a study').fill('leaders lost');
  await page.getByRole('link', { name: 'Leaders lost in a crisis on the Twin Lakes' }).click();
  await expect(page).toHaveURL(/study=twinlakes(\/|%2F)leaders-lost/);
  await expect(page.getByText('Evidence: structural')).toBeVisible();
  await expect(page.getByText(/at most .* on this machine/)).toHaveCount(3);
  await accessible(page);

  // Start, and watch an interval close.
  await page.getByRole('radio', { name: /Thorough/ }).check();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page).toHaveURL(/run=leaders-lost-\d+/);
  await expect(page.getByRole('progressbar')).toBeVisible();
  const intervals = page.getByRole('img', { name: /How the intervals close: war: the time of declare-war/ });
  await expect(intervals).toBeVisible();
  await accessible(page);
  const run = new URL(page.url()).searchParams.get('run') ?? '';

  // Cancel keeps what is done; the page of another visit shows it, and resumes.
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { name: 'cancelled' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'cancelled' })).toBeVisible();
  await expect(intervals).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Resume' }).click();

  // The judgements stand first, below the caveat; of the figures what it depends on.
  await expect(page.getByRole('heading', { name: 'What it says' })).toBeVisible({ timeout: 50_000 });
  await expect(page.getByRole('note')).toContainText('It is not a forecast');
  await expect(page.getByText(/war comes on average .* h later than in today over the 40 ranges tried/).first()).toBeVisible();
  const heads = await page.getByRole('heading', { level: 2 }).allTextContents();
  const numbers = (await page.locator('figcaption strong:visible').allTextContents()).map((x) => Number(/\d+/.exec(x)?.[0]));
  expect(numbers.length).toBeGreaterThan(2);
  expect(numbers).toEqual(numbers.map((_, i) => i + 1)); // as they are shown
  expect(heads.indexOf('What it says')).toBeLessThan(heads.indexOf('What it depends on'));
  expect(heads.indexOf('What it depends on')).toBeLessThan(heads.indexOf('Distribution'));
  await expect(page.locator('figcaption').first()).toContainText('Figure 1. What each assumption does to');
  await accessible(page);

  // Every figure has a twin and downloads.
  const figure = page.locator('figure').first();
  await figure.getByRole('button', { name: 'Table' }).click();
  await expect(figure.getByRole('columnheader', { name: 'Assumption' })).toBeVisible();
  const [csv] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: /^CSV/ }).click()]);
  expect(csv.suggestedFilename()).toMatch(/\.csv$/);
  await figure.getByRole('button', { name: 'Table' }).click();
  const [svg] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: /^SVG/ }).click()]);
  expect(svg.suggestedFilename()).toMatch(/^figure-1-.*\.svg$/);

  // A point of a distribution is a replication: by the keyboard to the next one, and to
  // its replay, which goes step by step.
  await page.getByRole('combobox', { name: 'Measure' }).selectOption('war');
  const points = page.getByRole('link', { name: /^today\. Replication \d+: / });
  await expect(points).toHaveCount(40);
  await points.first().focus();
  await page.keyboard.press('ArrowRight');
  const second = await points.nth(1).getAttribute('aria-label');
  await expect(points.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const number = /Replication ([\d,]+)/.exec(second ?? '')?.[1] ?? '?';
  await expect(page.getByRole('heading', { name: `Replication ${number} of today` })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`replay=today(%2F|/)leadership-shock(%2F|/)${number.replaceAll(',', '')}`));
  await expect(page.getByText(/^Step 1 of \d+/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^Step 3 of \d+/)).toBeVisible();
  await expect(page).toHaveURL(/step=3/);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('[aria-current="step"]')).toHaveCount(1);
  await accessible(page);

  // The address holds the view; the same replication of the other design is one link away.
  await page.reload();
  await expect(page.getByText(/^Step 2 of \d+/)).toBeVisible();
  await page.getByRole('link', { name: 'reformed', exact: true }).click();
  await expect(page.getByRole('heading', { name: `Replication ${number} of reformed` })).toBeVisible();

  // In Korean, without a reload; and the run can be deleted.
  await page.getByRole('button', { name: '한국어' }).click();
  await expect(page.getByRole('heading', { name: '무엇에 달려 있는가' })).toBeVisible();
  await accessible(page);
  await page.getByText('다시 실행, 이전 실행, 비교 대상').click();
  page.on('dialog', (d) => void d.accept());
  await page.getByRole('button', { name: `${run} 삭제` }).click();
  await expect(page).not.toHaveURL(/run=/);
});

test('an illustrative study says where an order turns, and has no answer of its own', async ({ page, request }) => {
  await page.goto('/study?study=korea/cost-exchange');
  await settled(page);
  const body = { study: 'korea/cost-exchange', runs: 64, assumptions: 20, seed: 1 };
  const run = (await (await request.post('/api/runs', { data: body })).json()) as { id: string };
  await page.goto('/study?study=korea/cost-exchange&run=' + run.id);
  await expect(page.getByRole('heading', { name: 'What it says' })).toBeVisible({ timeout: 50_000 });
  await expect(page.getByText('Where the order turns').first()).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Distribution' })).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What it depends on' })).toHaveCount(0);
  await accessible(page);
});

test('narrow, dark, and a study that is not there', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(lakes);
  await settled(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByLabel('Colours').selectOption('dark');
  await accessible(page);
});

test.describe('a workbench that ends', () => {
  test.use({ faults: async ({ page: _ }, use) => use([]) }); // the browser reports that nobody answers
  test('under a run is told; it comes back, and the run is interrupted and goes on', async ({ page }) => {
    // A workbench of the test's own, at an address where nobody is.
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const at = `127.0.0.1:${(free.address() as AddressInfo).port}`;
    await new Promise((done) => free.close(done));
    const store = join(mkdtempSync(join(tmpdir(), 'entente-web-')), 'store.sqlite');
    const serve = () => spawn(process.env['ENTENTE'] ?? '../bin/entente', ['serve', '--open=false', '--addr', at, '--store', store], { cwd: join(import.meta.dirname, '..'), stdio: 'ignore' });
    const answers = () => expect.poll(() => page.request.get(`http://${at}/healthz`).then((r) => r.ok(), () => false)).toBe(true);
    let workbench = serve();
    try {
      await answers();
      const body = { study: 'twinlakes/leaders-lost', runs: 100_000, assumptions: 2000, seed: 1 };
      const run = (await (await page.request.post(`http://${at}/api/runs`, { data: body })).json()) as { id: string };
      await page.goto(`http://${at}${lakes}&run=${run.id}`);
      const status = page.getByRole('status');
      await expect(status).toContainText('under way');
      const ended = once(workbench, 'exit');
      workbench.kill('SIGKILL');
      await ended;
      await expect(status).toContainText('The workbench does not answer; the page tries again.');
      await expect(status).not.toContainText(/under way|left/);
      await accessible(page);
      workbench = serve();
      await answers();
      await expect(page.getByRole('heading', { name: 'interrupted' })).toBeVisible();
      await page.getByRole('button', { name: 'Resume' }).click();
      await expect(status).toContainText('under way');
      await expect(page.getByText('does not answer')).toHaveCount(0);
    } finally {
      workbench.kill('SIGKILL');
    }
  });
});

test.describe('what is not there', () => {
  test.use({ faults: async ({ page: _ }, use) => use([]) }); // the browser reports the 404
  test('says so', async ({ page }) => {
    await page.goto('/study?study=twinlakes/no-such');
    await expect(page.getByRole('alert')).toContainText('no such');
  });
});
