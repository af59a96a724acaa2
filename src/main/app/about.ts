import { readFile } from 'node:fs/promises';
import { app } from 'electron';
import { z } from 'zod';
import type { Output } from '#shared/contract/contract.ts';
import { bundledPackageSchema } from '#shared/contract/about.ts';

/** The versions of the console and of what it runs on. */
export function aboutConsole(): Output<'about.console'> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chromium: process.versions.chrome,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
}

/**
 * The licences of what is bundled.
 * @param file where the build has listed them
 */
export async function aboutLicences(file: string): Promise<Output<'about.licences'>> {
  return { packages: z.array(bundledPackageSchema).parse(JSON.parse(await readFile(file, 'utf8'))) };
}
