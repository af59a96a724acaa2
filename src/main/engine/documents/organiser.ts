import type { Organiser } from '#shared/contract/documents.ts';
import type { ReadDb, WriteDb } from '../cache/connection.ts';

export interface KeptOrganiser extends Organiser {
  /** Epoch ms. */
  readonly changedAt: number;
}

/** Who runs the community with this wire id (GDPR Art. 30(1)(a)); null until somebody has entered it. Kept when the community is removed. */
export function organiserOf(db: ReadDb, communityUid: string): KeptOrganiser | null {
  return (
    db.get<KeptOrganiser>(
      `SELECT name, address, contact, representative, protection_officer AS protectionOfficer, changed_at AS changedAt
       FROM organiser WHERE community_uid = ?`,
      [communityUid],
    ) ?? null
  );
}

/**
 * Puts the organiser in the place of the one before.
 * @param now epoch ms
 */
export function setOrganiser(db: WriteDb, communityUid: string, organiser: Organiser, now: number): void {
  const { name, address, contact, representative, protectionOfficer } = organiser;
  db.run(
    `INSERT OR REPLACE INTO organiser (community_uid, name, address, contact, representative, protection_officer, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [communityUid, name, address, contact, representative, protectionOfficer, now],
  );
}
