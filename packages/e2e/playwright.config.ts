import { defineConfig } from '@playwright/test';

/**
 * The portal under test is started by `./portal test --only browser`, which
 * passes its address. One worker: the tests are one person's day, in order.
 */
export default defineConfig({
  testDir: './tests',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: '../../.cache/test/browser',
  reporter: [
    ['line'],
    ['json', { outputFile: process.env.STRATA_REPORT ?? 'report.json' }],
  ],
  use: {
    baseURL: process.env.STRATA_URL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
  },
});
