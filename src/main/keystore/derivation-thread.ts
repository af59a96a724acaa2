/** The thread of `deriveInThread`: one derivation, one answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { scrypt } from 'hash-wasm';
import type { Derivation } from './derivation.ts';

const { passphrase, salt, n, r, p, bytes } = workerData as Derivation;
const key = await scrypt({
  password: passphrase,
  salt,
  costFactor: n,
  blockSize: r,
  parallelism: p,
  hashLength: bytes,
  outputType: 'binary',
});
parentPort!.postMessage(key, [key.buffer as ArrayBuffer]);
