import { defineConfig } from 'vitest/config';
import { chromiumProvider } from './test/support/chromium-provider.ts';

/** A test that runs on Node and in Chromium, and one that needs the browser. */
const both = 'test/**/*.both.test.ts';
const browserOnly = 'test/**/*.browser.test.ts';
const endToEnd = 'test/e2e/**/*.test.ts';

/** The data image and PGlite's files must exist before the first test asks for a database. */
const globalSetup = ['test/support/global-setup.ts'];

/** Two shared cores boot a database slowly. A deadline is for what hangs, not for what is slow. */
const deadlines = { testTimeout: 60_000, hookTimeout: 60_000, retry: 0 } as const;

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          ...deadlines,
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [endToEnd, browserOnly],
          globalSetup,
          // One for each of two cores: most of it is PostgreSQL and programs at work, not waiting.
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        // Bundling PGlite ahead would part its scripts from the .wasm and .data beside them.
        optimizeDeps: {
          exclude: ['@electric-sql/pglite', '@electric-sql/pglite-pgvector'],
          // What only a worker imports is found late, and then the tests are loaded anew.
          include: [
            'monaco-editor/editor/editor.worker.js',
            'monaco-editor/languages/features/typescript/ts.worker.js',
          ],
        },
        worker: { format: 'es' },
        test: {
          ...deadlines,
          name: 'chromium',
          include: [both, browserOnly],
          exclude: [endToEnd],
          globalSetup,
          browser: {
            enabled: true,
            provider: chromiumProvider(),
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          ...deadlines,
          name: 'e2e',
          environment: 'node',
          include: [endToEnd],
          // One browser at a time: two on two cores only measure each other.
          fileParallelism: false,
        },
      },
    ],
  },
});
