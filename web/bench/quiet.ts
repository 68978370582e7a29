// A reporter that prints what the benchmarks print, and what fails.

import type { Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';

export default class Quiet implements Reporter {
  onStdOut(chunk: string | Buffer) {
    process.stdout.write(chunk);
  }

  onError(error: TestError) {
    console.error(error.message ?? error.value);
  }

  onTestEnd(test: TestCase, result: TestResult) {
    if (result.status !== 'passed') console.error(test.title, result.error?.message ?? result.status);
  }

  printsToStdio() {
    return true;
  }
}
