import { accessible, expect, settled, test } from './page';
import type { Page } from '@playwright/test';

const slider = (page: Page) => page.getByRole('slider');
const chart = (page: Page) => page.getByRole('group', { name: /Command chart of/ }).last();
const office = (page: Page, id: string) => chart(page).locator(`[data-id="${id}"]`);

/** press goes to what an office or a council is opened by. */
const press = (page: Page, id: string) => office(page, id).getByRole('button');

/** at waits until the slider has settled at an instant. */
const at = (page: Page, id: string) => expect(page).toHaveURL(new RegExp(`[?&]at=${id.replace('.', '\\.')}(&|$)`));

test('the slider moves from calm to war, and the lines of authority with it', async ({ page }) => {
  await page.goto('/arrangement?design=twinlakes');
  await settled(page);
  const sentence = page.locator('.sentence');
  await expect(sentence).toHaveText(/^calm: Merrow's Chief of Defence holds OPCON of II Merrow Corps and TACON of Lake Flotilla; Prime Minister holds RELEASE of 4 Tarn Wing\./);
  await accessible(page);

  // By keys, event by event, into the overlap and out of it.
  const corps = chart(page).locator('[data-authority="corps-opcon"]'), fleet = chart(page).locator('[data-authority="fleet-tacon"]');
  await slider(page).focus();
  await page.keyboard.press('PageUp');
  await at(page, 'alert');
  await expect(sentence).toHaveText(/Combined Commander holds TACON of Lake Flotilla/);
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await at(page, 'calm.4');
  await expect(fleet).toHaveClass(/several/);
  await expect(fleet.locator('path.line')).toHaveCount(2);
  await expect(chart(page).getByText('two hold')).toBeVisible();
  await expect(page.locator('.event')).toHaveText(/Two hold TACON of Lake Flotilla: lasts at best 0 s, usually 73 min/);

  // Into the gap: the line hangs loose and says so in a word, not in colour alone.
  await page.goto('/arrangement?design=twinlakes&at=alert.7');
  await expect(corps).toHaveClass(/nobody/);
  await expect(chart(page).getByText('nobody', { exact: true })).toBeVisible();
  await expect(page.locator('.event')).toHaveText(/Nobody holds OPCON of II Merrow Corps: lasts at best 0 s, usually 1.9 h \(one in ten over 5.5 h\), at worst not bounded/);
  const loose = await corps.locator('path.line').getAttribute('d');
  await slider(page).focus();
  await page.keyboard.press('End');
  await at(page, 'war');
  await expect(corps).toHaveClass(/held/);
  expect(await corps.locator('path.line').getAttribute('d')).not.toBe(loose);
  await expect(sentence).toHaveText(/^war: Combined Commander holds OPCON of II Merrow Corps(,| and) /);
  await accessible(page);

  // The way down: the text writes no move from war.
  await page.getByRole('button', { name: 'Lower' }).click();
  await expect(page.locator('.event')).toHaveText(/The move is not made: the text writes no move from war to alert/);
});

test('boxes keep their places, whatever the condition', async ({ page }) => {
  await page.goto('/arrangement?design=korea');
  await settled(page);
  const boxes = () => chart(page).locator('.post .box').evaluateAll((all) => all.map((el) => ['x', 'y', 'width', 'height'].map((a) => el.getAttribute(a)).join(' ')).join(';'));
  const before = await boxes();
  expect(before.split(';').length).toBeGreaterThan(15);
  const line = chart(page).locator('[data-authority="opcon-designated"] path.line');
  const d = await line.getAttribute('d');
  await slider(page).focus();
  await page.keyboard.press('PageUp');
  await at(page, 'defcon-3');
  await expect(page.locator('.sentence')).toHaveText(/Commander, Combined Forces Command holds OPCON of ROK forces designated/);
  expect(await boxes()).toBe(before);
  expect(await line.getAttribute('d')).not.toBe(d);
});

test('an office: what it may decide and with whom, its deputies, hats, councils and line; by keyboard alone', async ({ page }) => {
  await page.goto('/arrangement?design=korea&at=defcon-3');
  await settled(page);
  await press(page, 'rok-cjcs').focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart(page).locator(':focus')).toHaveAccessibleName(/^(Military Committee|Commander, Combined Forces Command);/);
  await press(page, 'cfc-cdr').focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'Commander, Combined Forces Command', exact: true });
  await expect(panel).toBeVisible();
  await expect(page).toHaveURL(/post=cfc-cdr/);
  await expect(panel.getByText('OPCON of ROK forces designated for the combined command')).toBeVisible();
  await expect(panel.getByRole('heading', { name: 'Other posts of the same person' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Commander, United States Forces Korea' }).first()).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Deputy Commander, Combined Forces Command' })).toBeVisible();
  await expect(panel.getByRole('link', { name: /arrangement.yaml, line \d+/ }).first()).toHaveAttribute('href', /^\/text\?entry=korea&file=.*&line=\d+/);
  await accessible(page);
  // A real state: nothing to empty or to cut.
  await expect(page.getByRole('button', { name: 'Empty this office' })).toHaveCount(0);
  await expect(page.getByText('offices stay filled and lines stay up')).toHaveCount(0); // said where nothing is open
  await panel.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('offices stay filled and lines stay up')).toBeVisible();
});

test('a real state stays whole, whatever the address says', async ({ page, faults }) => {
  await page.goto('/arrangement?design=korea&empty=cfc-cdr');
  await expect(page.getByRole('alert')).toHaveText(/only where a scenario documents its absence/);
  expect(faults.splice(0)).toEqual(['console: Failed to load resource: the server responded with a status of 403 (Forbidden)']);
});

test('a variant that stands on others is chosen with what it stands on', async ({ page }) => {
  await page.goto('/arrangement?design=korea');
  await settled(page);
  await page.getByRole('combobox', { name: 'Design', exact: true }).selectOption({ label: 'An acting president consents to nothing' });
  await expect(page).toHaveURL(/december-2024(\+|%2B)acting-limited/);
  await settled(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(chart(page)).toBeVisible();
});

test('a documented absence of a real state', async ({ page }) => {
  await page.goto('/arrangement?design=korea&scenario=korea/empty-seat-vacant');
  await settled(page);
  await expect(office(page, 'rok-pres')).toHaveClass(/empty/);
  await expect(page.locator('figcaption')).toContainText(/nothing is lost but this \(what “.+” documents\)\./);
  await expect(press(page, 'rok-pres')).toHaveAccessibleName(/^President of the Republic of Korea; rok-pres; post; empty/);
});

test('emptying an office and cutting a line: chart, rights and seams follow; undo', async ({ page }) => {
  await page.goto('/arrangement?design=twinlakes&at=alert');
  await settled(page);
  await press(page, 'cdr').click();
  await page.getByRole('button', { name: 'Empty this office' }).click();
  await expect(page).toHaveURL(/empty=cdr/);
  await expect(office(page, 'cdr')).toHaveClass(/empty/);
  await expect(chart(page).getByText('Deputy Combined Commander acts')).toBeVisible();
  const follows = page.getByRole('region', { name: 'What follows' });
  await expect(follows.getByText('somebody holds wing-opcon whom the text does not allow')).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: /hotline; link/ }).click();
  await page.getByRole('button', { name: 'Cut this line' }).click();
  await expect(page).toHaveURL(/cut=hotline/);
  await expect(page.locator('figcaption')).toContainText(/nothing is lost but this \(.*Combined Commander: empty; .*: out\)\./);
  await expect(follows.getByText(/the decision of declare-war takes effect although T has not given the consent/)).toBeVisible();
  await expect(page.getByRole('button', { name: /hotline; link; out/ })).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page).not.toHaveURL(/cut=/);
  await expect(page).toHaveURL(/empty=cdr/);
  await page.getByRole('button', { name: 'Undo all' }).click();
  await expect(page).not.toHaveURL(/empty=/);
  await expect(office(page, 'cdr')).not.toHaveClass(/empty/);
  await expect(follows).toHaveCount(0);
  await expect(page.locator('figcaption')).toContainText('nothing is lost, and nobody is late');
});

test('search, zoom, table, downloads', async ({ page }) => {
  await page.goto('/arrangement?design=korea');
  await settled(page);
  await page.getByRole('combobox', { name: 'Find an office' }).fill('Commander, 2nd Fleet');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/post=fleet-cdr/);
  await expect(page.getByText('This office is not drawn.')).toBeVisible();
  await page.getByRole('region', { name: 'Commander, 2nd Fleet' }).getByRole('button', { name: 'Show every office' }).click();
  await expect(office(page, 'fleet-cdr')).toHaveClass(/selected/);

  const box = () => chart(page).getAttribute('viewBox');
  await page.getByRole('button', { name: 'Show all' }).click();
  const all = await box();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const near = (await box()) ?? '';
  expect(near).not.toBe(all);
  await press(page, 'rok-pres').focus();
  await page.keyboard.press('Shift+ArrowRight');
  expect(await box()).not.toBe(near);
  await page.keyboard.press('0');
  expect(await box()).toBe(all);

  await page.getByRole('button', { name: 'Table' }).click();
  const row = page.getByRole('row', { name: /opcon-designated/ });
  await expect(row.getByRole('cell')).toHaveText(['ROK forces designated for the combined command', 'Chairman, ROK Joint Chiefs of Staff', 'Commander, Combined Forces Command', 'Commander, Combined Forces Command', 'Commander, Combined Forces Command', '']);
  await accessible(page);
  for (const [name, type] of [['CSV', 'korea-defcon-4.csv']] as const) {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: new RegExp('^' + name) }).click();
    expect((await saved).suggestedFilename()).toBe(type);
  }
  await page.getByRole('button', { name: 'Table' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: /^SVG/ }).click();
  expect((await saved).suggestedFilename()).toBe('korea-defcon-4.svg');
});

test('Korean, dark, narrow; less motion jumps', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/arrangement?design=korea&lang=ko');
  await expect(page.locator('.sentence')).toHaveText(/합동참모의장 — 전시 작전통제 지정 부대 작전통제권 보유/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
  await slider(page).focus();
  await page.keyboard.press('PageUp');
  await at(page, 'defcon-3');
  await expect(page.locator('.sentence')).toHaveText(/한미연합군사령관 — /);
  await page.getByRole('button', { name: /^한미연합군사령관/ }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '지금 가능한 결정' })).toBeVisible();
  await accessible(page);
});
