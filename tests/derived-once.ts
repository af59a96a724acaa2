/**
 * To derive a key from a passphrase takes a third of a second on purpose, and tests unlock the same profile again and again: what this
 * process has derived before is remembered. Another passphrase, salt or cost is computed as ever.
 */
import crypto, { type ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Callback = (error: Error | null, key: Buffer) => void;

const original = crypto.scrypt;
const derived = new Map<string, Buffer>();

function rememberedScrypt(
  password: string,
  salt: Uint8Array,
  length: number,
  options: ScryptOptions,
  done: Callback,
): void {
  const question = JSON.stringify([password, [...salt], length, options]);
  const known = derived.get(question);
  // Copies, because who is done with a key overwrites it.
  if (known !== undefined) setImmediate(() => done(null, Buffer.from(known)));
  else
    original(password, salt, length, options, (error, key) => {
      if (error === null) derived.set(question, Buffer.from(key));
      done(error, key);
    });
}

// Run before each file of a process.
if (original.name !== rememberedScrypt.name) {
  crypto.scrypt = rememberedScrypt as typeof original;
  syncBuiltinESMExports();
}
