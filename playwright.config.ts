import { defineConfig } from '@playwright/test';
import { needsVirtualDisplay } from './tools/electron-runtime/system-libraries.ts';

// Each worker loads this file: its windows get a display of their own (tests/e2e/global-setup), so that they take neither focus nor
// clipboard from those of the other.
const displays = process.env['COMMONWATT_E2E_DISPLAYS']?.split(' ');
const worker = process.env['TEST_PARALLEL_INDEX'];
if (displays !== undefined && worker !== undefined) process.env['DISPLAY'] = displays[Number(worker)];

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'out/e2e',
  globalSetup: './tests/e2e/global-setup.ts',
  // A real display bears one Electron at a time.
  workers: needsVirtualDisplay() ? 2 : 1,
  retries: 0,
  timeout: 120_000,
  // Two workers share two cores with the type check: what takes one second alone may take ten here.
  expect: { timeout: 20_000 },
  reporter: 'list',
  // A trace is taken all the time and thrown away when the test passes: `--trace retain-on-failure` asks for one.
  use: { trace: 'off' },
});
