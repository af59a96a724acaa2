import { type Kysely, sql } from 'kysely';

/** Runs SQL statements one after the other, each its own text: neither driver takes several at once with its prepared protocol. */
export async function runStatements(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
