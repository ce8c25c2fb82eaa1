import { defineConfig } from 'vitest/config';

// One project per kind of test, so that `npm run test:<kind>` picks one and `npm test` runs them all.
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Simulations and property tests take a second on a calm machine, and several on a busy one.
          testTimeout: 30_000,
          include: [
            'shared/**/*.test.ts',
            'extension/**/*.test.{ts,tsx}',
            'sandbox/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/house/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['backend/**/*.test.ts', 'tests/{api,security}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          globalSetup: 'tests/e2e/build.ts',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Browsers wait more than they work: two files at a time take half the time. Each has its own ports, folders and profile.
          maxWorkers: 2,
          // A browser stumbles now and then; what needed the second try is named at the end of `npm test`.
          retry: 1,
        },
      },
    ],
  },
});
