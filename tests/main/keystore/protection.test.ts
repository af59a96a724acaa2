import type * as Crypto from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Attempts, pauseAfter } from '#main/keystore/attempts.ts';
import { readEnvelope, writeEnvelope } from '#main/keystore/envelope.ts';
import type { Keychain } from '#main/keystore/keychain.ts';
import { Keystore } from '#main/keystore/keystore.ts';
import { keychainNamed, noKeychain } from './keychains.ts';

// Dozens of derivations of 128 MiB each would take their time; the envelope's own tests use the real ones.
vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof Crypto>();
  const scrypt = (
    passphrase: string,
    salt: Buffer,
    length: number,
    _cost: object,
    done: (error: null, key: Buffer) => void,
  ): void => done(null, original.createHmac('sha256', salt).update(passphrase).digest().subarray(0, length));
  return { ...original, scrypt };
});

const passphrase = 'correct horse battery';
const other = 'seven lanterns over the quarry';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'commonwatt-protection-'));
  file = path.join(folder, 'keystore.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function keystoreWith(keychain: Keychain, attempts?: Attempts): Promise<Keystore> {
  const keystore = new Keystore(file, keychain, attempts);
  await keystore.load();
  return keystore;
}

/** A keystore of the keychain alone, unlocked: it costs no time. */
async function unlockedWith(keychain: Keychain): Promise<Keystore> {
  const keystore = await keystoreWith(keychain);
  await keystore.setUp({ keychain: true });
  return keystore;
}

const stored = () => readFile(file, 'utf8');

describe('the passphrase', () => {
  it('is changed without the data key: the old one opens nothing any more, the new one the same key', async () => {
    const keystore = await keystoreWith(noKeychain);
    await keystore.setUp({ passphrase, keychain: false });
    const [key, deviceKey] = [Buffer.from(keystore.key()), Buffer.from(keystore.deviceKey())];
    await expect(keystore.confirm(other)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await expect(keystore.confirm(null)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await keystore.confirm(passphrase);
    await keystore.setPassphrase(other);

    const again = await keystoreWith(noKeychain);
    await expect(again.unlockWithPassphrase(passphrase)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await again.unlockWithPassphrase(other);
    expect([Buffer.from(again.key()), Buffer.from(again.deviceKey())]).toEqual([key, deviceKey]);
  });

  it('is added to a keychain and taken away again, but never leaves the key without protection', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    await keystore.confirm(null);
    await keystore.setPassphrase(passphrase);
    expect(keystore.protection).toEqual({ passphrase: true, keychain: true });
    await keystore.setKeychain(false);
    const before = await stored();
    await expect(keystore.setPassphrase(null)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(keystore.setPassphrase('short')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(await stored()).toBe(before);
    await keystore.setKeychain(true);
    await keystore.setPassphrase(null);
    expect(keystore.protection).toEqual({ passphrase: false, keychain: true });
    const again = await keystoreWith(keychainNamed('dpapi'));
    await again.unlockWithKeychain();
    expect(Buffer.from(again.key())).toEqual(Buffer.from(keystore.key()));
  });

  it('does not change while the console is locked', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    keystore.lock();
    await expect(keystore.setPassphrase(passphrase)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await expect(keystore.setKeychain(true)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
  });

  it('does not hold when it could not be written', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file in the place of the folder');
    await expect(keystore.setPassphrase(passphrase)).rejects.toMatchObject({ details: { file: 'keystore.json' } });
    expect(keystore.protection).toEqual({ passphrase: false, keychain: true });
  });
});

describe('the keychain', () => {
  it('that has changed takes the key anew once the passphrase has opened it, and then opens it alone', async () => {
    const first = await keystoreWith(keychainNamed('kwallet5'));
    await first.setUp({ passphrase, keychain: true });
    const key = Buffer.from(first.key());
    const moved = await keystoreWith(keychainNamed('gnome_libsecret'));
    await expect(moved.unlockWithKeychain()).rejects.toMatchObject({
      remedy: 'Unlock it with the passphrase.',
      details: { expected: 'kwallet5', found: 'gnome_libsecret' },
    });
    await moved.unlockWithPassphrase(passphrase);
    await moved.setKeychain(true);
    const again = await keystoreWith(keychainNamed('gnome_libsecret'));
    await again.unlockWithKeychain();
    expect(Buffer.from(again.key())).toEqual(key);
  });

  it.each([
    ['gives another key back than it took', { unwrap: async () => Buffer.alloc(32, 1) }],
    ['does not give the key back', { unwrap: () => Promise.reject(new Error('no')) }],
    ['does not take the key', { wrap: () => Promise.reject(new Error('no')) }],
    ['protects nothing', noKeychain],
  ])('that %s never takes the place of one that does', async (_what, fault) => {
    await unlockedWith(keychainNamed('dpapi'));
    const faulty = { ...keychainNamed('dpapi') };
    const keystore = await keystoreWith(faulty);
    await keystore.unlockWithKeychain();
    Object.assign(faulty, fault);
    const before = await stored();
    await expect(keystore.setKeychain(true)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await stored()).toBe(before);
  });
});

describe('the data key', () => {
  it('has the next one beside it until the change is settled, each under the same passphrase', async () => {
    const keystore = await keystoreWith(noKeychain);
    await keystore.setUp({ passphrase, keychain: false });
    const [key, deviceKey] = [Buffer.from(keystore.key()), Buffer.from(keystore.deviceKey())];
    await keystore.beginRekey(passphrase);
    const next = Buffer.from(keystore.nextKey!);
    await expect(keystore.setPassphrase(other)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });

    const after = await keystoreWith(noKeychain);
    await after.unlockWithPassphrase(passphrase);
    expect([Buffer.from(after.key()), Buffer.from(after.nextKey!)]).toEqual([key, next]);
    await after.settle();
    expect(await readEnvelope(file)).toHaveProperty('next');
    const old = after.key();
    after.adoptNextKey();
    expect(after.formerKeys().map((each) => Buffer.from(each))).toEqual([key]);
    await after.settle();
    after.lock();
    expect(old.every((byte) => byte === 0)).toBe(true);

    const last = await keystoreWith(noKeychain);
    await last.unlockWithPassphrase(passphrase);
    expect([Buffer.from(last.key()), last.nextKey]).toEqual([next, null]);
    expect(Buffer.from(last.deviceKey())).toEqual(deviceKey);
    expect(await readEnvelope(file)).not.toHaveProperty('next');
  });

  it('stays when the change is taken back, and the next one is wiped', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    const before = await stored();
    await keystore.beginRekey(null);
    const next = keystore.nextKey!;
    await keystore.takeBackNextKey();
    expect(next.every((byte) => byte === 0)).toBe(true);
    expect(JSON.parse(await stored())).toEqual(JSON.parse(before));
    await keystore.beginRekey(null);
    const another = keystore.nextKey!;
    keystore.lock();
    expect(another.every((byte) => byte === 0)).toBe(true);
  });

  it('is not changed under a wrong passphrase, which would lock everybody out', async () => {
    const keystore = await keystoreWith(noKeychain);
    await keystore.setUp({ passphrase, keychain: false });
    await expect(keystore.beginRekey(null)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    await expect(keystore.beginRekey(other)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await readEnvelope(file)).not.toHaveProperty('next');
  });

  it('of before is kept under the one of now, through later changes and other passphrases, and is wiped with it', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    const keys: Buffer[] = [];
    for (let times = 0; times < 3; times++) {
      keys.push(Buffer.from(keystore.key()));
      await keystore.beginRekey(null);
      keystore.adoptNextKey();
      await keystore.settle();
    }
    await keystore.setPassphrase(passphrase);
    const again = await keystoreWith(noKeychain);
    expect(again.formerKeys()).toEqual([]);
    await again.unlockWithPassphrase(passphrase);
    const former = again.formerKeys();
    expect(former.map((each) => Buffer.from(each))).toEqual(keys);
    again.lock();
    expect(former.every((each) => each.every((byte) => byte === 0))).toBe(true);
    expect(again.formerKeys()).toEqual([]);
  });

  it('of before that was changed in the file is left out: the one of now opens all the same', async () => {
    const keystore = await unlockedWith(keychainNamed('dpapi'));
    for (let times = 0; times < 2; times++) {
      await keystore.beginRekey(null);
      keystore.adoptNextKey();
      await keystore.settle();
    }
    const envelope = (await readEnvelope(file))!;
    const [first, second] = envelope.former!;
    await writeEnvelope(file, { ...envelope, former: [{ ...first, keyId: second.keyId }, second] });
    const again = await keystoreWith(keychainNamed('dpapi'));
    await again.unlockWithKeychain();
    expect(Buffer.from(again.key())).toEqual(Buffer.from(keystore.key()));
    expect(again.formerKeys()).toHaveLength(1);
  });
});

describe('guessing', () => {
  it('is not sped up by starting the console anew, unless the pause would be over', async () => {
    const slept: number[] = [];
    const attemptsAfter = (count: number, ago: number): Attempts =>
      new Attempts({ now: () => 1_000_000, sleep: async (ms) => void slept.push(ms) }, { count, ago });
    await attemptsAfter(2, 0).run(async () => undefined);
    await attemptsAfter(5, 1_000).run(async () => undefined);
    await attemptsAfter(5, pauseAfter(5)).run(async () => undefined);
    await attemptsAfter(5, -86_400_000).run(async () => undefined);
    expect(slept).toEqual([pauseAfter(5) - 1_000, pauseAfter(5)]);
  });

  it('at the settings waits as at the lock: the failures of both count', async () => {
    const slept: number[] = [];
    let time = 0;
    const attempts = new Attempts({
      now: () => time,
      sleep: async (ms) => {
        slept.push(ms);
        time += ms;
      },
    });
    const keystore = await keystoreWith(keychainNamed('dpapi'), attempts);
    await keystore.setUp({ passphrase, keychain: true });
    for (let times = 0; times < 2; times++) await expect(keystore.confirm(other)).rejects.toThrow();
    await expect(keystore.unlockWithPassphrase(other)).rejects.toThrow();
    await keystore.confirm(passphrase);
    expect(slept).toEqual([1_000]);
  });
});
