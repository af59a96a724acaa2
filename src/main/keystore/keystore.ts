import { Failure } from '#shared/contract/errors.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import { Attempts } from './attempts.ts';
import { newDeviceWrap, openDeviceKey, unwrapDeviceKey } from './device-key.ts';
import {
  isKeyOf,
  newDataKey,
  newEnvelope,
  readEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeEnvelope,
} from './envelope.ts';
import type { Envelope, WrappedKey } from './envelope.ts';
import { type FormerKeyInHand, unwrapFormerKeys, wrapFormerKeys } from './former-keys.ts';
import type { Keychain } from './keychain.ts';
import { requireKeychain, unwrapWithKeychain, wrapWithKeychain } from './keychain-wrap.ts';
import { nextOf, requireLongEnough, withKeychain, withPassphrase } from './protection.ts';

export type KeystoreState = 'none' | 'locked' | 'unlocked';

export interface Protection {
  readonly passphrase: boolean;
  readonly keychain: boolean;
}

/** The one owner of the data key and the device's signing key while the console is unlocked. */
export class Keystore {
  readonly keychain: Keychain;
  readonly #file: string;
  readonly #attempts: Attempts;
  #envelope: Envelope | null = null;
  #damage: Failure | null = null;
  #key: Buffer | null = null;
  #deviceKey: Buffer | null = null;
  /** While one data key takes the place of another. */
  #nextKey: Buffer | null = null;
  #former: FormerKeyInHand[] = [];

  constructor(file: string, keychain: Keychain, attempts: Attempts = new Attempts()) {
    this.#file = file;
    this.keychain = keychain;
    this.#attempts = attempts;
  }

  /** Reads the keystore file. A damaged one is not an error yet: `unlock` says what is wrong, and nothing overwrites it. */
  async load(): Promise<void> {
    try {
      this.#envelope = await readEnvelope(this.#file);
      this.#damage = null;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#damage = error;
    }
  }

  get state(): KeystoreState {
    if (this.#key) return 'unlocked';
    return this.#envelope || this.#damage ? 'locked' : 'none';
  }

  get protection(): Protection {
    return { passphrase: Boolean(this.#envelope?.passphrase), keychain: Boolean(this.#envelope?.keychain) };
  }

  /** Tells one data key from another; says nothing about it. Null before there is one. */
  get keyId(): string | null {
    return this.#envelope?.keyId ?? null;
  }

  /** The data key. Do not keep it: `lock` wipes it. Throws KEY_UNAVAILABLE while locked. */
  key(): Uint8Array {
    return requireUnlocked(this.#key);
  }

  /** The device's private key as PKCS #8 in DER. As `key`. */
  deviceKey(): Uint8Array {
    return requireUnlocked(this.#deviceKey);
  }

  /** The data keys of before, which backups may have that were elsewhere when the key was changed. None while locked. As `key`. */
  formerKeys(): readonly Uint8Array[] {
    return this.#former.map(({ key }) => key);
  }

  /**
   * First run: makes a data key and wraps it as chosen.
   *
   * @throws INPUT_INVALID without any protection or with a short passphrase, KEY_UNAVAILABLE when there is a keystore
   *   already or the keychain does not protect anything here.
   */
  async setUp(chosen: { readonly passphrase?: string | undefined; readonly keychain: boolean }): Promise<void> {
    if (this.state !== 'none') {
      throw new Failure('KEY_UNAVAILABLE', 'This console already has a key. Nothing was changed.', {
        remedy: 'Unlock it.',
      });
    }
    const { passphrase } = chosen;
    if (passphrase === undefined && !chosen.keychain) {
      throw new Failure('INPUT_INVALID', 'The cache needs a passphrase, the system keychain, or both.', {
        remedy: this.keychain.available
          ? 'Choose at least one.'
          : 'Choose a passphrase: there is no keychain on this system.',
        details: { field: 'passphrase' },
      });
    }
    if (passphrase !== undefined) requireLongEnough(passphrase);
    if (chosen.keychain) requireKeychain(this.keychain);
    const key = newDataKey();
    try {
      const empty = newEnvelope(key);
      const envelope: Envelope = {
        ...empty,
        passphrase: passphrase === undefined ? null : await wrapWithPassphrase(key, empty.keyId, passphrase),
        keychain: chosen.keychain ? await wrapWithKeychain(this.keychain, empty, key) : null,
        device: newDeviceWrap(key, empty.keyId),
      };
      await writeEnvelope(this.#file, envelope);
      this.#envelope = envelope;
      this.#hold(key, unwrapDeviceKey(envelope, key));
    } catch (error) {
      key.fill(0);
      throw error instanceof Failure ? error : profileWriteFailure(error, 'keystore.json');
    }
  }

  /** @throws KEY_UNAVAILABLE when the passphrase is wrong; after a few failures the next attempt waits, longer each time. */
  async unlockWithPassphrase(passphrase: string): Promise<void> {
    const envelope = this.#requireEnvelope();
    const key = await this.#attempts.run(() => unwrapWithPassphrase(envelope, passphrase));
    await this.#take(envelope, key, (next) => unwrapWithPassphrase(next, passphrase));
  }

  /** @throws KEY_UNAVAILABLE when the keychain changed since the set-up, refuses, or gives another key. */
  async unlockWithKeychain(): Promise<void> {
    const envelope = this.#requireEnvelope();
    const key = await unwrapWithKeychain(this.keychain, envelope);
    await this.#take(envelope, key, (next) => unwrapWithKeychain(this.keychain, next));
  }

  /**
   * Makes sure that whoever wants to change the protection knows the passphrase, where there is one. Waits as an unlock does.
   * @throws KEY_UNAVAILABLE when it is wrong
   */
  async confirm(passphrase: string | null): Promise<void> {
    const envelope = this.#requireEnvelope();
    if (!envelope.passphrase) return;
    const key = await this.#attempts.run(() => unwrapWithPassphrase(envelope, passphrase ?? ''));
    key.fill(0);
  }

  /**
   * Sets, changes or, with null, removes the passphrase. The data key stays the same.
   * @throws INPUT_INVALID when it is short or nothing would protect the key, KEY_UNAVAILABLE while locked; nothing was changed then
   */
  async setPassphrase(passphrase: string | null): Promise<void> {
    await this.#replace(await withPassphrase(this.#requireSettled(), this.key(), passphrase));
  }

  /** Has the system's keychain as it is now keep the key too, or takes that away. @throws as `setPassphrase` */
  async setKeychain(isOn: boolean): Promise<void> {
    await this.#replace(await withKeychain(this.#requireSettled(), this.key(), isOn ? this.keychain : null));
  }

  /**
   * Makes the data key that is to take the place of the one of now, protected alike. From here on the keystore file opens both.
   * @param passphrase of now, where there is one
   * @throws as `setPassphrase`; KEY_UNAVAILABLE when the passphrase is wrong: nobody would know the one of the next key
   */
  async beginRekey(passphrase: string | null): Promise<void> {
    const envelope = this.#requireSettled();
    if (envelope.passphrase) (await unwrapWithPassphrase(envelope, passphrase ?? '')).fill(0);
    const key = newDataKey();
    try {
      const next = await nextOf(envelope, { key, deviceKey: this.deviceKey(), passphrase, keychain: this.keychain });
      await this.#replace({ ...envelope, next });
      this.#nextKey = key;
    } catch (error) {
      key.fill(0);
      throw error;
    }
  }

  /** The data key that is to take the place of the one of now; null when none is. As `key`. */
  get nextKey(): Uint8Array | null {
    return this.#nextKey;
  }

  /**
   * The files are encrypted with the next key: it is the data key from now on, and the one of before is kept under it. The file of the keystore
   * opens both until `settle`.
   */
  adoptNextKey(): void {
    const envelope = this.#requireEnvelope();
    const [key, nextKey] = [requireUnlocked(this.#key), requireUnlocked(this.#nextKey)];
    if (!envelope.next) throw new Error('There is no next key.');
    this.#former.push({ keyId: envelope.keyId, key });
    this.#key = nextKey;
    this.#nextKey = null;
  }

  /** No file is encrypted with the next key: the one of now stays. @throws when the keystore's file cannot be written */
  async takeBackNextKey(): Promise<void> {
    const { next: _given, ...envelope } = this.#requireEnvelope();
    await this.#replace(envelope);
    this.#nextKey?.fill(0);
    this.#nextKey = null;
  }

  /** The cache was opened with the adopted key: nothing but that opens the file of the keystore now. Does nothing when there is none. */
  async settle(): Promise<void> {
    const { version, next } = this.#requireEnvelope();
    if (!next || !isKeyOf(next, this.key())) return;
    await this.#replace({ version, ...next, former: wrapFormerKeys(next.keyId, this.key(), this.#former) });
  }

  /** Wipes the keys from this process. */
  lock(): void {
    this.#key?.fill(0);
    this.#deviceKey?.fill(0);
    this.#nextKey?.fill(0);
    for (const { key } of this.#former) key.fill(0);
    this.#former = [];
    this.#key = null;
    this.#deviceKey = null;
    this.#nextKey = null;
  }

  async #take(envelope: Envelope, key: Buffer, unwrapNext: (next: WrappedKey) => Promise<Buffer>): Promise<void> {
    try {
      const opened = await openDeviceKey(this.#file, envelope, key);
      const nextKey = envelope.next ? await unwrapNext(envelope.next) : null;
      this.#envelope = opened.envelope;
      this.#hold(key, opened.deviceKey);
      this.#former = unwrapFormerKeys(opened.envelope, key);
      this.#nextKey = nextKey;
    } catch (error) {
      key.fill(0);
      throw error instanceof Failure ? error : profileWriteFailure(error, 'keystore.json');
    }
  }

  /** In one step, and only then in memory: what could not be written does not hold. */
  async #replace(envelope: Envelope): Promise<void> {
    try {
      await writeEnvelope(this.#file, envelope);
    } catch (error) {
      throw profileWriteFailure(error, 'keystore.json');
    }
    this.#envelope = envelope;
  }

  #hold(key: Buffer, deviceKey: Buffer): void {
    this.lock();
    this.#key = key;
    this.#deviceKey = deviceKey;
  }

  #requireEnvelope(): Envelope {
    if (this.#damage) throw this.#damage;
    if (this.#envelope) return this.#envelope;
    throw new Failure('KEY_UNAVAILABLE', 'This console has no cache yet.', { remedy: 'Set it up first.' });
  }

  /** An envelope of one data key only. */
  #requireSettled(): Envelope {
    const envelope = this.#requireEnvelope();
    if (!envelope.next) return envelope;
    throw new Failure('KEY_UNAVAILABLE', 'The data key is just being changed. Nothing else was changed.', {
      remedy: 'Lock the console, unlock it, and try again.',
    });
  }
}

function requireUnlocked(key: Buffer | null): Buffer {
  if (key) return key;
  throw new Failure('KEY_UNAVAILABLE', 'The console is locked. Nothing was changed.', { remedy: 'Unlock it.' });
}
