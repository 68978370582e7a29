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
