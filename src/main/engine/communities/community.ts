import { Failure } from '#shared/contract/errors.ts';
import type { ReadDb } from '../cache/connection.ts';

/** A community's row as the cache keeps it. */
export interface CommunityRow {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly description: string;
  readonly district: string;
  readonly postcode_zone: string;
  readonly is_active: number;
  readonly time_zone: string;
  readonly currency: string;
  readonly country: string | null;
  readonly boundary: string | null;
  readonly mechanism: string;
  readonly slot_minutes: number;
  /** Micro-currency per kWh. */
  readonly price_floor: number;
  readonly price_cap: number;
  readonly is_demo: number;
  readonly has_simulated_trades: number;
  readonly has_market: number;
  readonly data_from: number | null;
  readonly data_to: number | null;
  /** Readings before were cleared by retention or are not kept at this desk; 0 where all are there. */
  readonly readings_from: number;
  /** Single records of slots before are not kept at this desk (PROTOCOL.md W); 0 where all are. */
  readonly raw_from: number;
}

const columns = `id, uid, name, description, district, postcode_zone, is_active, time_zone, currency, country, boundary, mechanism,
  slot_minutes, price_floor, price_cap, is_demo, has_simulated_trades, data_from, data_to,
  MAX(COALESCE((SELECT before FROM retention_cleared WHERE community_uid = community.uid AND class = 'meter'), 0),
    COALESCE((SELECT raw_from FROM raw_window WHERE community_id = community.id), 0)) AS readings_from,
  COALESCE((SELECT raw_from FROM raw_window WHERE community_id = community.id), 0) AS raw_from,
  EXISTS (SELECT 1 FROM clearing WHERE community_id = community.id)
    OR EXISTS (SELECT 1 FROM trade WHERE community_id = community.id) AS has_market`;

/** A new generation of a community is nowhere to be seen until it replaces the old one (sync/PROTOCOL.md L12). */
const IN_VIEW = 'id NOT IN (SELECT community_id FROM sync_state WHERE replaces_id IS NOT NULL)';

/** All communities of the cache, by name. */
export function allCommunities(db: ReadDb): CommunityRow[] {
  return db.all<CommunityRow>(`SELECT ${columns} FROM community WHERE ${IN_VIEW} ORDER BY name, uid`);
}

/** The community with this wire id. Throws INPUT_INVALID when the cache has none. */
export function requireCommunity(db: ReadDb, uid: string): CommunityRow {
  const found = db.get<CommunityRow>(`SELECT ${columns} FROM community WHERE uid = ? AND ${IN_VIEW}`, [uid]);
  if (!found) {
    throw new Failure('INPUT_INVALID', 'This community is not in the cache of this desk.', {
      remedy: 'Choose a community from the list.',
      details: { situation: 'gone' },
    });
  }
  return found;
}
