import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { HubError } from '../hub-error.ts';
import type { HubParts } from '../parts.ts';
import { auditSignIn } from './audit.ts';

const TOKEN_BYTES = 32;
const DAY_MS = 24 * 3_600_000;

/** A sign-in that goes on: who it is, and the refresh token that continues it. */
export interface Continued {
  readonly userId: string;
  readonly family: string;
  readonly refreshToken: string;
}

/** Begins a sign-in: a new family with its first token. */
export async function beginFamily(tx: Transaction<Tables>, parts: HubParts, userId: string): Promise<Continued> {
  // The person's tokens that are over say nothing any more; so the table does not grow for ever.
  await tx
    .deleteFrom('refresh_tokens')
    .where('user_id', '=', userId)
    .where('expires_at', '<', new Date(parts.now()))
    .execute();
  const family = randomUUID();
  return { userId, family, refreshToken: await issue(tx, parts, { userId, family, parent: null }) };
}

/**
 * Exchanges a refresh token for its successor (PROTOCOL.md P3). A token that was exchanged before works again while none of its
 * successors has been: the answer was lost, so what was in it is revoked. Anything older, or revoked, is in hands it does not belong in:
 * it ends the whole sign-in, for the thief and for the owner, who signs in again.
 * @throws HubError 401
 */
export async function refresh(parts: HubParts, token: string): Promise<Continued> {
  const continued = await parts.db.transaction().execute((tx) => exchange(tx, parts, hashOf(token)));
  if (continued !== null) return continued;
  throw new HubError(401, 'HUB_REFUSED', 'Your sign-in has ended.', {
    remedy: 'Sign in again. Nothing that waits is lost.',
  });
}

/** Ends a sign-in: none of its tokens is good any more. */
export async function endFamily(db: Kysely<Tables>, family: string, at: number): Promise<void> {
  await db
    .updateTable('refresh_tokens')
    .set({ revoked_at: new Date(at) })
    .where('family', '=', family)
    .where('revoked_at', 'is', null)
    .execute();
}

async function exchange(tx: Transaction<Tables>, parts: HubParts, hash: string): Promise<Continued | null> {
  const now = parts.now();
  const named = await tx
    .selectFrom('refresh_tokens')
    .select('user_id')
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (named === undefined) return null;
  // One refresh of a person at a time; only behind this lock is seen what the one before it did.
  const user = await tx
    .selectFrom('hub_users')
    .select(['id', 'is_active'])
    .where('id', '=', named.user_id)
    .forUpdate()
    .executeTakeFirst();
  const token = await tx
    .selectFrom('refresh_tokens')
    .select(['family', 'expires_at', 'used_at', 'revoked_at'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (token === undefined || user === undefined || !user.is_active || token.expires_at.getTime() <= now) return null;

  const { family } = token;
  const successors = await tx
    .selectFrom('refresh_tokens')
    .select('used_at')
    .where('family', '=', family)
    .where('parent_hash', '=', hash)
    .execute();
  if (token.revoked_at !== null || successors.some(({ used_at: usedAt }) => usedAt !== null)) {
    await endStolen(tx, { userId: user.id, family, at: now });
    return null;
  }
  await tx
    .updateTable('refresh_tokens')
    .set({ revoked_at: new Date(now) })
    .where('family', '=', family)
    .where('parent_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .execute();
  await tx
    .updateTable('refresh_tokens')
    .set({ used_at: new Date(now) })
    .where('token_hash', '=', hash)
    .execute();
  return { userId: user.id, family, refreshToken: await issue(tx, parts, { userId: user.id, family, parent: hash }) };
}

async function endStolen(
  tx: Transaction<Tables>,
  { userId, family, at }: { readonly userId: string; readonly family: string; readonly at: number },
): Promise<void> {
  const alive = await tx
    .selectFrom('refresh_tokens')
    .select('token_hash')
    .where('family', '=', family)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  // A sign-in that has ended already (by signing out, say) ends only once.
  if (alive === undefined) return;
  await endFamily(tx, family, at);
  await auditSignIn(tx, { at, userId, action: 'auth.refresh', outcome: 'revoked', details: { family } });
}

async function issue(
  tx: Transaction<Tables>,
  { now, limits }: HubParts,
  { userId, family, parent }: { readonly userId: string; readonly family: string; readonly parent: string | null },
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await tx
    .insertInto('refresh_tokens')
    .values({
      token_hash: hashOf(token),
      family,
      user_id: userId,
      parent_hash: parent,
      issued_at: new Date(now()),
      expires_at: new Date(now() + limits.refreshTokenDays * DAY_MS),
    })
    .execute();
  return token;
}

/** Only this is stored: whoever reads the table cannot sign in with it. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
