import { accessible, expect, settled, test } from './page';

test('a newcomer sees at once what begins it, who is asked, where it waits, how long it takes and how sure that is', async ({ page }) => {
  await page.goto('/procedures?design=twinlakes&procedure=declare-war');
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('declare-war');
  const glance = page.locator('dl.glance');
  await expect(glance).toContainText('when Combined Commander takes the first step: request');
  await expect(glance).toContainText('consent of President');
  await expect(glance).toContainText('consent of Prime Minister');
  await expect(glance).toContainText(/\d+% Prime Minister: is asked to consent/);
  await expect(glance).toContainText(/half within 12–13 h/);
  await expect(glance).toContainText('nine in ten within 25 h');
  await expect(glance).toContainText('the worst case is not bounded');
  await expect(glance).toContainText('rests on 6 values');
  await expect(glance).toContainText('4 are assumptions');
  await expect(glance).toContainText('alert → war');
  await expect(glance).toContainText("corps-opcon passes from Merrow's Chief of Defence to Combined Commander by hand-corps");
  await accessible(page);
});

test('a step is chosen in the graph, by mouse, by arrows and by key, and the view is in the address', async ({ page }) => {
  await page.goto('/procedures?design=twinlakes&procedure=declare-war');
  await settled(page);
  const graph = page.getByRole('group', { name: 'The course of declare-war', exact: true });
  await expect(graph.getByRole('button')).toHaveCount(5);
  await graph.getByRole('button', { name: /^consent-t;/ }).click();
  await expect(page).toHaveURL(/step=consent-t/);
  const panel = page.getByRole('region', { name: 'consent-t' });
  await expect(panel).toContainText('one in ten under 1 h, half under 4 h, one in ten over 14 h');
  await expect(panel).toContainText('If the line is out: it goes on without');
  await expect(panel).toContainText('hotline');
  await expect(panel.getByRole('link', { name: 'twinlakes/arrangement.yaml:88' })).toHaveAttribute('href', '/text?entry=twinlakes&file=twinlakes/arrangement.yaml&line=88');
  await accessible(page);

  await graph.getByRole('button', { name: /^consent-t;/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(graph.getByRole('button', { name: /^agree;/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/step=agree/);
  await expect(page.getByRole('region', { name: 'agree' })).toContainText('never under 30 min nor over 24 h');
  await page.locator('main').focus();
  await page.keyboard.press('j');
  await expect(page).toHaveURL(/step=order/);
  await page.keyboard.press('k');
  await expect(page).toHaveURL(/step=agree/);
  await page.goBack();
  await expect(page).toHaveURL(/step=order/);
});

test('by time, as tables, and as files', async ({ page }) => {
  await page.goto('/procedures?design=twinlakes&procedure=declare-war&show=time');
  await settled(page);
  await expect(page.getByRole('group', { name: 'When each step of declare-war is over', exact: true }).getByRole('button')).toHaveCount(5);
  await page.getByRole('button', { name: 'By order' }).click();
  await expect(page).toHaveURL(/show=order/);
  const figures = page.getByRole('figure');
  await expect(figures).toHaveCount(3);
  for (const [i, file] of ['twinlakes-declare-war', 'declare-war-curve', 'declare-war-waiting'].entries()) {
    const figure = figures.nth(i);
    for (const kind of ['SVG', 'PNG', 'CSV']) {
      const saved = page.waitForEvent('download');
      await figure.getByRole('button', { name: new RegExp('^' + kind) }).click();
      expect((await saved).suggestedFilename()).toBe(`${file}.${kind.toLowerCase()}`);
    }
    await figure.getByRole('button', { name: 'Table', exact: true }).click();
    await expect(figure.getByRole('table')).toBeVisible();
  }
  await expect(figures.nth(0).getByRole('row')).toHaveCount(6);
  await expect(figures.nth(0).getByRole('row', { name: /^consent-m/ })).toContainText('one in ten under 1 h');
  await expect(figures.nth(1).getByRole('row').nth(1)).toContainText('6.5–6.7 h');
  await expect(figures.nth(2).getByRole('table')).toContainText('Prime Minister: is asked to consent');
  await accessible(page);
});

test('designs beside each other; what one lacks is said', async ({ page }) => {
  await page.goto('/procedures?design=korea&procedure=pass-opcon');
  await settled(page);
  await page.getByLabel('Beside it').selectOption('korea/continuous-command');
  await expect(page).toHaveURL(/design=korea&design=korea(\/|%2F)continuous-command/);
  await expect(page.getByText('Continuous command from peace to war: not in this design')).toBeVisible();
  await page.getByLabel('Procedure').selectOption('counter-provocation');
  await settled(page);
  await expect(page.getByRole('figure').nth(1)).toContainText('Continuous command from peace to war');
  await expect(page.getByText('not in this design')).toHaveCount(0);
  await accessible(page);
  await page.getByRole('button', { name: /^Take Continuous/ }).click();
  await expect(page).not.toHaveURL(/continuous-command/);
});

test('the picture of another design marks what is new and changed in it', async ({ page }) => {
  await page.goto('/procedures?design=korea&design=korea/continuous-command&procedure=us-assets');
  await settled(page);
  const graph = page.getByRole('group', { name: 'The course of Consultation on US strategic assets', exact: true });
  await expect(graph.getByRole('button')).toHaveCount(4);
  await page.getByRole('group', { name: 'The picture is of' }).getByRole('button', { name: 'Continuous command from peace to war' }).click();
  await expect(page).toHaveURL(/of=korea/);
  await expect(graph.getByRole('button')).toHaveCount(5);
  await expect(graph.getByRole('button', { name: /^combined-view;.*; new$/ })).toBeVisible();
  await expect(graph.getByRole('button', { name: /^release;.*; changed$/ })).toBeVisible();
  await expect(graph.getByRole('button', { name: /; (new|changed)/ })).toHaveCount(2);
  await accessible(page);
});

test('bounds stay bounds, refusals say what follows, a closed condition is told', async ({ page }) => {
  await page.goto('/procedures?design=korea&procedure=raise-defcon-3');
  await settled(page);
  await expect(page.locator('dl.glance')).toContainText('anywhere from 40 min to 3.8 d');
  await expect(page.locator('dl.glance')).toContainText('6 have no probability');
  await expect(page.getByText('nothing can be said inside the range')).toBeVisible();
  const refusals = page.getByRole('region', { name: 'If one of them says no' });
  await expect(refusals.getByRole('listitem')).toHaveCount(3);
  await expect(refusals.getByRole('listitem').first()).toContainText('it stops');
  await expect(refusals.getByRole('listitem').first()).toContainText('the procedure stops');
  await page.getByLabel(/^Defense readiness/).selectOption('defcon-2');
  await expect(page.getByRole('status').filter({ hasText: 'It cannot begin in this condition.' })).toBeVisible();
  await accessible(page);
});

test('with the answers of a scenario some runs never come to it', async ({ page }) => {
  await page.goto('/procedures?design=twinlakes&procedure=declare-war');
  await settled(page);
  await page.getByLabel('Answers').selectOption('twinlakes/leadership-shock');
  await expect(page.locator('dl.glance')).toContainText(/\d+% never come to it/);
  await expect(page.getByText(/2,000 replications, seed 1/)).toBeVisible();
  await expect(page.getByText(/Answers of the scenario: .*consent-m \(agree 0\.9\)/)).toBeVisible();
});

test('in Korean, in the dark, on a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/procedures?design=korea&procedure=raise-defcon-3&step=consent-us&lang=ko');
  await settled(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('데프콘 3 격상');
  await expect(page.locator('dl.glance')).toContainText('대통령의 동의');
  await expect(page.getByRole('group', { name: '데프콘 3 격상의 단계별 완료 시점', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByLabel('색').selectOption('dark');
  await accessible(page);
  await page.getByRole('button', { name: '순서로' }).click();
  await expect(page.getByRole('group', { name: '데프콘 3 격상의 진행', exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
});

test('what is no procedure is said with what to do', async ({ page, faults }) => {
  await page.goto('/procedures?design=twinlakes&procedure=nothing');
  await expect(page.getByRole('alert')).toContainText('The procedure nothing is not in this design');
  await page.getByLabel('Procedure').selectOption('stand-down');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('stand-down');
  faults.length = 0; // the browser reports the 404 that is meant
});
