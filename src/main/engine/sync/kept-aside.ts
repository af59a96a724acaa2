import type { WriteDb } from '../cache/connection.ts';
import type { DecodedPage } from './decode-page.ts';
import { recordKey } from './record-key.ts';
import type { Deletion, UnknownDeletion } from './decode-deletions.ts';

/**
 * Keeps what a page says and this version does not know, and forgets what later records of the same kind and key do not say any more, or
 * what is gone (PROTOCOL.md L8).
 * @param communityId row id
 */
export function keepAside(db: WriteDb, communityId: number, page: DecodedPage): void {
  const { aside, changes, deletions, unknownDeletions } = page;
  for (const [kind, records] of Object.entries(changes)) {
    if (!db.get('SELECT 1 FROM kept_aside WHERE community_id = ? AND kind = ?', [communityId, kind])) continue;
    for (const record of records) forget(db, communityId, kind, recordKey(kind, record as object));
  }
  for (const { kind, key, fields } of aside) {
    db.run(
      `INSERT INTO kept_aside (community_id, kind, key, fields) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET fields = excluded.fields`,
      [communityId, kind, key, fields],
    );
  }
  for (const deletion of deletions) forgetDeleted(db, communityId, deletion);
  for (const deletion of unknownDeletions) forgetUnknown(db, communityId, deletion);
}

function forget(db: WriteDb, communityId: number, kind: string, key: string): void {
  db.run('DELETE FROM kept_aside WHERE community_id = ? AND kind = ? AND key = ?', [communityId, kind, key]);
}

function forgetDeleted(db: WriteDb, communityId: number, deletion: Deletion): void {
  if (deletion.kind === 'rule') {
    // A rule goes with all its versions, which are part of the key.
    db.run(
      `DELETE FROM kept_aside WHERE community_id = @community AND kind = 'rule' AND substr(key, 1, length(@start)) = @start`,
      { community: communityId, start: `${deletion.id}/` },
    );
    return;
  }
  forget(db, communityId, deletion.kind, recordKey(deletion.kind, deletion));
}

/** A record of an unknown kind is the one that says the same in every field of the deletion. */
function forgetUnknown(db: WriteDb, communityId: number, { kind, ...fields }: UnknownDeletion): void {
  const rows = db.all<{ key: string; fields: string }>(
    'SELECT key, fields FROM kept_aside WHERE community_id = ? AND kind = ?',
    [communityId, kind],
  );
  for (const row of rows) {
    const record = JSON.parse(row.fields) as Record<string, unknown>;
    const isMeant = Object.entries(fields).every(
      ([name, value]) => JSON.stringify(record[name]) === JSON.stringify(value),
    );
    if (isMeant) forget(db, communityId, kind, row.key);
  }
}
