import type { WriteDb } from '../cache/connection.ts';

/** Tables with a community's rows and no foreign key to cascade by. */
const tables = [
  'trade',
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

/** Deletes a community (row id) with everything that belongs to it, in one transaction; what hangs on its members goes by cascade. */
export function removeCommunity(db: WriteDb, communityId: number): void {
  db.transaction(() => {
    for (const table of tables) db.run(`DELETE FROM ${table} WHERE community_id = ?`, [communityId]);
    db.run('DELETE FROM community WHERE id = ?', [communityId]);
  });
}
