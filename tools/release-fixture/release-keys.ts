/** The keys of the caches of releases, which stand beside them in a text file: they protect invented data. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type DeviceKey, deviceKeyOf } from '#engine/audit/device-key.ts';
import { repositoryRoot } from '../paths.ts';

/** Where the caches of releases are kept. */
export const releaseFolder = path.join(repositoryRoot, 'tests', 'fixtures', 'releases');

/** What opens the caches of releases and signed their audit logs. */
export interface ReleaseKeys {
  /** The 32-byte data key. */
  readonly key: Uint8Array;
  readonly device: DeviceKey;
}

/** The first line of `keys.txt` is the data key, the second the device's private key, both in hex digits. */
export function readReleaseKeys(): ReleaseKeys {
  const [key, device] = readFileSync(path.join(releaseFolder, 'keys.txt'), 'utf8').split('\n');
  return { key: Buffer.from(key, 'hex'), device: deviceKeyOf(Buffer.from(device, 'hex')) };
}

/** The file of the release with this schema version, e.g. `v0130.cache`. */
export function releaseFile(version: number): string {
  return path.join(releaseFolder, `v${String(version).padStart(4, '0')}.cache`);
}
