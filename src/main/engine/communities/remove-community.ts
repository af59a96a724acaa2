import type { WriteDb } from '../cache/connection.ts';

/** Tables with a community's rows and no foreign key to cascade by. */
const tables = [
  'trade',
  'settlement_event',
  'offer',
  'clearing',
  'certificate',
  'meter_reading',
  'pricing_signal',
  'rollup_slot',
  'rollup_hour',
  'rollup_day',
  'rollup_member_day',
];

/**
 * Deletes a community (row id) with everything that belongs to it, a new generation of it too, in one transaction; what hangs on its
 * members goes by cascade.
 */
export function removeCommunity(db: WriteDb, communityId: number): void {
  db.transaction(() => {
    const generations = db.pluck<number>('SELECT community_id FROM sync_state WHERE replaces_id = ?', [communityId]);
    for (const generation of generations) removeCommunity(db, generation);
    for (const table of tables) db.run(`DELETE FROM ${table} WHERE community_id = ?`, [communityId]);
    // Who brings the community in again later means all of it; the clocks, the holds and what was erased are records of law and stay.
    db.run('DELETE FROM retention_cleared WHERE community_uid = (SELECT uid FROM community WHERE id = ?)', [
      communityId,
    ]);
    db.run('DELETE FROM raw_choice WHERE community_uid = (SELECT uid FROM community WHERE id = ?)', [communityId]);
    db.run('DELETE FROM community WHERE id = ?', [communityId]);
  });
}
