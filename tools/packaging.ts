import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Arch, build, Packager, Platform } from 'electron-builder';
import type { CliOptions, Configuration, PackagerOptions, TargetConfiguration } from 'electron-builder';
import { withBuild } from './build.ts';
import { resolveElectron } from './electron-runtime/index.ts';
import type { ElectronRuntime } from './electron-runtime/index.ts';
import { makeTarball } from './packaging/tarball.ts';
import { FOLDER, TARBALL } from './packaging/targets.ts';
import { repositoryRoot } from './paths.ts';
import { reportStep } from './report.ts';

/** A console as people get it. */
export interface PackedConsole {
  /** Holds the program and everything it needs. */
  readonly folder: string;
  /** The folder in it with the archive. */
  readonly resources: string;
  /** The program. */
  readonly executable: string;
  /** False when it is packed with the stand-in for Electron: good for looking at, never for giving away. */
  readonly isRelease: boolean;
  /** The installers and archives that were made of it; with two architectures of both. */
  readonly artifacts: readonly string[];
}

export interface PackOrder {
  /** The folder for everything; what an earlier run left there is replaced. */
  readonly output?: string;
  /** Targets of `electron-builder.yml` for this system; the folder itself is always made. */
  readonly targets?: readonly string[];
  /** Beyond `electron-builder.yml`: signing, the feed of updates; `compression: 'store'` is for tests that cannot wait. */
  readonly config?: Configuration;
}

/** Where the program lies in what was packed, by platform. */
const programs: Partial<Record<NodeJS.Platform, string>> & { linux: string } = {
  linux: 'commonwatt-console',
  darwin: 'Commonwatt Console.app/Contents/MacOS/Commonwatt Console',
  win32: 'Commonwatt Console.exe',
};

/** Levels of gzip. */
const QUICK = 1;
const USUAL = 6;

const configFile = path.join(repositoryRoot, 'electron-builder.yml');

/**
 * What `electron-builder.yml` says, held against electron-builder's own schema.
 * @throws an error when it does not fit the schema
 */
export async function readPackaging(): Promise<Configuration> {
  const packager = new Packager({ projectDir: repositoryRoot, config: { extends: configFile } });
  await packager.validateConfig();
  return packager.config;
}

/** The targets for this system, in the order of `electron-builder.yml`. */
export function targetsOf(config: Configuration, platform: NodeJS.Platform): TargetConfiguration[] {
  const { target } = (platform === 'darwin' ? config.mac : platform === 'win32' ? config.win : config.linux) ?? {};
  return (Array.isArray(target) ? target : []).filter((one): one is TargetConfiguration => typeof one === 'object');
}

/**
 * Builds the console when needed and packs it for this system, as `electron-builder.yml` says: for every architecture with the shipped
 * Electron, for this machine's with the stand-in, whose packages have `for-tests` in their names.
 *
 * @throws an error when the build or the packing fails
 */
export async function packConsole(order: PackOrder = {}): Promise<PackedConsole> {
  const { output = path.join(repositoryRoot, 'dist'), targets = [], config = {} } = order;
  const runtime = await resolveElectron();
  const isRelease = runtime.source === 'electron';
  if (!isRelease) {
    reportStep(
      `Electron ${runtime.version} stands in for the shipped version: this package is for tests, not for people`,
    );
  }
  const architectures = isRelease ? await architecturesHere() : [Arch[process.arch as 'x64']];
  const made = targets.filter((target) => target !== TARBALL && target !== FOLDER);
  const packed: { folder: string; resources: string; tarball: string }[] = [];
  const artifacts = await withBuild(async () => {
    return await build({
      projectDir: repositoryRoot,
      targets: new Map([
        [Platform.current(), new Map(architectures.map((arch) => [arch, made.length === 0 ? [FOLDER] : made]))],
      ]),
      publish: 'never',
      config: {
        extends: configFile,
        ...config,
        directories: { output },
        ...(isRelease ? {} : standIn(runtime)),
        afterPack: ({ appOutDir, packager, arch }) => {
          const name = packager.expandArtifactNamePattern(null, TARBALL, arch);
          packed.push({
            folder: appOutDir,
            resources: packager.getResourcesDir(appOutDir),
            tarball: path.join(output, name),
          });
        },
      },
    });
  });
  const [first] = packed;
  if (first === undefined) throw new Error('Nothing was packed.');
  if (targets.includes(TARBALL)) {
    for (const { folder, tarball } of packed) {
      await makeTarball(folder, tarball, config.compression === 'store' ? QUICK : USUAL);
      artifacts.push(tarball);
    }
  }
  const { folder, resources } = first;
  const executable = path.join(folder, programs[process.platform] ?? programs.linux);
  return { folder, resources, executable, isRelease, artifacts };
}

/**
 * The menu entries that AppImage and deb would give a packed console, by target. The tools that make those packages are not needed.
 * @param folder a packed console for Linux
 * @param output a folder for what is written on the way
 */
export async function desktopEntries(folder: string, output: string): Promise<Record<string, string>> {
  const entries: Record<string, string> = {};
  const options: CliOptions & Pick<PackagerOptions, 'effectiveOptionComputed'> = {
    projectDir: repositoryRoot,
    prepackaged: folder,
    targets: Platform.LINUX.createTarget(['AppImage', 'deb']),
    publish: 'never',
    config: { extends: configFile, directories: { output } },
    // Answering true ends the making of a target here.
    effectiveOptionComputed: async (computed: { desktop: string } | [arguments: string[], desktopFile: string]) => {
      if (Array.isArray(computed)) entries['deb'] = await readFile(computed[1], 'utf8');
      else entries['AppImage'] = computed.desktop;
      return true;
    },
  };
  await build(options);
  return entries;
}

/** Those of all targets of this system. */
async function architecturesHere(): Promise<Arch[]> {
  const names = targetsOf(await readPackaging(), process.platform).flatMap(({ arch }) => arch ?? []);
  return [...new Set(names)].map((name) => Arch[name]);
}

/** What lets the fallback runtime be packed: it lies unpacked in a cache folder, with an app of the tools' own inside. */
function standIn(runtime: ElectronRuntime): Configuration {
  return {
    artifactName: 'commonwatt-console-${version}-${os}-${arch}-for-tests.${ext}',
    electronVersion: runtime.version,
    electronDist: path.dirname(runtime.executable),
    afterExtract: async ({ appOutDir }) => {
      await rm(path.join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
      await rm(path.join(appOutDir, 'complete.json'), { force: true });
    },
  };
}
