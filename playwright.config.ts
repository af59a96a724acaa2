import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'out/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  // One Electron at a time: the windows share the machine's display, keyboard focus and clipboard.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
});
