import type { Output } from '#shared/contract/contract.ts';
import type { AuditKind } from '#shared/contract/audit-records.ts';
import { type Measure, measures } from '#shared/contract/insight-records.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { DEFAULT_K, suppressedSum } from '#shared/privacy/suppression.ts';
import type { ReadDb } from '../cache/connection.ts';
import { type CommunityRow, requireCommunity } from '../communities/community.ts';
import { type PublishedDay, publishedDays } from '../insights/published-days.ts';
import { Breath } from '../market/breath.ts';
import { mapCellsOf, memberFigures } from '../members/figures.ts';
import type { Range } from '../stats/sums.ts';

type Meter = Output<'privacy.meter'>;

/** How small the groups are that the console shows of a period, and what left it; see `privacy.meter`. */
export async function privacyMeter(db: ReadDb, communityId: string, range: Range): Promise<Meter> {
  const community = requireCommunity(db, communityId);
  const { map, smallest: smallestCell } = mapMeter(db, community, range);
  const figures = await figuresMeter(db, community, range);
  const smallestGroups = [smallestCell, figures.smallest].filter((group) => group !== null);
  return {
    k: DEFAULT_K,
    smallestGroup:
      smallestGroups.length === 0
        ? null
        : smallestGroups.reduce((least, group) => (group.members < least.members ? group : least)),
    map,
    days: figures.days,
    withheld: figures.withheld,
    withoutPseudonym: db.pluck<number>(
      `SELECT COUNT(*) FROM member WHERE community_id = ? AND (anonymized_id IS NULL OR anonymized_id = '')`,
      [community.id],
    )[0],
    disclosures: disclosures(db, community, range),
  };
}

function mapMeter(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
): { map: Meter['map']; smallest: Meter['smallestGroup'] } {
  const members = memberFigures(db, community, range);
  const active = members.filter(({ is_active }) => is_active === 1);
  const shown = mapCellsOf(members);
  const isSuppressed = (own: typeof members): boolean =>
    [
      own.map(({ produced_wh }) => produced_wh),
      own.map(({ consumed_wh }) => consumed_wh),
      own.map(({ bought_wh, sold_wh }) => bought_wh + sold_wh),
    ].some((values) => suppressedSum(values) === null);
  const sizes = shown.map((cell) => cell.members.length);
  return {
    map: {
      cells: new Set(active.flatMap(({ map_cell }) => map_cell ?? [])).size,
      shown: shown.length,
      suppressed: shown.filter((cell) => isSuppressed(cell.members.map((at) => members[at]))).length,
      membersNotShown: active.length - sizes.reduce((sum, size) => sum + size, 0),
    },
    smallest: sizes.length === 0 ? null : { members: Math.min(...sizes), where: 'map', day: null },
  };
}

async function figuresMeter(
  db: ReadDb,
  community: CommunityRow,
  range: Range,
): Promise<Pick<Meter, 'days' | 'withheld'> & { smallest: Meter['smallestGroup'] }> {
  const counts = Object.fromEntries(measures.map((measure) => [measure, { days: 0, wholeOnly: 0 }])) as Record<
    Measure,
    { days: number; wholeOnly: number }
  >;
  let days = 0;
  let smallest: Meter['smallestGroup'] = null;
  const breath = new Breath(
    () => undefined,
    () => false,
  );
  for (const day of publishedDays(db, community, range)) {
    days++;
    for (const measure of measures) {
      const { kind } = day.of[measure];
      if (kind === 'withheld') counts[measure].days++;
      if (kind === 'whole') counts[measure].wholeOnly++;
    }
    const members = fewestOf(day);
    if (members !== null && (smallest === null || members < smallest.members)) {
      smallest = { members, where: 'figures', day: day.day };
    }
    await breath.take();
  }
  return { days, smallest, withheld: measures.map((measure) => ({ measure, ...counts[measure] })) };
}

/** Members of the smallest group of a day of which a sum is shown; null when none is. */
function fewestOf({ of, memberCounts }: PublishedDay): number | null {
  const kinds = new Set(measures.map((measure) => of[measure].kind));
  const parts = memberRoles.map((role) => memberCounts[role]);
  if (kinds.has('parts')) return Math.min(...parts);
  return kinds.has('whole') ? parts.reduce((sum, part) => sum + part, 0) : null;
}

/** Kinds of entries by which something left the console or a name was shown. */
const disclosing: readonly AuditKind[] = ['identity-reveal', 'access-pack', 'export', 'report', 'print'];

/** Of this community or of none in particular; what was refused did not happen. */
function disclosures(db: ReadDb, { uid }: CommunityRow, { from, to }: Range): Meter['disclosures'] {
  return db.all<Meter['disclosures'][number]>(
    `SELECT kind, COUNT(*) AS count, MAX(at) AS latestAt, MAX(number) AS latestEntry FROM audit_entry
     WHERE at >= ? AND at < ? AND (community_uid = ? OR community_uid IS NULL) AND kind IN (SELECT value FROM json_each(?))
       AND of IS NULL AND outcome <> 'refused'
       AND number NOT IN (SELECT of FROM audit_entry WHERE of IS NOT NULL AND outcome = 'refused')
     GROUP BY kind ORDER BY kind`,
    [from, to, uid, JSON.stringify(disclosing)],
  );
}
