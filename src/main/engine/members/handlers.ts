import { offerTypes } from '#shared/domain/records.ts';
import { localDayRange } from '#shared/domain/slots.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { cellIdByMember, meanRetail, memberFigures, memberSummary } from './figures.ts';
import { requireMember } from './member.ts';
import { reputationOf } from './reputation.ts';
import { memberTrades } from './trades.ts';

interface RuleRow {
  readonly uid: string;
  readonly version: number;
  readonly type: number;
  readonly max_quantity_wh: number | null;
  readonly max_price: number | null;
  readonly min_price: number | null;
  readonly min_battery_soc: number | null;
  readonly time_windows: string;
  readonly is_enabled: number;
  readonly valid_from: number;
  readonly last_matched_at: number | null;
}

interface ReadingRow {
  readonly slot: number;
  readonly produced_wh: number;
  readonly consumed_wh: number;
  readonly imported_wh: number;
  readonly exported_wh: number;
  readonly battery_soc: number | null;
}

export const membersHandlers: EngineHandlers<'members.list' | 'members.get' | 'members.day' | 'members.trades'> = {
  'members.list': ({ communityId, range }, { cache }) => {
    const community = requireCommunity(cache.read, communityId);
    const figures = memberFigures(cache.read, community, range);
    const cells = cellIdByMember(figures);
    const retail = meanRetail(cache.read, community, range);
    return figures.map((member) => memberSummary(member, cells.get(member.id) ?? null, retail));
  },

  'members.get': ({ memberId, range }, { cache }) => {
    const member = requireMember(cache.read, memberId);
    const figures = memberFigures(cache.read, member.community, range);
    const own = figures.find((candidate) => candidate.id === member.id)!;
    const rules = cache.read.all<RuleRow>(
      `SELECT uid, MAX(version) AS version, type, max_quantity_wh, max_price, min_price, min_battery_soc, time_windows, is_enabled,
              valid_from, last_matched_at
       FROM rule_view WHERE member_id = ? GROUP BY id ORDER BY type, uid`,
      [member.id],
    );
    return {
      member: memberSummary(
        own,
        cellIdByMember(figures).get(own.id) ?? null,
        meanRetail(cache.read, member.community, range),
      ),
      reputation: reputationOf(cache.read, member),
      rules: rules.map((rule) => ({
        id: rule.uid,
        version: rule.version,
        type: offerTypes[rule.type],
        maxQuantityWh: rule.max_quantity_wh,
        maxPrice: rule.max_price,
        minPrice: rule.min_price,
        minBatterySoc: rule.min_battery_soc,
        timeWindows: JSON.parse(rule.time_windows) as string[],
        isEnabled: rule.is_enabled === 1,
        validFrom: rule.valid_from,
        lastMatchedAt: rule.last_matched_at,
      })),
    };
  },

  'members.day': ({ memberId, day }, { cache }) => {
    const member = requireMember(cache.read, memberId);
    const { from, to } = localDayRange(day, member.community.time_zone);
    const rows = cache.read.all<ReadingRow>(
      `SELECT slot, produced_wh, consumed_wh, imported_wh, exported_wh, battery_soc FROM reading_view
       WHERE community_id = ? AND slot >= ? AND slot < ? AND member_id = ? ORDER BY slot`,
      [member.community.id, from, to, member.id],
    );
    return {
      start: rows.map((row) => row.slot),
      producedWh: rows.map((row) => row.produced_wh),
      consumedWh: rows.map((row) => row.consumed_wh),
      importedWh: rows.map((row) => row.imported_wh),
      exportedWh: rows.map((row) => row.exported_wh),
      batterySoc: rows.map((row) => row.battery_soc),
    };
  },

  'members.trades': (input, { cache }) => memberTrades(cache.read, input),
};
