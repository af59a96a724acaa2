import { randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Role } from '#shared/contract/method.ts';
import { hashPassword } from '../auth/passwords.ts';
import type { Tables } from '../db/tables.ts';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  /** Ids of the communities that the person may see. */
  readonly communities: readonly string[];
}

/**
 * Adds a user of the hub.
 * @returns the user's id
 * @throws Error when the address has an account already or a community does not exist; HubError for a password that is too short
 */
export async function addUser(
  db: Kysely<Tables>,
  { email, name, role, password, communities }: NewUser,
): Promise<string> {
  const password_hash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const user = await tx
      .insertInto('hub_users')
      .values({ email, name, role, password_hash })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!user) throw new Error(`There is already a user ${email}. Nothing was changed.`);
    await openTo(tx, user.id, communities);
    return user.id;
  });
}

/**
 * Opens communities to a user who is there already; one that is open stays open.
 * @throws Error when there is no such user or community; then nothing was changed
 */
export async function grant(db: Kysely<Tables>, email: string, communities: readonly string[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const user = await tx
      .selectFrom('hub_users')
      .select('id')
      .where(sql`lower(email)`, '=', email.toLowerCase())
      .executeTakeFirst();
    if (!user) throw new Error(`There is no user ${email}. Nothing was changed.`);
    await openTo(tx, user.id, communities);
  });
}

async function openTo(tx: Transaction<Tables>, user_id: string, communities: readonly string[]): Promise<void> {
  for (const community_id of communities) {
    const known = await tx.selectFrom('communities').select('id').where('id', '=', community_id).executeTakeFirst();
    if (!known) throw new Error(`The hub has no community ${community_id}. Nothing was changed.`);
    await tx
      .insertInto('hub_user_communities')
      .values({ user_id, community_id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** A password that nobody chose: 20 characters, 120 bits. */
export function drawPassword(): string {
  return randomBytes(15).toString('base64url');
}

/** What an admin proposes another one may have to approve (DOMAIN.md section 6): there are two. */
const demoUsers = [
  ['admin', 'admin', 'Ada Admin'],
  ['admin2', 'admin', 'Ben Admin'],
  ['manager', 'manager', 'Max Manager'],
  ['auditor', 'auditor', 'Aud Auditor'],
  ['viewer', 'viewer', 'Vera Viewer'],
] as const satisfies readonly (readonly [address: string, Role, name: string])[];

/**
 * Users of each role for a demo community, all with the same password.
 * @returns their addresses
 */
export async function addDemoUsers(db: Kysely<Tables>, community: string, password: string): Promise<string[]> {
  const emails: string[] = [];
  for (const [address, role, name] of demoUsers) {
    const email = `${address}@sonnenhang.example`;
    await addUser(db, { email, name, role, password, communities: [community] });
    emails.push(email);
  }
  return emails;
}
