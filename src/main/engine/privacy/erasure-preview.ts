import type { ErasurePreview } from '#shared/contract/privacy-records.ts';
import { settlementStatuses } from '#shared/domain/records.ts';
import { resolutionKinds, settlementEventKinds } from '#shared/settlement/events.ts';
import { groundsFor } from '#shared/privacy/erasure.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { isKeptByHub } from '../communities/kept-by-hub.ts';
import { requireMember } from '../members/member.ts';
import { UNANSWERED } from '../outbox/commands.ts';
import { userIdOf } from './identity.ts';
import { isMemberHeld } from './legal-holds.ts';
import { withoutZeros } from './retention-plan.ts';

/** A member as an erasure needs it. */
export interface ErasableMember {
  readonly id: number;
  readonly uid: string;
  readonly community: CommunityRow;
}

/** What erasing a member (wire id) would do. Throws INPUT_INVALID when there is no such member. */
export function erasurePreview(db: ReadDb, memberUid: string): ErasurePreview {
  const { id, community, anonymizedId } = requireMember(db, memberUid);
  const member: ErasableMember = { id, uid: memberUid, community };
  const about = db.get<{ is_active: number; left_at: number | null }>(
    'SELECT is_active, left_at FROM member_view WHERE id = ?',
    [id],
  )!;
  return {
    memberId: memberUid,
    anonymizedId,
    isActive: about.is_active === 1,
    leftAt: about.left_at,
    refusal: refusalOf(db, member),
    deletes: withoutZeros(deletedRows(db, member)),
    keeps: withoutZeros(keptRows(db, member)),
    grounds: groundsFor(about.is_active === 0),
  };
}

const PENDING = settlementStatuses.indexOf('pending');
const FAILED = settlementStatuses.indexOf('failed');

/** Trades of a member that are not over: not settled yet, or failed and neither repaired nor given up. */
const OPEN_TRADES = `
  SELECT 1 FROM trade
  WHERE community_id = @community AND (buyer_id = @member OR seller_id = @member) AND (
    status = ${PENDING} OR status = ${FAILED} AND NOT EXISTS (
      SELECT 1 FROM settlement_event AS step
      WHERE step.community_id = trade.community_id AND step.executed_at = trade.executed_at AND step.trade_id = trade.id
        AND step.kind = ${settlementEventKinds.indexOf('resolved')} AND step.resolution = ${resolutionKinds.indexOf('void')}))
  LIMIT 1`;

/** Why a member cannot be erased now; null when it can. */
export function refusalOf(db: ReadDb, { id, uid, community }: ErasableMember): ErasurePreview['refusal'] {
  if (isKeptByHub(db, community.id)) return 'hub';
  if (isMemberHeld(db, community.uid, uid)) return 'legal-hold';
  if (db.get(`SELECT 1 FROM outbox WHERE (member_id = ? OR counterparty_id = ?) AND ${UNANSWERED}`, [id, id]))
    return 'waiting-decisions';
  return db.get(OPEN_TRADES, { community: community.id, member: id }) ? 'open-trades' : null;
}

function deletedRows(db: ReadDb, { id, uid, community }: ErasableMember): Record<string, number> {
  const rows = db.get<Record<string, number>>(
    `SELECT (SELECT COUNT(*) FROM meter_reading WHERE community_id = @community AND member_id = @member AND slot IN (
               SELECT slot FROM rollup_slot WHERE community_id = @community)) AS meter_reading,
            (SELECT COUNT(*) FROM offer WHERE community_id = @community AND member_id = @member) AS offer,
            (SELECT COUNT(*) FROM rule_version JOIN rule ON rule.id = rule_id WHERE member_id = @member) AS rule_version,
            (SELECT COUNT(*) FROM consent WHERE member_uid = @uid) AS consent,
            (SELECT COUNT(*) FROM outbox WHERE member_id = @member) AS outbox`,
    { community: community.id, member: id, uid },
  )!;
  return { ...rows, identity: userIdOf(db, id) === null ? 0 : 1 };
}

function keptRows(db: ReadDb, { id, community }: ErasableMember): Record<string, number> {
  return db.get<Record<string, number>>(
    `SELECT (SELECT COUNT(*) FROM trade WHERE community_id = @community AND (buyer_id = @member OR seller_id = @member)) AS trade,
            (SELECT COUNT(*) FROM settlement_event AS step JOIN trade
               ON trade.community_id = step.community_id AND trade.executed_at = step.executed_at AND trade.id = step.trade_id
             WHERE step.community_id = @community AND (buyer_id = @member OR seller_id = @member)) AS settlement_event,
            (SELECT COUNT(*) FROM rollup_member_day WHERE community_id = @community AND member_id = @member) AS rollup_member_day`,
    { community: community.id, member: id },
  )!;
}
