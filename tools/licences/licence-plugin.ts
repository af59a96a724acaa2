import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import type { BundledPackage } from '../../src/shared/contract/about.ts';
import { packageFolderOf, readBundledPackage } from './bundled-package.ts';

/** The licences of what is bundled, as the console reads them (`out/licences.json`). */
const forTheConsole = 'licences.json';
/** The same for people, beside the program in every package. */
const forPeople = 'licences.txt';

/**
 * Makes one plugin for all parts of a build, which writes name, version, licence and licence text of every package that ends up inside
 * the console. The build fails on a package that may not be passed on.
 *
 * @param folder where the lists are written
 * @param unbundled folders of packages that are packed as they are, not bundled
 */
export function licencePlugin(folder: string, unbundled: readonly string[]): Plugin {
  const folders = new Set(unbundled);
  return {
    name: 'commonwatt-licences',
    apply: 'build',
    async writeBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
      // Style sheets leave no trace among a chunk's modules; their fonts come with them.
      const sheets = [...this.getModuleIds()].filter((id) => /\.css(\?|$)/.test(id));
      for (const id of [...modules, ...sheets]) {
        const found = packageFolderOf(id);
        if (found !== null) folders.add(found);
      }
      // The parts are built one after the other: the last one writes the whole.
      const packages = await readAll([...folders]);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, forTheConsole), JSON.stringify(packages));
      await writeFile(path.join(folder, forPeople), licencesText(packages));
    },
  };
}

/** Of a package that lies at several places in the same version one is enough. */
async function readAll(folders: readonly string[]): Promise<BundledPackage[]> {
  const read = await Promise.all(folders.map(readBundledPackage));
  const distinct = new Map(read.map((one) => [`${one.name}@${one.version}`, one]));
  return [...distinct.values()].toSorted((one, other) =>
    one.name === other.name ? compare(one.version, other.version) : compare(one.name, other.name),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** All licences as one text that people can read without the console. */
export function licencesText(packages: readonly BundledPackage[]): string {
  const head =
    'Commonwatt Console contains the work of others. This is what it contains and under which licences.\n' +
    'Electron and Chromium have their own files: LICENSE.electron.txt and LICENSES.chromium.html beside the program.\n';
  const parts = packages.map(
    ({ name, version, licence, text }) => `${'='.repeat(80)}\n${name} ${version} (${licence})\n\n${text}\n`,
  );
  return [head, ...parts].join('\n');
}
