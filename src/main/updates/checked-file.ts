import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { UpdateFailure } from './update-failure.ts';

const EXECUTABLE = 0o755;

/** @throws UpdateFailure `checksum` unless the file has this SHA-512 (Base64) */
export async function checkFile(file: string, sha512: string): Promise<void> {
  const hash = createHash('sha512');
  for await (const part of createReadStream(file)) hash.update(part as Uint8Array);
  if (hash.digest('base64') !== sha512) throw new UpdateFailure('checksum');
}

/**
 * Copies a downloaded AppImage beside the one that it is to replace, where one rename puts it in place: a full disk or missing rights show
 * before anything is taken away, and what is renamed are the very bytes that were compared with the checksum.
 *
 * @returns path of the copy
 * @throws UpdateFailure `checksum`, or the error of the file system; nothing is left then
 */
export async function stageAppImage(downloaded: string, appImage: string, sha512: string): Promise<string> {
  const staged = path.join(path.dirname(appImage), `.${path.basename(appImage)}.new`);
  await rm(staged, { force: true });
  const copy = await open(staged, 'wx', EXECUTABLE);
  try {
    const hash = createHash('sha512');
    for await (const part of createReadStream(downloaded)) {
      hash.update(part as Uint8Array);
      await copy.writeFile(part as Uint8Array);
    }
    if (hash.digest('base64') !== sha512) throw new UpdateFailure('checksum');
    await copy.chmod(EXECUTABLE);
    await copy.sync();
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  } finally {
    await copy.close();
  }
  return staged;
}

/**
 * Where an AppImage goes: a file that has a version in its name gets the new name, any other one keeps what the person called it. As
 * electron-updater does it.
 */
export function appImagePlace(appImage: string, downloaded: string): string {
  const hasVersion = /\d+\.\d+\.\d+/.test(path.basename(appImage));
  return hasVersion ? path.join(path.dirname(appImage), path.basename(downloaded)) : appImage;
}
