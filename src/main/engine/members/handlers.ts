import { localDayRange } from '#shared/domain/slots.ts';
import { requireCommunity } from '../communities/community.ts';
import type { EngineHandlers } from '../context.ts';
import { draftFields } from '../rules/rule-rows.ts';
import { standingRulesOf } from '../rules/standing-rules.ts';
import { cellIdByMember, meanRetail, memberFigures, memberSummary } from './figures.ts';
import { requireMember } from './member.ts';
import { reputationOf } from './reputation.ts';
import { memberTrades } from './trades.ts';

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
    const rules = standingRulesOf(cache.read, member.community, member.id);
    return {
      member: memberSummary(
        own,
        cellIdByMember(figures).get(own.id) ?? null,
        meanRetail(cache.read, member.community, range),
      ),
      reputation: reputationOf(cache.read, member),
      rules: rules.map((rule) => ({
        ...draftFields(rule),
        id: rule.id,
        version: rule.version,
        validFrom: rule.validFrom,
        lastMatchedAt: rule.lastMatchedAt,
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
