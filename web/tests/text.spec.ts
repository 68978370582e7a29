import { accessible, expect, settled, test } from './page';
import type { Page } from '@playwright/test';

const line = (page: Page, text: string) => page.locator('.cm-line').filter({ hasText: text }).first();

/** copied opens a copy of Twin Lakes of the test's own. */
async function copied(page: Page, where: string) {
  const made = await page.request.post('/api/drafts', { data: { of: 'twinlakes' } });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`/text?entry=${id}&${where}`);
  await settled(page);
  await expect(page.locator('.cm-line').first()).not.toBeEmpty();
  return id;
}

test('a text of the library is read, told and followed', async ({ page }) => {
  await page.goto('/text?entry=korea&file=korea/variants/air-picture.yaml&line=5');
  await settled(page);
  await expect(page.getByRole('navigation', { name: 'Texts of the entry' }).getByRole('link', { name: 'air-picture', exact: true })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByText('Nothing is wrong with this text')).toBeVisible();
  await expect(page.getByText('read with korea')).toBeVisible();
  await accessible(page);

  // the path of a change leads to the text that it changes
  await expect(page.locator('.cm-activeLine')).toContainText('add: posts/capital-cdr');
  await page.goto('/text?entry=korea&file=variants/air-picture.yaml&path=posts/capital-cdr');
  await expect(page.getByRole('navigation', { name: 'Path at the cursor' })).toContainText('capital-cdr');
  await expect(page.getByRole('complementary', { name: 'Outline' })).toContainText('Commander, Capital Defense Command');

  // a path in the address, and what stands there in the other screens
  await page.goto('/text?entry=korea&path=posts/rok-pres');
  const aside = page.getByRole('complementary', { name: 'Outline' });
  await expect(aside.getByText('President of the Republic of Korea').first()).toBeVisible();
  await expect(aside.getByRole('link', { name: 'the chart' })).toHaveAttribute('href', '/arrangement?design=korea&post=rok-pres');
  await expect(page).toHaveURL(/line=\d+/);

  // who names it, and there
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Shift+F12');
  await expect(aside.getByRole('heading', { name: 'Who names rok-pres' })).toBeVisible();
  await accessible(page);
  await aside.getByRole('button', { name: /rok-mnd: / }).first().click();
  await expect(page.locator('.cm-activeLine')).toContainText('rok-mnd');

  // and to the declaration again
  await page.keyboard.press('F12');
  await expect(page.locator('.cm-activeLine')).toContainText('rok-pres:');
});

test('a definition in another text of the entry', async ({ page }) => {
  await page.goto('/text?entry=twinlakes&file=variants/reformed.yaml&line=2');
  await settled(page);
  await expect(line(page, 'base: twinlakes')).toBeVisible();
  const at = await line(page, 'base: twinlakes').evaluate((l) => {
    const walk = document.createTreeWalker(l, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const i = (n.textContent ?? '').lastIndexOf('twinlakes');
      if (i < 0) continue;
      const r = document.createRange();
      r.setStart(n, i + 2);
      r.setEnd(n, i + 3);
      const box = r.getBoundingClientRect();
      return { x: box.x + 2, y: box.y + 6 };
    }
    return undefined;
  });
  if (!at) throw new Error('no base on the line');
  await page.keyboard.down('Control');
  await page.mouse.click(at.x, at.y);
  await page.keyboard.up('Control');
  await expect(page).toHaveURL(/file=arrangement\.yaml/);
  await expect(page.locator('.cm-activeLine')).toContainText('id: twinlakes');
  await page.goBack();
  await expect(page).toHaveURL(/reformed/);
  await expect(page.locator('.file')).toHaveText('variants/reformed.yaml');
});

test('a copy is edited: a wrong word, completion, saving, undo', async ({ page }) => {
  await page.goto('/text?entry=twinlakes&path=posts/m-vp');
  await settled(page);
  await page.getByRole('button', { name: /^Edit (a|another) copy/ }).click();
  await expect(page).toHaveURL(/entry=draft-twinlakes/);
  await expect(page.getByText('Your draft, of twinlakes')).toBeVisible();
  await accessible(page);

  // a wrong word is told where it stands, with what was meant
  await line(page, 'm-vp:').click();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(', clas: chief');
  await page.keyboard.press('Escape');
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('"clas" is not a key of a post');
  await expect(messages).toContainText('did you mean "class"?');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('clas');
  await expect(page.getByText(/saved, revision \d+/)).toBeVisible();
  await accessible(page);

  // completion: the key, then a word of it
  await messages.getByRole('button', { name: /clas/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Space');
  await expect(page.getByRole('listbox')).toContainText('class');
  await page.getByRole('option', { name: /^class/ }).first().click();
  await expect(line(page, 'm-vp:')).toContainText('class: chief');
  await expect(page.getByText('1 warning')).toBeVisible();
  await expect(page.getByText('1 error')).toHaveCount(0);

  // what was saved is there after the page is loaded anew
  await expect(page.getByText(/saved, revision \d+/)).toBeVisible();
  await page.reload();
  await expect(line(page, 'm-vp:')).toContainText('class: chief');

  // the changes against the library's text
  await page.getByRole('button', { name: 'Changes' }).click();
  await expect(page.locator('.cm-deletedChunk')).toContainText('m-vp');
  await page.getByRole('button', { name: 'Changes' }).click();

  // saved versions go back beyond the reload; undo undoes what is typed
  await page.getByRole('button', { name: 'Earlier saved version' }).click();
  await expect(line(page, 'm-vp:')).toContainText('clas: chief');
  await page.getByRole('button', { name: 'Later saved version' }).click();
  await expect(line(page, 'm-vp:')).toContainText('class: chief');
  await page.getByRole('button', { name: 'Restore the original' }).click();
  await expect(line(page, 'm-vp:')).not.toContainText('chief}');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(line(page, 'm-vp:')).toContainText('class: chief');

  const zip = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save zip' }).click();
  expect((await zip).suggestedFilename()).toMatch(/^draft-twinlakes.*\.zip$/);
});

test('what another window saved is told, and nothing is lost', async ({ page, faults }) => {
  const id = await copied(page, 'file=variants/reformed.yaml');
  const file = `/api/drafts/${id}/file?path=variants/reformed.yaml`;
  const stands = (await (await page.request.get(file)).json()) as { revision: number; body: string };
  expect((await page.request.put(file, { data: { base: stands.revision, body: stands.body + '# theirs\n' } })).ok()).toBe(true);
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# mine');
  await expect(page.getByRole('heading', { name: 'This text was changed elsewhere' })).toBeVisible();
  await accessible(page);
  await page.getByRole('button', { name: 'Save mine on top' }).click();
  await expect(page.getByText(/saved, revision \d+/)).toBeVisible();
  const now = (await (await page.request.get(file)).json()) as { body: string };
  expect(now.body).toContain('# mine');
  expect(now.body).not.toContain('# theirs');
  expect(faults.splice(0)).toEqual([expect.stringContaining('409')]); // the browser writes down that the save was refused
});

test('a text of one’s own is begun in a copy, and removed', async ({ page, faults }) => {
  await copied(page, 'file=arrangement.yaml');
  await page.getByRole('button', { name: '+ New text' }).click();
  await page.getByLabel('Its id').fill('reformed');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('alert')).toContainText('already');
  expect(faults.splice(0)).toEqual([expect.stringContaining('400')]);
  await page.getByLabel('Its id').fill('of-mine');
  await accessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.locator('.file')).toHaveText('variants/of-mine.yaml');
  await expect(page.getByText('Nothing is wrong with this text')).toBeVisible();

  // what may stand in it comes from the text that it changes
  await line(page, 'changes:').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('[{set: posts/cdr/und');
  await expect(page.getByRole('listbox')).toContainText('under');
  await page.keyboard.press('Escape');

  page.on('dialog', (d) => void d.accept());
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('.file')).toHaveText('arrangement.yaml');
  await expect(page.getByRole('navigation', { name: 'Texts of the entry' }).getByRole('link', { name: 'of-mine' })).toHaveCount(0);
});

test('in Korean, in the dark, on a small screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/text?entry=korea&path=posts/rok-pres&lang=ko');
  await settled(page);
  await expect(page.getByRole('complementary', { name: '개요' })).toContainText('대한민국 대통령');
  await expect(page.getByText('이 문서에는 잘못된 곳이 없습니다')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'korea/arrangement.yaml 원문' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await accessible(page);
});

test('a design leads to the text that makes it', async ({ page }) => {
  await page.goto('/text?design=twinlakes/reformed');
  await settled(page);
  await expect(page.locator('.file')).toHaveText('variants/reformed.yaml');
  await expect(page.getByText('read with twinlakes')).toBeVisible();
});
