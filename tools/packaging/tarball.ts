import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** What other targets leave in the packed folder for their own updates: a console from an archive is not updated by itself. */
const ofOtherTargets = ['resources/app-update.yml', 'resources/package-type', 'resources/apparmor-profile'];

/**
 * Packs a folder into a `.tar.gz` whose files belong to root and lie below one folder of the archive's name.
 * electron-builder would fetch a tool of its own for that; every Linux has one.
 *
 * @param level of gzip: 1, quick, to 9, small
 * @throws what `tar` says when it fails
 */
export async function makeTarball(folder: string, archive: string, level: number): Promise<void> {
  const top = path.basename(archive, '.tar.gz');
  await promisify(execFile)('tar', [
    '--create',
    `--use-compress-program=gzip -${level}`,
    `--file=${archive}`,
    '--sort=name',
    '--owner=root:0',
    '--group=root:0',
    ...ofOtherTargets.map((name) => `--exclude=./${name}`),
    `--transform=s,^\\.,${top},`,
    `--directory=${folder}`,
    '.',
  ]);
}
