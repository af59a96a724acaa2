import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appImagePlace, checkFile, stageAppImage } from '#main/updates/checked-file.ts';

const content = Buffer.alloc(200_000, 'new ');
const sha512 = createHash('sha512').update(content).digest('base64');
const other = createHash('sha512').update('other').digest('base64');
let folder: string;
let downloaded: string;
let appImage: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-staged-'));
  downloaded = path.join(folder, 'download', 'console-0.2.0.AppImage');
  appImage = path.join(folder, 'place', 'console.AppImage');
  await mkdir(path.dirname(downloaded));
  await mkdir(path.dirname(appImage));
  await writeFile(downloaded, content);
  await writeFile(appImage, 'old');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a downloaded AppImage', () => {
  it('lies ready beside the old one, whole and executable', async () => {
    const staged = await stageAppImage(downloaded, appImage, sha512);
    expect(path.dirname(staged)).toBe(path.dirname(appImage));
    expect((await readFile(staged)).equals(content)).toBe(true);
    expect((await stat(staged)).mode & 0o777).toBe(0o755);
    expect(await readFile(appImage, 'utf8')).toBe('old');
  });

  it('that was changed after its download leaves nothing and takes nothing away', async () => {
    await expect(stageAppImage(downloaded, appImage, other)).rejects.toMatchObject({ problem: 'checksum' });
    await expect(checkFile(downloaded, other)).rejects.toMatchObject({ problem: 'checksum' });
    expect(await readdir(path.dirname(appImage))).toEqual(['console.AppImage']);
  });

  it.skipIf(process.getuid?.() === 0)('cannot lie ready in a folder that may not be written', async () => {
    await chmod(path.dirname(appImage), 0o555);
    await expect(stageAppImage(downloaded, appImage, sha512)).rejects.toMatchObject({ code: 'EACCES' });
    await chmod(path.dirname(appImage), 0o755);
  });

  it('keeps the name that the person gave the old one, and renews a version in it', () => {
    expect(appImagePlace('/opt/Console.AppImage', '/tmp/console-0.2.0.AppImage')).toBe('/opt/Console.AppImage');
    expect(appImagePlace('/opt/console-0.1.0.AppImage', '/tmp/console-0.2.0.AppImage')).toBe(
      '/opt/console-0.2.0.AppImage',
    );
  });
});
