import { MIN_PASSPHRASE_LENGTH } from '#shared/contract/session.ts';
import { Failure } from '#shared/contract/errors.ts';
import { profileWriteFailure } from '#shared/contract/write-failures.ts';
import { Attempts } from './attempts.ts';
import { newDeviceWrap, openDeviceKey, unwrapDeviceKey } from './device-key.ts';
import {
  checked,
  newDataKey,
  newEnvelope,
  readEnvelope,
  unwrapWithPassphrase,
  wrapWithPassphrase,
  writeEnvelope,
} from './envelope.ts';
import type { Envelope } from './envelope.ts';
import type { Keychain } from './keychain.ts';

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

  /** The data key. Do not keep it: `lock` wipes it. Throws KEY_UNAVAILABLE while locked. */
  key(): Uint8Array {
    return requireUnlocked(this.#key);
  }

  /** The device's private key as PKCS #8 in DER. As `key`. */
  deviceKey(): Uint8Array {
    return requireUnlocked(this.#deviceKey);
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
    if (passphrase !== undefined && passphrase.length < MIN_PASSPHRASE_LENGTH) {
      throw new Failure('INPUT_INVALID', `The passphrase needs at least ${MIN_PASSPHRASE_LENGTH} characters.`, {
        remedy: 'Choose a longer one.',
        details: { field: 'passphrase' },
      });
    }
    if (chosen.keychain) this.#requireKeychain();
    const key = newDataKey();
    try {
      const empty = newEnvelope(key);
      const envelope: Envelope = {
        ...empty,
        passphrase: passphrase === undefined ? null : await wrapWithPassphrase(key, empty.keyId, passphrase),
        keychain: chosen.keychain ? await this.#wrapWithKeychain(key) : null,
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
    await this.#take(envelope, key);
  }

  /** @throws KEY_UNAVAILABLE when the keychain changed since the set-up, refuses, or gives another key. */
  async unlockWithKeychain(): Promise<void> {
    const envelope = this.#requireEnvelope();
    const wrap = envelope.keychain;
    const other = envelope.passphrase ? 'Unlock it with the passphrase.' : undefined;
    if (!wrap) {
      throw new Failure(
        'KEY_UNAVAILABLE',
        "This console's cache was set up without the system keychain. Nothing was changed.",
        {
          remedy: other ?? 'Restart the console.',
        },
      );
    }
    if (wrap.backend !== this.keychain.backend || !this.keychain.available) {
      throw new Failure(
        'KEY_UNAVAILABLE',
        `The key was kept by the keychain "${wrap.backend}", but this system now offers "${this.keychain.backend}". Nothing was changed.`,
        {
          remedy:
            other ??
            `Sign in to the desktop that offers "${wrap.backend}"${switchFor(wrap.backend)}. The cache is untouched.`,
          details: { expected: wrap.backend, found: this.keychain.backend },
        },
      );
    }
    const refused = (): Failure =>
      new Failure('KEY_UNAVAILABLE', 'The system keychain did not give the key of this cache. Nothing was changed.', {
        remedy: other ?? 'Unlock your keychain or sign in again, then try once more. The cache is untouched.',
      });
    let key: Buffer;
    try {
      key = await this.keychain.unwrap(Buffer.from(wrap.wrapped, 'base64'));
    } catch {
      throw refused();
    }
    await this.#take(envelope, checked(envelope, key, refused));
  }

  /** Wipes the keys from this process. */
  lock(): void {
    this.#key?.fill(0);
    this.#deviceKey?.fill(0);
    this.#key = null;
    this.#deviceKey = null;
  }

  async #take(envelope: Envelope, key: Buffer): Promise<void> {
    try {
      const opened = await openDeviceKey(this.#file, envelope, key);
      this.#envelope = opened.envelope;
      this.#hold(key, opened.deviceKey);
    } catch (error) {
      key.fill(0);
      throw error instanceof Failure ? error : profileWriteFailure(error, 'keystore.json');
    }
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

  #requireKeychain(): void {
    if (this.keychain.available) return;
    throw new Failure(
      'KEY_UNAVAILABLE',
      `The system offers no keychain that protects a key (it says "${this.keychain.backend}").`,
      {
        remedy: 'Choose a passphrase instead.',
        details: { found: this.keychain.backend },
      },
    );
  }

  async #wrapWithKeychain(key: Uint8Array): Promise<Envelope['keychain']> {
    try {
      return { backend: this.keychain.backend, wrapped: (await this.keychain.wrap(key)).toString('base64') };
    } catch (error) {
      throw new Failure('KEY_UNAVAILABLE', 'The system keychain did not take the key. Nothing was set up.', {
        remedy: 'Unlock your keychain and try again, or choose a passphrase.',
        cause: error,
      });
    }
  }
}

function requireUnlocked(key: Buffer | null): Uint8Array {
  if (key) return key;
  throw new Failure('KEY_UNAVAILABLE', 'The console is locked. Nothing was changed.', { remedy: 'Unlock it.' });
}

/** How to ask Electron for a keychain of Linux by name. */
function switchFor(backend: string): string {
  return process.platform === 'linux'
    ? `, or start the console with --password-store=${backend.replaceAll('_', '-')}`
    : '';
}
