import type { Finding } from '#shared/contract/health.ts';
import { failureCodes } from '#shared/domain/records.ts';
import { MINUTE } from '#shared/domain/slots.ts';
import { participationRate } from '#shared/stats/indicators.ts';
import type { ReadDb } from '../cache/connection.ts';
import type { CommunityRow } from '../communities/community.ts';
import { memberFigures, savingsOf } from '../members/figures.ts';
import { slotsWithReadings } from '../stats/coverage.ts';
import { indicatorsOf } from '../stats/indicators.ts';
import type { Range } from '../stats/sums.ts';

/** A change of self-sufficiency by at least this much is worth a sentence. */
const NOTABLE_CHANGE = 0.05;
const LOW_PARTICIPATION = 0.5;

const urgency: Record<Finding['level'], number> = { critical: 0, warning: 1, notice: 2, good: 3 };

function failedSettlements(db: ReadDb, community: CommunityRow, range: Range): Finding[] {
  const causes = db.all<{ failure_code: number | null; trades: number; amount: number }>(
    `SELECT failure_code, COUNT(*) AS trades, SUM(amount) AS amount FROM trade
     WHERE community_id = ? AND status = 2 AND executed_at >= ? AND executed_at < ?
     GROUP BY failure_code ORDER BY trades DESC, failure_code`,
    [community.id, range.from, range.to],
  );
  if (causes.length === 0) return [];
  return [
    {
      kind: 'failed-settlements',
      level: 'critical',
      values: {
        count: causes.reduce((sum, cause) => sum + cause.trades, 0),
        amount: causes.reduce((sum, cause) => sum + cause.amount, 0),
        topCode: causes[0].failure_code === null ? 'UNKNOWN' : failureCodes[causes[0].failure_code],
        topCount: causes[0].trades,
      },
    },
  ];
}

function missingReadings(db: ReadDb, community: CommunityRow, range: Range): Finding[] {
  if (community.data_from === null || community.data_to === null) return [];
  const from = Math.max(range.from, community.data_from);
  const to = Math.min(range.to, community.data_to);
  if (to <= from) return [];
  const slots = Math.round((to - from) / (community.slot_minutes * MINUTE));
  const missing = slots - slotsWithReadings(db, community, { from, to });
  return missing > 0 ? [{ kind: 'missing-readings', level: 'warning', values: { missing, slots } }] : [];
}

/** Counted when the file was read; the balance of a single reading does not change afterwards. */
function unbalancedReadings(db: ReadDb, community: CommunityRow): Finding[] {
  const row = db.get<{ rows: number | null; total: number | null }>(
    `SELECT json_extract(report, '$.unbalancedRows') AS rows, json_extract(report, '$.rows') AS total FROM import_run
     WHERE community_id = ? AND kind = 'readings' AND state = 'done' ORDER BY started_at DESC LIMIT 1`,
    [community.id],
  );
  return row?.rows
    ? [{ kind: 'unbalanced-readings', level: 'notice', values: { rows: row.rows, total: row.total ?? 0 } }]
    : [];
}

function worseOffMembers(db: ReadDb, community: CommunityRow, range: Range): Finding[] {
  const members = memberFigures(db, community, range).filter((member) => member.trade_count > 0);
  const count = members.filter((member) => savingsOf(member) < 0).length;
  return count > 0 ? [{ kind: 'worse-off-members', level: 'warning', values: { count, traders: members.length } }] : [];
}

function heldBackMembers(db: ReadDb, community: CommunityRow): Finding[] {
  const { count } = db.get<{ count: number }>(
    `SELECT (SELECT COUNT(*) FROM member WHERE community_id = ?) - (SELECT COUNT(*) FROM member_view WHERE community_id = ?) AS count`,
    [community.id, community.id],
  )!;
  return count > 0 ? [{ kind: 'held-back-members', level: 'warning', values: { count } }] : [];
}

function comparisons(db: ReadDb, community: CommunityRow, range: Range, before: Range | undefined): Finding[] {
  const now = indicatorsOf(db, community, range, null);
  const found: Finding[] = [];
  const rate = participationRate(now.participants, now.activeMembers);
  if (now.tradeCount > 0 && rate !== null && rate < LOW_PARTICIPATION) {
    found.push({
      kind: 'low-participation',
      level: 'notice',
      values: { rate, participants: now.participants, activeMembers: now.activeMembers },
    });
  }
  const then = before ? indicatorsOf(db, community, before, null) : null;
  if (then?.selfSufficiency != null && now.selfSufficiency !== null) {
    const change = now.selfSufficiency - then.selfSufficiency;
    if (Math.abs(change) >= NOTABLE_CHANGE) {
      found.push({
        kind: 'self-sufficiency-change',
        level: change < 0 ? 'notice' : 'good',
        values: { change, now: now.selfSufficiency, before: then.selfSufficiency },
      });
    }
  }
  return found;
}

/** What needs attention, most urgent first; `all-well` alone when nothing does. Each number is one that another page can show. */
export function findingsOf(db: ReadDb, community: CommunityRow, range: Range, before: Range | undefined): Finding[] {
  const found = [
    ...failedSettlements(db, community, range),
    ...missingReadings(db, community, range),
    ...worseOffMembers(db, community, range),
    ...heldBackMembers(db, community),
    ...unbalancedReadings(db, community),
    ...comparisons(db, community, range, before),
  ].sort((a, b) => urgency[a.level] - urgency[b.level]);
  if (found.some((finding) => finding.level !== 'good')) return found;
  return [{ kind: 'all-well', level: 'good', values: {} }, ...found];
}
