/** The folder of one desk: its cache, and the device key that signs the audit log. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DeviceKey, deviceKeyOf, newDeviceKey } from '#engine/audit/device-key.ts';

/** Makes a desk without a cache. */
export function makeDeskFolder(parent: string): string {
  const folder = mkdtempSync(path.join(parent, 'desk-'));
  writeFileSync(path.join(folder, 'device.key'), newDeviceKey());
  return folder;
}

export const cacheIn = (folder: string): string => path.join(folder, 'cache.db');

/** The key of the device of a desk folder. */
export function deviceIn(folder: string): DeviceKey {
  return deviceKeyOf(readFileSync(path.join(folder, 'device.key')));
}
