import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { accessible, expect, settled, test } from './page';

const entries = (page: Page) => page.getByRole('navigation', { name: 'Library' });
// The library's own: other tests make drafts at the same time.
const own = (page: Page) => entries(page).getByRole('list').first().getByRole('link');
const detail = (page: Page) => page.getByRole('article');

test('a newcomer sees what this is and where to begin', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await expect(page.getByText('Who may decide what, at which moment, with whose consent')).toBeVisible();
  const begin = page.getByRole('region', { name: 'Where to begin' });
  await expect(begin.getByRole('link')).toHaveCount(4);
  await expect(begin).toBeInViewport({ ratio: 1 });
  await begin.getByRole('link', { name: /Find the seam/ }).click();
  await expect(page).toHaveURL('/seams?design=twinlakes&scenario=twinlakes/leadership-shock');
  await page.goBack();
  await begin.getByRole('link', { name: /Who decides what in Korea/ }).click();
  await expect(page).toHaveURL('/matrix?design=korea');
  await page.goBack();
  await begin.getByRole('link', { name: /Compare the options for OPCON/ }).click();
  await expect(page).toHaveURL('/study?study=korea/opcon-options');
});

test('an entry opens to its studies, designs, scenarios and crises', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await expect(own(page)).toHaveText([/ROK-US combined defence.*real states.*Republic of Korea · United States.*25 studies/s, /Twin Lakes.*fictional.*Merrow · Tarn.*2 studies · 2 designs · 2 scenarios/s, /ANZUS.*real states.*3 designs · 1 scenario/s]);
  await expect(detail(page).getByRole('heading', { level: 2 })).toHaveText('ROK-US combined defence, as publicly described');
  const study = detail(page).getByRole('listitem').filter({ hasText: 'How long from a local provocation' });
  await expect(study.getByRole('link').first()).toHaveAttribute('href', '/study?study=korea/continuous-command');
  await expect(study).toContainText('Answer, as the library has it from a full run');
  await expect(study).toContainText('It closes a gap in authority, and none in time.');
  await expect(study).toContainText('structural');

  await detail(page).getByRole('button', { name: 'Designs 63' }).click();
  await expect(page).toHaveURL('/?kind=variant');
  await expect(detail(page).getByRole('listitem')).toHaveCount(63);
  const acting = detail(page).getByRole('listitem').filter({ hasText: 'acting-limited' });
  await expect(acting.getByRole('link', { name: /^Matrix:/ })).toHaveAttribute('href', '/matrix?design=korea&design=korea/december-2024%2Bacting-limited');
  await expect(acting.getByRole('link', { name: /^Text:/ })).toHaveAttribute('href', '/text?entry=korea&file=korea/variants/acting-limited.yaml');
  await accessible(page);

  await entries(page).getByRole('link', { name: /Twin Lakes/ }).click();
  await expect(page).toHaveURL('/?entry=twinlakes');
  await expect(detail(page)).toContainText('Not run yet');
  await detail(page).getByRole('button', { name: 'Scenarios 2' }).click();
  await expect(detail(page).getByRole('link', { name: /^Seams:.*Leaders lost/ })).toHaveAttribute('href', '/seams?design=twinlakes&scenario=twinlakes/leadership-shock');
  await expect(detail(page).getByRole('link', { name: 'Matrix', exact: true })).toHaveAttribute('href', '/matrix?design=twinlakes');
});

test('search finds titles, questions, answers and ids as one types', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox');
  await expect(search).toBeFocused();
  await search.pressSequentially('CONSULTATION notification');
  await expect(page.getByRole('status').filter({ hasText: 'found' })).toHaveText('1 found');
  await expect(page).toHaveURL('/?q=CONSULTATION+notification');
  await expect(detail(page).getByRole('heading', { level: 3 })).toHaveText(['Summer 2017: consultation or notification']);
  await expect(detail(page).locator('mark').first()).toHaveText('consultation');
  await accessible(page);
  await search.fill('causeway');
  await expect(own(page)).toHaveText([/Twin Lakes/]);
  await search.fill('대한민국');
  await expect(own(page)).toHaveText([/ROK-US/]);
  await search.fill('no such word');
  await expect(page.getByText('Nothing here has all these words.')).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(own(page)).toHaveCount(3);
});

test('Korean throughout, and narrow', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/?lang=ko');
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('자료집');
  await expect(page.getByRole('heading', { name: '어디서 시작할까요' })).toBeVisible();
  await expect(page.getByRole('article')).toContainText('동맹국: 대한민국 · 미국');
  await accessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

const variant = (line: string) => `# Mine.\nentente: {version: 1, kind: variant, id: mine, base: twinlakes, title: My own}\nchanges:\n  - ${line}\n`;

/** drop lets go of files over the page. */
async function drop(page: Page, files: { name: string; body: string }[]) {
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const f of files) data.items.add(new File([f.body], f.name));
    for (const type of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
}

test('a dropped file is checked at once, and kept where one wants', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await drop(page, [{ name: 'photo.png', body: 'x' }]);
  await expect(page.getByRole('alert')).toHaveText('There is no .yaml file among these.');

  await drop(page, [{ name: 'mine.yaml', body: variant('{set: posts/cdrr/of, from: M, to: T, why: x}') }]);
  const result = page.getByRole('region', { name: /Your texts/ });
  await expect(result).toBeFocused();
  await expect(result).toContainText('laid over twinlakes of the library');
  await expect(result).toContainText('1 of 1 texts holds errors.');
  await expect(result).toContainText(/error, line 4, column \d+:/);
  await expect(result).toContainText('posts/cdrr/of');
  await accessible(page);
  await result.getByRole('button', { name: 'Discard' }).click();
  await expect(result).toHaveCount(0);

  await drop(page, [{ name: 'mine.yaml', body: variant('{set: posts/cdr/of, from: T, to: M, why: x}') }]);
  await expect(result).toContainText('The text holds no error.');
  await result.getByRole('button', { name: 'Keep as a draft' }).click();
  await expect(page).toHaveURL(/\/\?entry=draft-twinlakes/);
  await expect(detail(page)).toContainText('draft: a copy of twinlakes');
  await detail(page).getByRole('button', { name: 'Designs 3' }).click();
  await expect(detail(page).getByRole('heading', { level: 3, name: 'My own' })).toBeVisible();
  await accessible(page);

  const saved = page.waitForEvent('download');
  await detail(page).getByRole('link', { name: 'Download' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^draft-twinlakes.*\.zip$/);
  await detail(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL('/');
  await expect(entries(page).getByRole('link', { name: /My own/ })).toHaveCount(0);
});

test('a folder becomes a draft, errors and all', async ({ page }) => {
  const dir = join(mkdtempSync(join(tmpdir(), 'entente-folder-')), 'lagoon');
  mkdirSync(join(dir, 'variants'), { recursive: true });
  writeFileSync(join(dir, 'arrangement.yaml'), 'entente: {version: 1, kind: arrangement, id: lagoon, title: The lagoon}\nparties:\n  A: {name: {en: Ardan}, ally: maybe}\n');
  writeFileSync(join(dir, 'variants', 'calm.yaml'), 'entente: {version: 1, kind: variant, id: calm, base: lagoon, title: Calm}\nchanges: []\n');
  writeFileSync(join(dir, 'notes.txt'), 'not a text\n');
  await page.goto('/');
  await settled(page);
  await page.getByLabel('Open a folder').setInputFiles(dir);
  const result = page.getByRole('region', { name: /Your texts: The lagoon/ });
  await expect(result).toContainText('lagoon/arrangement.yaml');
  await expect(result.locator('pre', { hasText: 'maybe' }).first()).toContainText('A: {name');
  await result.getByRole('button', { name: 'Keep as a draft' }).click();
  await expect(page).toHaveURL(/entry=draft-lagoon/);
  await expect(detail(page)).toContainText(/\d errors? in its arrangement/);
  await expect(detail(page).getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(detail(page).getByRole('link', { name: 'Matrix', exact: true })).toHaveCount(0);
});

test('a copy of an entry is edited as a draft', async ({ page }) => {
  await page.goto('/?entry=anzus');
  await settled(page);
  await detail(page).getByRole('button', { name: 'Edit a copy' }).click();
  await expect(page).toHaveURL(/\/text\?entry=draft-anzus/);
  await page.goto('/?entry=draft-anzus');
  await expect(detail(page)).toContainText('real states');
  await expect(detail(page)).toContainText('draft: a copy of anzus');
});
