import { expect, test, type Page } from '@playwright/test';
import { median, row } from './row';

// The chart of the Korean arrangement follows the slider, where OPCON passes, there and
// back: the time from frame to frame as the browser gives it, and the time that the page
// itself works in a frame.

type Frames = { gaps: number[]; work: number[] };

/** follow moves the slider a little in every frame and notes when frames come. */
async function follow(page: Page, seconds: number): Promise<Frames> {
  return page.evaluate(async (seconds) => {
    const slider = document.querySelector<HTMLInputElement>('main input[type=range]');
    if (!slider) throw new Error('there is no slider');
    const from = 7, to = 10; // OPCON passes from the eighth instant to the ninth
    const gaps: number[] = [], work: number[] = [];
    const line = () => document.querySelector('[data-authority="opcon-designated"] path.line')?.getAttribute('d');
    const seen = new Set<string | null | undefined>();
    await new Promise<void>((done) => {
      let start: number | undefined, last: number | undefined;
      requestAnimationFrame(function step(now) {
        start ??= now;
        if (last !== undefined) gaps.push(now - last);
        last = now;
        const s = (now - start) / (seconds * 1000);
        if (s >= 1) return done();
        const before = performance.now();
        slider.value = String(from + (to - from) * (s < 0.5 ? 2 * s : 2 - 2 * s));
        slider.dispatchEvent(new InputEvent('input', { bubbles: true }));
        // What the page does with it, its layout included.
        queueMicrotask(() => {
          void document.querySelector('svg.drawing')?.getBoundingClientRect();
          work.push(performance.now() - before);
          seen.add(line());
        });
        requestAnimationFrame(step);
      });
    });
    if (seen.size < 8) throw new Error(`the line took ${seen.size} shapes on its way`);
    return { gaps, work };
  }, seconds);
}

const part = (list: number[], p: number) => [...list].sort((a, b) => a - b)[Math.floor(p * (list.length - 1))] ?? NaN;

test('the chart follows the slider', async ({ page }) => {
  await page.goto('/arrangement?design=korea');
  await expect(page.locator('svg.drawing .authority')).not.toHaveCount(0);
  await page.waitForTimeout(500);
  await follow(page, 1); // once to warm up
  const { gaps, work } = await follow(page, 4);
  const fps = 1000 / (gaps.reduce((a, b) => a + b, 0) / gaps.length);
  const late = gaps.filter((g) => g > 25).length / gaps.length;
  row('the Korean chart following the slider', `${fps.toFixed(1)} frames a second; work in a frame ${median(work).toFixed(1)} ms, nine in ten under ${part(work, 0.9).toFixed(1)} ms; ${(100 * late).toFixed(1)} % of frames late`, '60 frames a second', fps > 57);
});
