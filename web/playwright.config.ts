import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// A real Chromium against a real workbench with a store of its own. The browser is the
// system's: nothing is downloaded. ENTENTE names the binary.
const port = Number(process.env['PORT'] ?? 7790);
// The workers read this file too, and start no workbench.
const folder = process.env['TEST_WORKER_INDEX'] === undefined ? mkdtempSync(join(tmpdir(), 'entente-web-')) : '';

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  workers: 2,
  retries: 0,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: `${process.env['ENTENTE'] ?? '../bin/entente'} serve --open=false --addr 127.0.0.1:${port} --store ${join(folder, 'store.sqlite')}`,
    url: `http://127.0.0.1:${port}/healthz`,
    cwd: import.meta.dirname,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
