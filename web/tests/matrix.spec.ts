import { accessible, expect, settled, test } from './page';

test('the matrix: two designs, what changed, a cell with its lines, by keyboard', async ({ page }) => {
  await page.goto('/matrix?design=twinlakes&design=twinlakes/reformed');
  await settled(page);
  const grid = page.getByRole('grid', { name: 'Decision rights' });
  await expect(grid).toBeVisible();
  await expect(grid.getByRole('columnheader', { name: 'Merrow' }).first()).toBeVisible();
  // Design B differs in one row; elsewhere it is said to be as A.
  await expect(grid.getByRole('gridcell', { name: 'as in A' }).first()).toBeVisible();
  const changed = grid.getByRole('gridcell', { name: 'must consent, differs from the first design' });
  await expect(changed).toHaveCount(1);
  await accessible(page);

  await changed.click();
  const panel = page.getByRole('complementary', { name: 'What the text says' });
  await expect(panel).toContainText('Prime Minister must consent: declare-war.');
  await expect(panel).toContainText('In A: must consent.');
  await expect(panel.getByRole('link').first()).toHaveAttribute('href', /^\/text\?entry=twinlakes&file=twinlakes\/.*\.yaml&line=\d+$/);
  await expect(page).toHaveURL(/cell=declare-war/);
  await accessible(page);

  // Arrows walk, and what is open follows; the address holds it.
  await page.keyboard.press('ArrowUp');
  await expect(panel).toContainText('Twin Lakes Combined Command');
  await page.keyboard.press('ArrowLeft');
  await expect(panel).toContainText('Chief of Defence sits in the council');
  await page.reload();
  await settled(page);
  await expect(panel).toContainText('Chief of Defence sits in the council');
  await grid.locator('[aria-selected="true"]').focus();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.keyboard.press('Control+Home');
  await expect(grid.locator('[data-key]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel).toBeVisible();
  // One cell alone is reached by Tab.
  await expect(grid.locator('[data-key][tabindex="0"]')).toHaveCount(1);
});

test('the matrix shows less: columns, only changes, a filter, side by side', async ({ page }) => {
  await page.goto('/matrix?design=twinlakes&design=twinlakes/reformed');
  await settled(page);
  const grid = page.getByRole('grid');
  const rows = grid.locator('tbody tr:not(.group)');
  await expect(rows).toHaveCount(12);
  await page.getByRole('button', { name: 'Only changes' }).click();
  await expect(rows).toHaveCount(2);
  await expect(grid.getByRole('columnheader', { name: 'Prime Minister', exact: true })).toBeVisible();
  await expect(grid.getByRole('columnheader', { name: 'President', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Only changes' }).click();
  await page.getByRole('button', { name: 'side by side' }).click();
  await expect(rows).toHaveCount(6);
  await page.getByRole('button', { name: 'Posts' }).click();
  await expect(grid.getByRole('columnheader', { name: 'Prime Minister', exact: true })).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Filter' }).fill('stand-down');
  await expect(rows).toHaveCount(1);
  await page.getByRole('searchbox', { name: 'Filter' }).fill('no such thing');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  await expect(page).toHaveURL(/layout=side.*filter=no\+such\+thing|filter=.*layout=side/);
});

test('who holds each force, in Korean', async ({ page }) => {
  await page.goto('/matrix?design=korea&design=korea/future-cfc&table=forces&lang=ko');
  await settled(page);
  const grid = page.getByRole('grid', { name: '부대별 권한 보유자' });
  const war = grid.locator('tbody', { has: page.getByText('데프콘 1', { exact: true }) }).getByRole('gridcell');
  await expect(war.nth(0)).toContainText('한미연합군사령관');
  await expect(war.nth(1)).toContainText('미래연합군사령관');
  await expect(war.nth(1)).toContainText('기준 설계안과 다름');
  await war.nth(1).click();
  const panel = page.getByRole('complementary', { name: '원문의 규정' });
  await expect(panel).toContainText('대한민국 미래연합군사령관 보유');
  await expect(panel.getByRole('link').first()).toHaveAttribute('href', /^\/text\?entry=korea&file=korea\//);
  await accessible(page);
});

test('a post that changes its party is told by name; a consent beside a seat is shown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/matrix?design=korea&design=korea/future-cfc');
  await settled(page);
  const grid = page.getByRole('grid', { name: 'Decision rights' });
  const head = grid.getByRole('columnheader', { name: /^Commander, Combined Forces Command/ });
  await expect(head).toContainText('A: United States');
  await expect(head).toContainText('B: Republic of Korea');
  const says = 'now a post of Republic of Korea; in A of United States';
  const cell = grid.getByRole('gridcell', { name: `takes part, ${says}, differs from the first design` }).first();
  await cell.click();
  const panel = page.getByRole('complementary', { name: 'What the text says' });
  await expect(panel).toContainText('Now a post of Republic of Korea; in A of United States.');
  await expect(panel).not.toContainText('as a post of');
  // Both parties sit in the council that raises to DEFCON 3, and both must consent.
  const row = grid.getByRole('row', { name: /Raising to DEFCON 3/ }).first();
  await expect(row.getByRole('gridcell', { name: 'in council, must consent' })).toHaveCount(2);
  await accessible(page);
  await page.getByRole('button', { name: 'Copy for a slide' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(`takes part ● (${says})`);
  expect(text).toContain('(A: United States, B: Republic of Korea)');
  expect(text).toMatch(/Raising to DEFCON 3.*\tin council, must consent\t/);

  await page.goto('/matrix?design=korea&design=korea/future-cfc&layout=side&lang=ko');
  await settled(page);
  await expect(page.getByRole('gridcell', { name: /대한민국 직위로 바뀜\(A: 미국\)/ }).first()).toBeVisible();
});

test('a design that is not there leaves nothing to copy', async ({ page, faults }) => {
  await page.goto('/matrix?design=nowhere');
  await expect(page.getByRole('alert').filter({ hasText: 'nowhere' })).toBeVisible();
  for (const name of ['Copy for a slide', 'CSV', 'XLSX', 'SVG', 'PNG']) await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  await expect(page.getByRole('combobox', { name: 'Arrangement' })).toHaveValue('nowhere');
  faults.length = 0; // the browser reports each answer that is a 404
});

test('the matrix goes into a slide and into files', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/matrix?design=twinlakes&design=twinlakes/reformed&columns=party,council');
  await settled(page);
  await page.getByRole('button', { name: 'Copy for a slide' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  const [html, text] = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return Promise.all(['text/html', 'text/plain'].map(async (k) => (await item!.getType(k)).text()));
  });
  expect(html).toMatch(/<table[\s\S]*Merrow[\s\S]*decides/);
  expect(text!.split('\n').filter((l) => l.includes('\t')).length).toBe(13);
  expect(text).toContain('a deputy’s acting is not counted');

  for (const [name, ending] of [['CSV', 'csv'], ['SVG', 'svg'], ['PNG', 'png']] as const) {
    const [got] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
    expect(got.suggestedFilename()).toBe(`matrix-rights-twinlakes-twinlakes-reformed.${ending}`);
  }
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX' }).click()]);
  expect(book.suggestedFilename()).toBe('matrix-twinlakes.xlsx');
});

test('a question is answered with its lines, or plainly refused', async ({ page }) => {
  await page.goto('/matrix?design=twinlakes');
  await settled(page);
  await page.getByRole('searchbox', { name: /Question/ }).fill('who may release the wing in alert when the prime minister is absent?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  const answers = page.getByRole('group', { name: 'The answer' });
  await expect(answers).toContainText('t-dpm');
  await expect(answers.getByRole('link').first()).toHaveAttribute('href', /^\/text\?entry=twinlakes/);
  await page.getByRole('group', { name: 'For example' }).getByRole('button', { name: 'who must consent to declare-war?' }).click();
  await expect(answers).toContainText('m-pres');
  await accessible(page);

  await page.goto('/matrix?design=korea&ask=what+happens+when+rok-pres+is+absent+in+raise-defcon-3%3F');
  await expect(answers).toContainText('Not answered of real states');
  await expect(answers).toContainText('when a head-of-state is absent');
  await expect(answers.getByRole('link')).toHaveCount(0);
});

test('the matrix on a telephone, in the dark', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/matrix?design=korea&design=korea/future-cfc');
  await settled(page);
  await expect(page.getByRole('grid')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
});

test('the matrix prints with the names of its designs', async ({ page }) => {
  await page.goto('/matrix?design=twinlakes&design=twinlakes/reformed');
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('B After the review', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy for a slide' })).toBeHidden();
  // Each row keeps the letter of its design.
  const [row, letter] = await page.getByRole('row', { name: /declare-war/ }).first().evaluate((tr) => [tr, tr.querySelector('.mine')!].map((e) => e.getBoundingClientRect().toJSON() as DOMRect));
  expect(letter!.top).toBeGreaterThanOrEqual(row!.top);
  expect(letter!.bottom).toBeLessThanOrEqual(row!.bottom);
});
