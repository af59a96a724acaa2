import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageFolderOf, readBundledPackage } from '#tools/licences/bundled-package.ts';
import { licencesText } from '#tools/licences/licence-plugin.ts';
import { isAllowedLicence, licenceOf } from '#tools/licences/licence-rules.ts';
import { temporaryFolder } from '../electron-runtime/runtime-fixture.ts';

describe('the package that a module of a bundle comes from', () => {
  it.each([
    ['/repo/node_modules/react/index.js', '/repo/node_modules/react'],
    ['/repo/node_modules/@mantine/core/styles.css?inline', '/repo/node_modules/@mantine/core'],
    ['/repo/node_modules/a/node_modules/b/lib/c.js', '/repo/node_modules/a/node_modules/b'],
    ['\0commonjs-proxy:/repo/node_modules/pako/index.js', '/repo/node_modules/pako'],
    ['C:\\repo\\node_modules\\zod\\index.js', 'C:/repo/node_modules/zod'],
  ])('of %s is %s', (moduleId, folder) => {
    expect(packageFolderOf(moduleId)).toBe(folder);
  });

  it.each(['/repo/src/main/index.ts', '\0vite/preload-helper.js', '\0rolldown/runtime.js'])(
    'is none for %s',
    (moduleId) => {
      expect(packageFolderOf(moduleId)).toBeNull();
    },
  );
});

describe('a licence', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-or-later)', 'MIT AND Zlib', 'OFL-1.1'])(
    'that says %s may be passed on',
    (expression) => {
      expect(isAllowedLicence(expression)).toBe(true);
    },
  );

  it.each(['GPL-3.0-only', 'MIT AND GPL-2.0-only', 'SEE LICENSE IN EULA', 'UNLICENSED', ''])(
    'that says "%s" may not',
    (expression) => {
      expect(isAllowedLicence(expression)).toBe(false);
    },
  );

  it('that stands only in its text is known for the version that was looked at', () => {
    expect(licenceOf('suncalc', '2.0.2', undefined)).toBe('BSD-2-Clause');
    expect(licenceOf('suncalc', '2.0.3', undefined)).toBe('');
  });
});

describe('a bundled package', () => {
  async function packageWith(manifest: object, files: Record<string, string> = {}): Promise<string> {
    const folder = await temporaryFolder();
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: 'thing', version: '1.0.0', ...manifest }),
    );
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    return folder;
  }

  it('is passed on with all files of its licence', async () => {
    const folder = await packageWith(
      { license: 'Apache-2.0' },
      { NOTICE: 'of us\r\n', 'LICENSE.md': 'Apache', 'index.js': '' },
    );
    expect(await readBundledPackage(folder)).toEqual({
      name: 'thing',
      version: '1.0.0',
      licence: 'Apache-2.0',
      text: 'Apache\n\nof us',
    });
  });

  it('is passed on with the licence that stands in full in its README', async () => {
    const full = 'Permission is hereby granted. '.repeat(20).trim();
    const folder = await packageWith(
      { license: 'MIT' },
      { 'README.md': `# thing\n\n## License\n\n${full}\n\n## More\n` },
    );
    expect((await readBundledPackage(folder)).text).toBe(full);
  });

  it('is passed on with the standard text when it only names its licence and its author', async () => {
    const folder = await packageWith(
      { license: 'ISC', author: 'Ada <ada@example.org>' },
      { 'README.md': '## License\n\nISC' },
    );
    expect((await readBundledPackage(folder)).text).toMatch(/^ISC License\n\nCopyright \(c\) Ada <ada@example\.org>/);
  });

  it('is refused when its licence is not allowed', async () => {
    const folder = await packageWith({ license: 'GPL-3.0-only' }, { LICENSE: 'GPL' });
    await expect(readBundledPackage(folder)).rejects.toThrow(/^thing 1\.0\.0 is under "GPL-3\.0-only"/);
  });

  it('is refused when nobody can tell its text', async () => {
    const folder = await packageWith({ license: 'BSD-3-Clause', author: 'Ada' });
    await expect(readBundledPackage(folder)).rejects.toThrow(/^thing 1\.0\.0 has no text of its licence/);
  });

  it('is listed for people by name, version and licence, with the text below', () => {
    const text = licencesText([{ name: 'thing', version: '1.0.0', licence: 'MIT', text: 'Permission is granted.' }]);
    expect(text).toMatch(/\nthing 1\.0\.0 \(MIT\)\n\nPermission is granted\.\n/);
  });
});
