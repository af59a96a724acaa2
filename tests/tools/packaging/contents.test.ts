import { describe, expect, it } from 'vitest';
import { partOf } from '#tools/packaging/contents.ts';

describe('what a package is made of', () => {
  it.each([
    ['commonwatt-console', 'Electron: programs and libraries'],
    [
      'Contents/Frameworks/Electron Framework.framework/Resources/de.lproj/locale.pak',
      'Electron: resources and texts of Chromium',
    ],
    ['locales/de.pak', 'Electron: resources and texts of Chromium'],
    ['LICENSES.chromium.html', 'licences'],
    ['resources/licences.txt', 'licences'],
    ['resources/app.asar', ''],
    [
      'resources/app.asar.unpacked/node_modules/better-sqlite3-multiple-ciphers/prebuilds/linux-x64.node',
      'native module',
    ],
    ['app.asar/node_modules/better-sqlite3-multiple-ciphers/lib/database.js', 'native module'],
    ['app.asar/out/main/engine.js', 'archive: main, engine, command line'],
    ['app.asar/out/renderer/assets/inter-latin.woff2', 'archive: fonts'],
    ['app.asar/out/renderer/index.html', 'archive: pages'],
    ['app.asar/out/licences.json', 'licences'],
    ['app.asar/package.json', 'archive: rest'],
  ])('counts %s as "%s"', (file, part) => {
    expect(partOf(file)).toBe(part);
  });
});
