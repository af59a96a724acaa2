import { Failure } from '#shared/contract/errors.ts';
import { checked, type KeychainWrap, type WrappedKey } from './envelope.ts';
import type { Keychain } from './keychain.ts';

/**
 * Wraps the key with the system's keychain, and has it give the key back before anybody relies on it.
 * @throws KEY_UNAVAILABLE when the keychain protects nothing, does not take the key or does not give it back
 */
export async function wrapWithKeychain(
  keychain: Keychain,
  wrapped: WrappedKey,
  key: Uint8Array,
): Promise<KeychainWrap> {
  requireKeychain(keychain);
  let wrap: KeychainWrap;
  try {
    wrap = { backend: keychain.backend, wrapped: (await keychain.wrap(key)).toString('base64') };
  } catch (error) {
    throw new Failure('KEY_UNAVAILABLE', 'The system keychain did not take the key. Nothing was changed.', {
      remedy: 'Unlock your keychain and try again, or use a passphrase.',
      cause: error,
    });
  }
  (await unwrapWithKeychain(keychain, { ...wrapped, keychain: wrap })).fill(0);
  return wrap;
}

/**
 * Unwraps the data key. Whoever holds it wipes it.
 * @throws KEY_UNAVAILABLE when the keychain is another than the one that wrapped the key, refuses, or gives another key
 */
export async function unwrapWithKeychain(keychain: Keychain, wrapped: WrappedKey): Promise<Buffer> {
  const wrap = wrapped.keychain;
  const other = wrapped.passphrase ? 'Unlock it with the passphrase.' : undefined;
  if (!wrap) {
    throw new Failure(
      'KEY_UNAVAILABLE',
      "This console's cache was set up without the system keychain. Nothing was changed.",
      {
        remedy: other ?? 'Restart the console.',
      },
    );
  }
  if (wrap.backend !== keychain.backend || !keychain.available) {
    throw new Failure(
      'KEY_UNAVAILABLE',
      `The key was kept by the keychain "${wrap.backend}", but this system now offers "${keychain.backend}". Nothing was changed.`,
      {
        remedy:
          other ??
          `Sign in to the desktop that offers "${wrap.backend}"${switchFor(wrap.backend)}. The cache is untouched.`,
        details: { expected: wrap.backend, found: keychain.backend },
      },
    );
  }
  const refused = (): Failure =>
    new Failure('KEY_UNAVAILABLE', 'The system keychain did not give the key of this cache. Nothing was changed.', {
      remedy: other ?? 'Unlock your keychain or sign in again, then try once more. The cache is untouched.',
    });
  let key: Buffer;
  try {
    key = await keychain.unwrap(Buffer.from(wrap.wrapped, 'base64'));
  } catch {
    throw refused();
  }
  return checked(wrapped, key, refused);
}

/** @throws KEY_UNAVAILABLE when the system offers no keychain that protects a key */
export function requireKeychain({ available, backend }: Keychain): void {
  if (available) return;
  throw new Failure(
    'KEY_UNAVAILABLE',
    `The system offers no keychain that protects a key (it says "${backend}"). Nothing was changed.`,
    {
      remedy: 'Use a passphrase instead.',
      details: { found: backend },
    },
  );
}

/** How to ask Electron for a keychain of Linux by name. */
function switchFor(backend: string): string {
  return process.platform === 'linux'
    ? `, or start the console with --password-store=${backend.replaceAll('_', '-')}`
    : '';
}
