import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { newDataKey, newEnvelope, writeEnvelope } from '#main/keystore/envelope.ts';
import { unlockProfile } from '#cli/profile.ts';

it('leaves a profile whose data key is just being changed to the console, which carries the change on', async () => {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'commonwatt-profile-'));
  onTestFinished(() => rmSync(profile, { recursive: true, force: true }));
  const file = path.join(profile, 'keystore.json');
  const { version: _version, ...next } = newEnvelope(newDataKey());
  await writeEnvelope(file, { ...newEnvelope(newDataKey()), next });
  const before = await readFile(file, 'utf8');
  await expect(unlockProfile(profile, 'seven lanterns over the quarry', 'create')).rejects.toMatchObject({
    code: 'CACHE_LOCKED',
    remedy: expect.stringContaining('Unlock the console on this profile once'),
  });
  expect(await readFile(file, 'utf8')).toBe(before);
});
