import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { HubError } from '../hub-error.ts';

/** Characters of a new password, at least. */
const MIN_PASSWORD_LENGTH = 10;

/** What a guess costs: memory and time grow with `n * r`, time with `p` too. */
export interface PasswordCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** The cost of new passwords: about 0.4 s and 128 MiB. */
export const PASSWORD_COST: PasswordCost = { n: 2 ** 17, r: 8, p: 1 };

/** Bounds on what a stored hash may ask for, so that a spoilt row cannot eat the machine (1 GiB of memory at most). */
const BOUNDS = { n: [2 ** 10, 2 ** 20], r: [8, 8], p: [1, 4] } as const;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * The text to store for a password: `scrypt$N$r$p$salt$hash`. It carries its own cost, so that the cost of later passwords can grow.
 * @param cost less than usual only where the password is worth nothing (tests)
 * @throws HubError INPUT_INVALID for a password that is too short
 */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  if (Array.from(password).length < MIN_PASSWORD_LENGTH) {
    throw new HubError(400, 'INPUT_INVALID', `A password has at least ${MIN_PASSWORD_LENGTH} characters.`, {
      remedy: 'Choose a longer one.',
      details: { field: 'password' },
    });
  }
  const salt = randomBytes(SALT_BYTES);
  return hashText(cost, salt, await derive(password, salt, cost));
}

/** Whether `password` is the one that `hash` was made of. False too for a text that is no hash, or asks for too much. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const stored = readHash(hash);
  if (stored === null) return false;
  return timingSafeEqual(await derive(password, stored.salt, stored.cost), stored.key);
}

/** A hash that no password has, of the usual cost: whoever asks for an unknown account waits as long as for a wrong password. */
export function hashOfNobody(): string {
  return hashText(PASSWORD_COST, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
}

function hashText({ n, r, p }: PasswordCost, salt: Buffer, key: Buffer): string {
  return ['scrypt', n, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function readHash(text: string): { readonly cost: PasswordCost; readonly salt: Buffer; readonly key: Buffer } | null {
  const match = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(text);
  if (match === null) return null;
  const cost = { n: Number(match[1]), r: Number(match[2]), p: Number(match[3]) };
  const isBounded = (['n', 'r', 'p'] as const).every(
    (name) => cost[name] >= BOUNDS[name][0] && cost[name] <= BOUNDS[name][1],
  );
  const key = Buffer.from(match[5], 'base64url');
  if (!isBounded || !Number.isInteger(Math.log2(cost.n)) || key.length !== HASH_BYTES) return null;
  return { cost, salt: Buffer.from(match[4], 'base64url'), key };
}

function derive(password: string, salt: Buffer, { n, r, p }: PasswordCost): Promise<Buffer> {
  // scrypt itself takes 128 * n * r bytes; the rest is room for its own.
  const options = { N: n, r, p, maxmem: 256 * n * r };
  return new Promise((resolve, reject) => {
    // The same characters, however the keyboard composes them.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
