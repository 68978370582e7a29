import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

// The rows of `make bench` that need a browser, one after another.
export default defineConfig(tests, { testDir: '.', testMatch: '*.bench.ts', fullyParallel: false, workers: 1, timeout: 120_000, reporter: [['./quiet.ts']] });
