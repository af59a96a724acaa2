import { safeStorage } from 'electron';

/** The system's own store for secrets. */
export interface Keychain {
  /** Whether it protects anything: never on Linux `basic_text`, where the password is the same for everybody. */
  readonly available: boolean;
  /** e.g. `gnome_libsecret`, `kwallet6`, `keychain`, `dpapi`, `basic_text`. */
  readonly backend: string;
  wrap(secret: Uint8Array): Promise<Buffer>;
  /** Throws when the store does not know the secret or refuses it. */
  unwrap(wrapped: Buffer): Promise<Buffer>;
}

const realLinuxBackends = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/** Electron 45 wants the asynchronous functions; the older runtime of development has only the others. */
const isAsynchronous = typeof (safeStorage as Partial<typeof safeStorage>).encryptStringAsync === 'function';

/** Finds out what the system offers. Only after Electron is ready: before that every backend is unknown. */
export async function findKeychain(): Promise<Keychain> {
  const backend = backendName();
  const isReal = process.platform !== 'linux' || realLinuxBackends.has(backend);
  return {
    available:
      isReal && (isAsynchronous ? await safeStorage.isAsyncEncryptionAvailable() : safeStorage.isEncryptionAvailable()),
    backend,
    wrap: async (secret) => {
      const text = Buffer.from(secret).toString('base64');
      return isAsynchronous ? await safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text);
    },
    unwrap: async (wrapped) => {
      const text = isAsynchronous
        ? (await safeStorage.decryptStringAsync(wrapped)).result
        : safeStorage.decryptString(wrapped);
      return Buffer.from(text, 'base64');
    },
  };
}

function backendName(): string {
  if (process.platform === 'darwin') return 'keychain';
  if (process.platform === 'win32') return 'dpapi';
  return safeStorage.getSelectedStorageBackend();
}
