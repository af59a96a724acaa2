import type { FullConfig } from '@playwright/test';
import { buildWhenNeeded } from '#tools/build.ts';
import { openDisplay } from '#tools/electron-runtime/display.ts';
import { readyElectron } from '#tools/electron-runtime/ready.ts';
import { DEMO_FOLDER } from './prepared-demo.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

/** Makes runtime, system libraries, a display for each worker, and the build ready once for all end-to-end tests. */
export default async function globalSetup({ workers }: FullConfig): Promise<() => Promise<void>> {
  await readyElectron();
  await buildWhenNeeded();
  const displays = await Promise.all(Array.from({ length: workers }, () => openDisplay()));
  // The workers inherit the environment as it is when this function ends.
  if (displays.every(({ virtual }) => virtual)) {
    process.env['COMMONWATT_E2E_DISPLAYS'] = displays.map(({ env }) => env['DISPLAY']).join(' ');
  }
  const demoFolder = await makeFolder();
  process.env[DEMO_FOLDER] = demoFolder;
  return async () => {
    await removeFolder(demoFolder);
    await Promise.all(displays.map(({ close }) => close()));
  };
}
