/** Keychains of a system that is not there. */
import type { Keychain } from '#main/keystore/keychain.ts';

/** What Linux offers without any: its password is the same for everybody. */
export const noKeychain: Keychain = {
  available: false,
  backend: 'basic_text',
  wrap: async () => Buffer.alloc(0),
  unwrap: async () => Buffer.alloc(0),
};

/** A keychain that turns every byte over. */
export function keychainNamed(backend: string): Keychain {
  const turn = async (bytes: Uint8Array): Promise<Buffer> => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return { available: true, backend, wrap: turn, unwrap: turn };
}
