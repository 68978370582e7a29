import { accessible, expect, settled, test } from './page';

const lakes = '/seams?design=twinlakes&scenario=twinlakes/leadership-shock';

test('from a question to the seam, and through its story', async ({ page }) => {
  await page.goto(lakes);
  await settled(page);
  await expect(page.getByText('Every order of events with at most 2 faults')).toBeVisible();
  await expect(page.getByText('exhaustive', { exact: true }).first()).toBeVisible();
  await accessible(page);

  await page.getByRole('button', { name: 'When does nobody hold command?' }).click();
  await expect(page).toHaveURL(/question=nobody/);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['no-holder nobody holds']);
  await page.getByRole('link', { name: /corps-opcon/ }).click();
  await settled(page);
  await expect(page).toHaveURL(/finding=no-holder\+corps-opcon/);
  await expect(page.getByRole('heading', { level: 2, name: 'corps-opcon', exact: true })).toBeVisible();
  await expect(page.getByText('let the giving up come after the taking over')).toBeVisible();

  // The story opens at its end, where the seam is.
  const scenes = page.getByRole('group', { name: 'Timeline of the story', exact: true }).getByRole('button');
  const last = await scenes.count();
  expect(last).toBeGreaterThan(5);
  await expect(scenes.nth(last - 1)).toHaveAttribute('aria-current', 'step');
  await expect(page.getByText('nobody holds it').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(new RegExp(`step=${last - 1}$`));
  await expect(scenes.nth(last - 2)).toHaveAttribute('aria-current', 'step');
  await scenes.nth(0).click();
  await expect(page).toHaveURL(/step=1$/);
  await page.getByRole('slider', { name: 'Step of the story' }).press('ArrowRight');
  await expect(page).toHaveURL(/step=2$/);
  await page.getByRole('button', { name: 'To the end' }).click();

  // The chart has its twin: at the end nobody holds the corps.
  await expect(page.getByRole('group', { name: /Save: Command at step/ })).toBeVisible();
  await page.getByRole('group', { name: /Save: Command at step/ }).getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('row', { name: /corps-opcon/ })).toContainText('nobody holds it');
  await accessible(page);

  // A line that permits it leads to the text.
  await page.getByText('Lines that permit it').click();
  await expect(page.getByRole('link', { name: /^arrangement\.yaml, line \d+$/ }).first()).toHaveAttribute('href', /^\/text\?entry=twinlakes&file=twinlakes\/arrangement\.yaml&line=\d+$/);

  // A link to a step is a view.
  await page.goto(lakes + '&finding=no-holder+corps-opcon&step=3');
  await settled(page);
  await expect(scenes.nth(2)).toHaveAttribute('aria-current', 'step');
});

test('the story plays by itself and can be held', async ({ page }) => {
  await page.goto(lakes + '&finding=dual-holder+fleet-tacon&step=0');
  await settled(page);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(page).toHaveURL(/step=2$/);
  await page.getByRole('button', { name: 'Pause' }).click();
  const at = page.url();
  await page.waitForTimeout(2500);
  expect(page.url()).toBe(at);
});

test('by whom it concerns, as a table, as CSV', async ({ page }) => {
  await page.goto(lakes);
  await settled(page);
  await page.getByLabel('Who or what does it concern?').selectOption({ label: 'II Merrow Corps (corps)' });
  await expect(page).toHaveURL(/of=forces%2Fcorps/);
  await expect(page.getByRole('link', { name: /fleet-tacon/ })).toHaveCount(0);
  await expect(page.getByRole('link', { name: /corps-opcon/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Findings' }).click();
  await expect(page.getByRole('columnheader')).toHaveText(['Kind', 'Where', 'What', 'Losses', 'How long', 'When', 'Weakest source', 'Try', 'Verdict', 'Story']);
  await accessible(page);
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  expect((await file).suggestedFilename()).toBe('seams-twinlakes.csv');
});

test('of a real state a class is told alone', async ({ page }) => {
  await page.goto('/seams?design=korea&budget=1');
  await settled(page);
  await page.getByRole('link', { name: 'one post of class chief' }).first().click();
  await settled(page);
  await expect(page.getByRole('heading', { level: 2, name: 'one post of class chief' })).toBeVisible();
  await expect(page.getByRole('article').getByText('no office, no line and no story')).toBeVisible();
  await expect(page.getByRole('slider')).toHaveCount(0);
  await expect(page.getByRole('article').locator('svg')).toHaveCount(0);
});

test('two designs: what became of each seam, what of the text touches it, both charts at one step', async ({ page }) => {
  await page.goto(lakes);
  await settled(page);
  await page.getByLabel('Compare with').selectOption({ label: 'After the review' });
  await settled(page);
  await expect(page.getByRole('heading', { level: 3 })).toHaveText([/^Fixed/, /^Created/, /^Kept/, 'What the text changes']);
  await accessible(page);
  await page.getByRole('region', { name: /^Fixed/ }).getByRole('link', { name: /no-holder/ }).click();
  await settled(page);
  await expect(page.getByText('authority/corps-opcon/handover/alert->war/gives-up').last()).toBeVisible();
  await expect(page.getByRole('link', { name: 'reformed.yaml, line 4' })).toBeVisible();
  const a = page.getByRole('region', { name: 'Design A' });
  const b = page.getByRole('region', { name: 'Design B' });
  await expect(a.getByText('m-chod gives up corps-opcon; nobody holds it').first()).toBeVisible();
  await expect(b.getByText('gives up corps-opcon')).toHaveCount(0);
  await expect(b.getByText('All of it is possible here, and the seam does not open.')).toBeVisible();
  await page.getByRole('button', { name: 'One step back' }).click();
  for (const side of [a, b]) await expect(side.getByRole('button', { name: /^10\. / })).toHaveAttribute('aria-current', 'step');
  await accessible(page);

  // Where an event is not possible in the other design, the story parts.
  await page.getByRole('link', { name: /bypassed-consent/ }).click();
  await settled(page);
  await expect(b.getByText('Here the story parts')).toBeVisible();
});

test('a text that does not fit is told', async ({ page, faults }) => {
  await page.goto('/seams?design=twinlakes&scenario=korea/vacancy-2024-night');
  await expect(page.getByRole('alert')).toBeVisible();
  expect(faults.splice(0).every((f) => /422|404|400/.test(f))).toBe(true);
});

test('in Korean, dark, on a narrow screen', async ({ page }) => {
  await page.addInitScript(() => (localStorage.setItem('lang', 'ko'), localStorage.setItem('theme', 'dark')));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/seams?design=korea&budget=1&finding=no-authority+counter-provocation/respond&step=10');
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('틈');
  await expect(page.getByRole('group', { name: '경위의 시간표', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
});
