import type { Kysely } from 'kysely';
import type { Tables } from '../db/tables.ts';

/** What happened to a sign-in. */
export interface SignInEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** null when there is no such account. */
  readonly userId: string | null;
  readonly action: 'auth.sign-in' | 'auth.refresh' | 'auth.sign-out';
  readonly outcome: 'succeeded' | 'failed' | 'locked' | 'revoked';
  /** Never a password, a token, or an e-mail that nobody here has: people type passwords into the wrong field. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/** Adds an entry to the hub's audit log. */
export async function auditSignIn(db: Kysely<Tables>, event: SignInEvent): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      at: new Date(event.at),
      user_id: event.userId,
      community_id: null,
      action: event.action,
      subject: event.userId ?? 'unknown',
      outcome: event.outcome,
      details: JSON.stringify(event.details ?? {}),
    })
    .execute();
}
