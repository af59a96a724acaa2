import { type Kysely, sql, type Transaction } from 'kysely';
import type { Principal } from '../parts.ts';
import type { Tables } from './tables.ts';

/**
 * Does `work` in one transaction as `principal`: the database itself shows the communities of that person alone and refuses what the
 * role may not do (migration 0040). Inside, use `tx` for everything: on PGlite there is one connection, and a query on `db` would wait
 * for this transaction forever.
 */
export function asUser<T>(
  db: Kysely<Tables>,
  principal: Pick<Principal, 'id' | 'role'>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT set_config('role', 'commonwatt_api', true),
      set_config('commonwatt.user_id', ${principal.id}, true),
      set_config('commonwatt.role', ${principal.role}, true)`.execute(tx);
    return work(tx);
  });
}
