import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    exclude: ['tests/e2e/**', 'tests/bench/**'],
    testTimeout: 30_000,
    // The engine's native SQLite module is happiest in processes of its own: a crash names its file.
    pool: 'forks',
    maxWorkers: 2,
  },
});
