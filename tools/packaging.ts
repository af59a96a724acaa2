import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build, Platform } from 'electron-builder';
import type { Configuration } from 'electron-builder';
import { withBuild } from './build.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import type { ElectronRuntime } from './electron-runtime/index.ts';
import { repositoryRoot } from './paths.ts';
import { reportStep } from './report.ts';

/** A console as people get it, before any installer is made of it. */
export interface PackedConsole {
  /** Holds the program and everything it needs. */
  readonly folder: string;
  /** The program. */
  readonly executable: string;
  /** False when it is packed with the stand-in for Electron: good for looking at, never for giving away. */
  readonly isRelease: boolean;
}

/** Where the program lies in what was packed, by platform. */
const programs: Partial<Record<NodeJS.Platform, string>> & { linux: string } = {
  linux: 'commonwatt-console',
  darwin: 'Commonwatt Console.app/Contents/MacOS/Commonwatt Console',
  win32: 'Commonwatt Console.exe',
};

/**
 * Builds the console when needed and packs it for this system, as `electron-builder.yml` says.
 *
 * @param output the folder for it; what an earlier run left there is replaced
 * @throws an error when the build or the packing fails
 */
export async function packConsole(output = path.join(repositoryRoot, 'dist')): Promise<PackedConsole> {
  const runtime = await resolveElectron();
  const isRelease = runtime.source === 'electron';
  if (!isRelease) {
    reportStep(
      `Electron ${runtime.version} stands in for the shipped version: this package is for tests, not for people`,
    );
  }
  let packedInto = '';
  await withBuild(async () => {
    await build({
      projectDir: repositoryRoot,
      targets: Platform.current().createTarget('dir'),
      publish: 'never',
      config: {
        extends: path.join(repositoryRoot, 'electron-builder.yml'),
        directories: { output },
        ...(isRelease ? {} : standIn(runtime)),
        afterPack: ({ appOutDir }) => {
          packedInto = appOutDir;
        },
      },
    });
  });
  return {
    folder: packedInto,
    executable: path.join(packedInto, programs[process.platform] ?? programs.linux),
    isRelease,
  };
}

/** What lets the fallback runtime be packed: it lies unpacked in a cache folder, with an app of the tools' own inside. */
function standIn(runtime: ElectronRuntime): Configuration {
  return {
    electronVersion: runtime.version,
    electronDist: path.dirname(runtime.executable),
    afterExtract: async ({ appOutDir }) => {
      await rm(path.join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
      await rm(path.join(appOutDir, 'complete.json'), { force: true });
    },
  };
}
