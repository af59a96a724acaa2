import type { AuditDetails, AuditKind, AuditOutcome } from '../contract/audit-records.ts';

/** An entry of the audit log as whoever has something to tell hands it in; number, time, actor, role and hash are the log's. */
export interface NewEntry {
  readonly kind: AuditKind;
  readonly outcome: AuditOutcome;
  /** The entry that asked. */
  readonly of?: number;
  /** Of the bridge. */
  readonly method?: string;
  /** Wire id. */
  readonly communityId: string | null;
  /** Pseudonyms, ids, codes, counts and whole numbers: never a name of a member, a user id or a secret. Longer texts are cut. */
  readonly details: AuditDetails;
}
