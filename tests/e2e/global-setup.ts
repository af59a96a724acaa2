import { buildWhenNeeded } from '#tools/build.ts';
import { openDisplay } from '#tools/electron-runtime/display.ts';
import { readyElectron } from '#tools/electron-runtime/ready.ts';

/** Makes runtime, system libraries, display and build ready once for all end-to-end tests. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await readyElectron();
  await buildWhenNeeded();
  const display = await openDisplay();
  // The workers inherit the environment as it is when this function ends.
  Object.assign(process.env, display.env);
  return display.close;
}
