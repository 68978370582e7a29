import { expect, settled, test } from './page';

// The first ten minutes of somebody who has never seen the language, by what can be
// seen alone: no address is typed, nothing is known by its id.
test('a newcomer understands Korea and finds the seam that matters to him', async ({ page }) => {
  await page.goto('/');
  await settled(page);

  // What this is, and where to begin.
  await expect(page.getByText('Who may decide what, at which moment, with whose consent').first()).toBeVisible();
  await page.getByRole('link', { name: /Watch command pass/ }).click();
  await settled(page);

  // Who commands in armistice, and who beyond it.
  const sentence = page.locator('.sentence');
  await expect(sentence).toHaveText(/Chairman, ROK Joint Chiefs of Staff holds OPCON of ROK forces designated for the combined command/);
  await page.getByRole('slider').focus();
  await page.keyboard.press('PageUp');
  await expect(sentence).toHaveText(/Commander, Combined Forces Command holds OPCON of ROK forces designated for the combined command/);

  // What the commander may do now, and with whose consent; and the line that says so.
  await page.getByPlaceholder('Find an office').fill('combined forces');
  await page.getByPlaceholder('Find an office').press('Enter');
  const panel = page.getByRole('region', { name: 'Commander, Combined Forces Command', exact: true });
  await expect(panel).toContainText('Declaring combined crisis management');
  await expect(panel).toContainText('must consent');
  await panel.getByRole('link', { name: /line \d+/ }).first().click();
  await expect(page).toHaveURL(/\/text\?.*line=\d+/);
  await expect(page.getByRole('textbox').getByText('cfc-cdr').first()).toBeVisible();

  // Who decides what, and what another design changes.
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Library' }).click();
  await settled(page);
  await page.getByRole('link', { name: /Who decides what in Korea/ }).click();
  await settled(page);
  await page.getByLabel('Compare with').selectOption({ label: 'Future Combined Forces Command' });
  await settled(page);
  await page.getByRole('button', { name: 'Only changes' }).click();
  await expect(page.getByRole('gridcell').first()).toBeVisible();

  // The seam: from a question in plain words to its story, to its end.
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Library' }).click();
  await settled(page);
  await page.getByRole('link', { name: /Find the seam/ }).click();
  await settled(page);
  await page.getByRole('button', { name: 'When does nobody hold command?' }).click();
  await page.getByRole('main').getByRole('link', { name: /corps-opcon/ }).first().click();
  await settled(page);
  await expect(page.getByText('gives up corps-opcon; nobody holds it').first()).toBeVisible();
  await expect(page.getByText(/usually 1\.9 h/).first()).toBeVisible();
  await expect(page.getByText('let the giving up come after the taking over, or pass it at once').first()).toBeVisible();

  // And what the reform does about it.
  await page.getByLabel('Compare with').selectOption({ label: 'After the review' });
  await settled(page);
  await expect(page.getByRole('region', { name: /^Fixed/ }).getByRole('link', { name: /no-holder/ })).toBeVisible();
});
