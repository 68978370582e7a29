import { accessible, expect, settled, test } from './page';

test('the frame: screens, language, colours, help, keys', async ({ page }) => {
  await page.goto('/');
  await settled(page);
  await expect(page).toHaveTitle('Library · entente');
  await accessible(page);

  await page.getByRole('button', { name: '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('navigation', { name: '화면' }).getByRole('link')).toHaveText(['자료집', '권한표', '지휘체계도', '틈', '절차', '연구', '원문', '보고서']);
  await accessible(page);
  await page.getByRole('button', { name: 'English' }).click();

  await page.getByLabel('Colours').selectOption('dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await accessible(page);

  await page.locator('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await accessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('2');
  await expect(page).toHaveURL(/\/matrix/);
  await page.goBack();
  await expect(page).toHaveTitle('Library · entente');
});

test('an address without a screen says so', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such screen');
});

test('a draft and its original differ in the lists', async ({ page }) => {
  const { id } = (await (await page.request.post('/api/drafts', { data: { of: 'twinlakes' } })).json()) as { id: string };
  for (const screen of ['matrix', 'arrangement', 'seams', 'procedures', 'brief']) {
    await page.goto(`/${screen}?design=${id}`);
    const option = (value: string) => page.locator(`select option[value="${value}"]`).first();
    await expect(option(id), screen).toHaveText(`Twin Lakes Combined Command (${id})`);
    await expect(option('twinlakes'), screen).toHaveText('Twin Lakes Combined Command');
    await settled(page);
  }
  await page.request.delete(`/api/drafts/${id}`);
});

test('a screen that cannot be loaded, since the workbench has ended, says so', async ({ page, faults }) => {
  await page.goto('/');
  await settled(page);
  await page.route('**/*', (route) => route.abort('connectionrefused'));
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Seams' }).click();
  await expect(page.getByRole('alert')).toContainText('This part of the page could not be loaded');
  await expect(page.getByRole('alert')).toContainText('The workbench does not answer. Is `entente serve` still running?');
  await accessible(page);
  faults.length = 0; // that nobody answers is the point
});
