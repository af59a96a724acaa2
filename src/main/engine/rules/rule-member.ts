import type { RuleSurroundings } from '#shared/rules/conflicts.ts';
import { slotPhases } from '#shared/rules/firing-minutes.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';

/** A member whose rules are looked at. */
export interface RuleMember {
  readonly rowId: number;
  readonly isActive: boolean;
  readonly hasBattery: boolean;
}

/** The members of a community that may be shown, by wire id. */
export function ruleMembers(db: ReadDb, community: CommunityRow): ReadonlyMap<string, RuleMember> {
  const rows = db.all<{ id: number; uid: string; is_active: number; battery_capacity_wh: number }>(
    'SELECT id, uid, is_active, battery_capacity_wh FROM member_view WHERE community_id = ?',
    [community.id],
  );
  return new Map(
    rows.map((row) => [
      row.uid,
      { rowId: row.id, isActive: row.is_active === 1, hasBattery: row.battery_capacity_wh > 0 },
    ]),
  );
}

/**
 * Where the rules of a member hold.
 * @param now epoch milliseconds
 */
export function ruleSurroundings(
  community: CommunityRow,
  { hasBattery }: Pick<RuleMember, 'hasBattery'>,
  now: number,
): RuleSurroundings {
  const { price_floor: priceFloor, price_cap: priceCap, slot_minutes: slotMinutes, time_zone: timeZone } = community;
  return {
    limits: { priceFloor, priceCap },
    slotMinutes,
    phases: slotPhases(timeZone, slotMinutes, now),
    hasBattery,
  };
}
