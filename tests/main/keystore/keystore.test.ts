import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Attempts, pauseAfter } from '#main/keystore/attempts.ts';
import type { Keychain } from '#main/keystore/keychain.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import { keychainNamed, noKeychain } from './keychains.ts';

const passphrase = 'correct horse battery';
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-keystore-'));
  file = path.join(folder, 'keystore.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keystoreWith(keychain: Keychain, attempts?: Attempts): Promise<Keystore> {
  const keystore = new Keystore(file, keychain, attempts);
  await keystore.load();
  return keystore;
}

/** Writes the keystore's file anew. */
async function changeFile(change: (content: Record<string, unknown>) => object): Promise<void> {
  const content = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify(change(content)));
}

describe('the keystore', () => {
  it('opens the same key again with passphrase and with keychain after a restart', async () => {
    const first = await keystoreWith(keychainNamed('kwallet6'));
    expect(first.state).toBe('none');
    await first.setUp({ passphrase, keychain: true });
    expect([first.state, first.protection]).toEqual(['unlocked', { passphrase: true, keychain: true }]);
    const key = Buffer.from(first.key());

    const second = await keystoreWith(keychainNamed('kwallet6'));
    expect(second.state).toBe('locked');
    await second.unlockWithPassphrase(passphrase);
    expect(Buffer.from(second.key())).toEqual(key);
    second.lock();
    await second.unlockWithKeychain();
    expect(Buffer.from(second.key())).toEqual(key);
  });

  it('wipes the key when it locks', async () => {
    const keystore = await keystoreWith(noKeychain);
    await keystore.setUp({ passphrase, keychain: false });
    const key = keystore.key();
    keystore.lock();
    expect(key.every((byte) => byte === 0)).toBe(true);
    expect(keystore.state).toBe('locked');
    expect(() => keystore.key()).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE' }));
  });

  it('keeps the key with which the device signs, sealed with the data key, and wipes it too', async () => {
    const first = await keystoreWith(keychainNamed('kwallet6'));
    await first.setUp({ keychain: true });
    const deviceKey = Buffer.from(first.deviceKey());
    expect(createPrivateKey({ key: deviceKey, format: 'der', type: 'pkcs8' }).asymmetricKeyType).toBe('ed25519');
    const held = first.deviceKey();
    first.lock();
    expect(held.every((byte) => byte === 0)).toBe(true);
    expect(() => first.deviceKey()).toThrow(expect.objectContaining({ code: 'KEY_UNAVAILABLE' }));
    const stored = await readFile(file, 'utf8');
    expect(stored).not.toContain(deviceKey.toString('base64').slice(-40));

    const second = await keystoreWith(keychainNamed('kwallet6'));
    await second.unlockWithKeychain();
    expect(Buffer.from(second.deviceKey())).toEqual(deviceKey);
  });

  it('gives a keystore from before there was a device key one at the next unlock, for good', async () => {
    const first = await keystoreWith(keychainNamed('kwallet6'));
    await first.setUp({ keychain: true });
    const key = Buffer.from(first.key());
    await changeFile((content) => ({ ...content, device: undefined }));
    const second = await keystoreWith(keychainNamed('kwallet6'));
    await second.unlockWithKeychain();
    expect(Buffer.from(second.key())).toEqual(key);
    const third = await keystoreWith(keychainNamed('kwallet6'));
    await third.unlockWithKeychain();
    expect(Buffer.from(third.deviceKey())).toEqual(Buffer.from(second.deviceKey()));
  });

  it.each(['publicKey', 'nonce', 'wrapped'])(
    'does not unlock with a device key whose %s was changed',
    async (field) => {
      const first = await keystoreWith(keychainNamed('kwallet6'));
      await first.setUp({ keychain: true });
      await changeFile(({ device, ...rest }) => {
        const bytes = Buffer.from((device as Record<string, string>)[field], 'base64');
        bytes[0] ^= 1;
        return { ...rest, device: { ...(device as object), [field]: bytes.toString('base64') } };
      });
      const second = await keystoreWith(keychainNamed('kwallet6'));
      await expect(second.unlockWithKeychain()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
      expect(second.state).toBe('locked');
    },
  );

  it('refuses a set-up that protects nothing', async () => {
    const keystore = await keystoreWith(noKeychain);
    await expect(keystore.setUp({ keychain: false })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(keystore.setUp({ passphrase: 'short', keychain: false })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(keystore.state).toBe('none');
  });

  it('does not use a keychain whose password everybody knows', async () => {
    const keystore = await keystoreWith(noKeychain);
    await expect(keystore.setUp({ passphrase, keychain: true })).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message: expect.stringContaining('basic_text'),
    });
    expect(keystore.state).toBe('none');
  });

  it('never makes a second key over the first', async () => {
    const keystore = await keystoreWith(noKeychain);
    await keystore.setUp({ passphrase, keychain: false });
    const before = await readFile(file, 'utf8');
    keystore.lock();
    await expect(keystore.setUp({ passphrase: 'another passphrase', keychain: false })).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('says so when the key file cannot be written, and stays without a key', async () => {
    await writeFile(file, '');
    const keystore = new Keystore(path.join(file, 'below-a-file.json'), keychainNamed('dpapi'));
    await expect(keystore.setUp({ keychain: true })).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('"keystore.json" could not be written'),
    });
    expect(keystore.state).toBe('none');
  });

  it('says which keychain kept the key when the system now offers another', async () => {
    await (await keystoreWith(keychainNamed('gnome_libsecret'))).setUp({ keychain: true });
    const keystore = await keystoreWith(keychainNamed('kwallet6'));
    await expect(keystore.unlockWithKeychain()).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      message:
        'The key was kept by the keychain "gnome_libsecret", but this system now offers "kwallet6". Nothing was changed.',
      details: { expected: 'gnome_libsecret', found: 'kwallet6' },
    });
  });

  it('does not take another key from the keychain for its own', async () => {
    await (await keystoreWith(keychainNamed('dpapi'))).setUp({ passphrase, keychain: true });
    const keystore = await keystoreWith({ ...keychainNamed('dpapi'), unwrap: async () => Buffer.alloc(32, 1) });
    await expect(keystore.unlockWithKeychain()).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(keystore.state).toBe('locked');
  });

  it('says that there is no such way in when the cache was set up with the other one', async () => {
    const keystore = await keystoreWith(keychainNamed('dpapi'));
    await keystore.setUp({ passphrase, keychain: false });
    keystore.lock();
    await expect(keystore.unlockWithKeychain()).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
      remedy: 'Unlock it with the passphrase.',
    });
  });

  it('stays locked over a damaged file and leaves the file as it is', async () => {
    await writeFile(file, '{"version":1');
    const keystore = await keystoreWith(noKeychain);
    expect(keystore.state).toBe('locked');
    await expect(keystore.unlockWithPassphrase(passphrase)).rejects.toMatchObject({
      message: expect.stringContaining('damaged'),
    });
    await expect(keystore.setUp({ passphrase, keychain: false })).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await readFile(file, 'utf8')).toBe('{"version":1');
  });
});

describe('guessing', () => {
  it('waits longer with every failure, up to half a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map(pauseAfter)).toEqual([
      0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('makes each attempt wait for the one before and for the pause, until one succeeds', async () => {
    let time = 0;
    const slept: number[] = [];
    const attempts = new Attempts({
      now: () => time,
      sleep: async (ms) => {
        slept.push(ms);
        time += ms;
      },
    });
    const fail = () => attempts.run(() => Promise.reject(new Error('wrong')));
    await Promise.allSettled([fail(), fail(), fail(), fail(), fail()]);
    expect(slept).toEqual([1_000, 2_000]);
    expect(await attempts.run(async () => 'right')).toBe('right');
    expect(slept).toEqual([1_000, 2_000, 4_000]);
    await Promise.allSettled([fail(), fail()]);
    expect(slept).toHaveLength(3);
  });
});
