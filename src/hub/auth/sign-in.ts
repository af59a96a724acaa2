import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { HubError } from '../hub-error.ts';
import type { HubLimits, HubParts } from '../parts.ts';
import { auditSignIn } from './audit.ts';
import { hashOfNobody, verifyPassword } from './passwords.ts';
import { beginFamily, type Continued } from './refresh.ts';

const MINUTE_MS = 60_000;
/** No lock is longer: whoever only wants to keep somebody out must not be able to for ever. */
const LONGEST_LOCK_MS = 24 * 60 * MINUTE_MS;

export interface Attempt {
  readonly email: string;
  readonly password: string;
  /** Where it came from, for the audit log. */
  readonly address: string;
}

/** How one attempt came out, before it is told. */
type Verdict = { readonly begun: Continued } | { readonly lockedMs: number } | 'wrong';

/**
 * Signs a person in. An unknown e-mail, a closed account and a wrong password are told in the same words and cost the same; wrong
 * passwords in a row lock the account, each time twice as long.
 * @throws HubError 401; 429 while the account is locked
 */
export async function signIn(parts: HubParts, attempt: Attempt): Promise<Continued> {
  const verdict = await judge(parts, attempt);
  if (verdict === 'wrong') {
    throw new HubError(401, 'HUB_REFUSED', 'The e-mail or the password is wrong.', {
      remedy: 'Check both and try again.',
    });
  }
  if ('begun' in verdict) return verdict.begun;
  const retryAfterS = Math.ceil(verdict.lockedMs / 1000);
  throw new HubError(429, 'RATE_LIMITED', 'Too many wrong passwords: this account is locked for a while.', {
    remedy: `Try again in ${Math.ceil(retryAfterS / 60)} min.`,
    retryAfterS,
  });
}

async function judge(parts: HubParts, { email, password, address }: Attempt): Promise<Verdict> {
  const user = await parts.db
    .selectFrom('hub_users')
    .select(['id', 'password_hash', 'is_active', 'locked_until'])
    .where(({ fn, eb, val }) => eb(fn<string>('lower', ['email']), '=', fn<string>('lower', [val(email.trim())])))
    .executeTakeFirst();
  const known = { at: parts.now(), userId: user?.id ?? null, action: 'auth.sign-in', details: { address } } as const;
  const lockedMs = lockLeft(user?.locked_until, known.at);
  if (lockedMs > 0) {
    await auditSignIn(parts.db, { ...known, outcome: 'locked' });
    return { lockedMs };
  }
  const isRight = await verifyPassword(password, user?.password_hash ?? hashOfNobody());
  if (user === undefined) {
    await auditSignIn(parts.db, { ...known, outcome: 'failed' });
    return 'wrong';
  }
  return parts.db.transaction().execute(async (tx) => {
    const verdict = await settle(tx, parts, { userId: user.id, isRight: isRight && user.is_active });
    const outcome = verdict === 'wrong' ? 'failed' : 'begun' in verdict ? 'succeeded' : 'locked';
    await auditSignIn(tx, { ...known, outcome });
    return verdict;
  });
}

/**
 * Counts an attempt whose password has been looked at. The lock is looked at once more: of many attempts at once, those that come after
 * the last one allowed learn nothing, not even that they were right.
 */
async function settle(
  tx: Transaction<Tables>,
  parts: HubParts,
  { userId, isRight }: { readonly userId: string; readonly isRight: boolean },
): Promise<Verdict> {
  const now = parts.now();
  const row = await tx
    .selectFrom('hub_users')
    .select(['failed_attempts', 'locked_until'])
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return 'wrong';
  const stillLockedMs = lockLeft(row.locked_until, now);
  if (stillLockedMs > 0) return { lockedMs: stillLockedMs };
  const failed = isRight ? 0 : row.failed_attempts + 1;
  const lockedMs = lockAfter(failed, parts.limits);
  await tx
    .updateTable('hub_users')
    .set({ failed_attempts: failed, locked_until: lockedMs > 0 ? new Date(now + lockedMs) : null })
    .where('id', '=', userId)
    .execute();
  if (isRight) return { begun: await beginFamily(tx, parts, userId) };
  return lockedMs > 0 ? { lockedMs } : 'wrong';
}

/** The lock that the `failed`th wrong password in a row brings, in milliseconds; 0 for none. */
function lockAfter(failed: number, { attemptsBeforeLock, lockMinutes }: HubLimits): number {
  if (failed === 0 || failed % attemptsBeforeLock !== 0) return 0;
  return Math.min(lockMinutes * MINUTE_MS * 2 ** (failed / attemptsBeforeLock - 1), LONGEST_LOCK_MS);
}

function lockLeft(until: Date | null | undefined, now: number): number {
  return until ? Math.max(until.getTime() - now, 0) : 0;
}
