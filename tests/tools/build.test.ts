import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sourceFingerprint } from '#tools/build.ts';
import { temporaryFolder } from './electron-runtime/runtime-fixture.ts';

const entries = ['src', 'package.json', 'not-there'];

describe('the build stamp', () => {
  let root: string;
  let before: string;

  beforeEach(async () => {
    root = await temporaryFolder();
    await mkdir(path.join(root, 'src', 'deep'), { recursive: true });
    await writeFile(path.join(root, 'src', 'deep', 'a.ts'), 'a');
    await writeFile(path.join(root, 'package.json'), '{}');
    await writeFile(path.join(root, 'README.md'), 'not a source');
    before = await sourceFingerprint(root, entries);
  });

  it('stays the same while nothing changes', async () => {
    expect(await sourceFingerprint(root, entries)).toBe(before);
  });

  it.each([
    ['an edited file', async () => await writeFile(path.join(root, 'src/deep/a.ts'), 'edited')],
    [
      'a file saved with the same size at another time',
      async () => await utimes(path.join(root, 'src/deep/a.ts'), 1_700_000_000, 1_700_000_000),
    ],
    ['a new file', async () => await writeFile(path.join(root, 'src/b.ts'), '')],
    ['a removed file', async () => await rm(path.join(root, 'src/deep/a.ts'))],
    ['a renamed file', async () => await rename(path.join(root, 'src/deep/a.ts'), path.join(root, 'src/deep/b.ts'))],
    ['another package.json', async () => await writeFile(path.join(root, 'package.json'), '{"a":1}')],
    ['a source that appears', async () => await writeFile(path.join(root, 'not-there'), '')],
  ])('changes with %s', async (_what, change) => {
    await change();
    expect(await sourceFingerprint(root, entries)).not.toBe(before);
  });

  it('does not change with a file that the build does not read', async () => {
    await writeFile(path.join(root, 'README.md'), 'changed');
    expect(await sourceFingerprint(root, entries)).toBe(before);
  });
});
