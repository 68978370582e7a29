import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { test } from '@playwright/test';
import { median, row } from './row';

const MB = 1e6;

function files(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => (statSync(join(dir, name)).isDirectory() ? files(join(dir, name)) : [join(dir, name)]));
}

test('weight', () => {
  const all = files(join(import.meta.dirname, '../dist')).filter((f) => !f.endsWith('.keep'));
  const sum = (size: (b: Buffer) => number) => all.reduce((n, f) => n + size(readFileSync(f)), 0);
  const gzip = sum((b) => gzipSync(b, { level: 9 }).length);
  const brotli = sum((b) => brotliCompressSync(b).length);
  row(`the page, all screens (${all.length} files)`, `${Math.round(gzip / 1e3)} kB with gzip, ${Math.round(brotli / 1e3)} kB with brotli`, 'under 1 MB compressed', gzip < MB);
});

const addresses: Record<string, string> = {
  library: '/', matrix: '/matrix?design=korea', arrangement: '/arrangement?design=korea', seams: '/seams?design=twinlakes&scenario=twinlakes/leadership-shock',
  procedures: '/procedures?design=korea', study: '/study?study=korea/opcon-options', text: '/text?entry=korea', brief: '/brief?design=twinlakes',
};
const rounds = 7;

test('first paint', async ({ browser }) => {
  for (const [name, address] of Object.entries(addresses)) {
    const paint: number[] = [];
    const whole: number[] = [];
    let bytes = 0;
    for (let i = 0; i < rounds; i++) {
      const context = await browser.newContext(); // with an empty cache
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0 && !document.querySelector('main .wait'));
      const seen = await page.evaluate(() => ({
        paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
        now: performance.now(),
        bytes: performance.getEntriesByType('resource').reduce((n, r) => n + (r as PerformanceResourceTiming).transferSize, 0),
      }));
      paint.push(seen.paint);
      whole.push(seen.now);
      bytes = seen.bytes;
      await context.close();
    }
    const first = median(paint);
    row(`${name}: first paint on loopback, empty cache`, `${Math.round(first)} ms; all there after ${Math.round(median(whole))} ms; ${(bytes / MB).toFixed(2)} MB sent`, 'under 1 s', first < 1000);
  }
});
