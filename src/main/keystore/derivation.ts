import { scrypt } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How the key that wraps the data key follows from a passphrase: scrypt (RFC 7914). */
export interface Derivation {
  /** In the form NFKC: the same passphrase must give the same bytes on every keyboard. */
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly n: number;
  readonly r: number;
  readonly p: number;
  /** Of the derived key. */
  readonly bytes: number;
}

/**
 * Derives a key. Takes about a third of a second on purpose, and does not hold up the thread that asks.
 *
 * Electron's cryptography (BoringSSL) computes all of scrypt once to look at its parameters, in the thread that asks, and once more for the
 * result: there the same function is computed as WebAssembly in a thread of its own, in half the time.
 * @throws what the computation throws, such as for parameters that it refuses
 */
export async function derive(derivation: Derivation): Promise<Buffer> {
  return process.versions.electron === undefined ? await deriveHere(derivation) : await deriveInThread(derivation);
}

function deriveHere({ passphrase, salt, n, r, p, bytes }: Derivation): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, bytes, { N: n, r, p, maxmem: 256 * n * r * p }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** What the computation took in memory goes with its thread. */
export async function deriveInThread(derivation: Derivation): Promise<Buffer> {
  const worker = new Worker(threadFile(), { workerData: derivation });
  try {
    // An error of the thread rejects.
    const [key] = (await once(worker, 'message')) as [Uint8Array];
    return Buffer.from(key.buffer);
  } finally {
    await worker.terminate();
  }
}

function threadFile(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('derivation-thread.ts', import.meta.url)
    : new URL('./derivation-thread.js', import.meta.url);
}
