import { Failure } from '#shared/contract/errors.ts';
import { HOUR, startOfLocalDay } from '#shared/domain/slots.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { millionths } from '#shared/reports/fractions.ts';
import { memberStatementDocument } from '#shared/reports/kinds/member-statement.ts';
import type {
  MemberStatementFacts,
  MemberStepFact,
  StatementCaseFact,
  StatementRuleFact,
  StatementSections as Sections,
  StatementTradeFact,
} from '#shared/reports/statement/statement-facts.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { requireCommunity } from '../../communities/community.ts';
import type { EngineContext } from '../../context.ts';
import { withBreaths } from '../../ledger/scans.ts';
import { type MemberKey, requireMember } from '../../members/member.ts';
import { memberTrades } from '../../members/trades.ts';
import { draftFields, rulesOfMemberAt } from '../../rules/rule-rows.ts';
import { localDaysOf, type Range } from '../../stats/sums.ts';
import { coverageOf, nothingToReport } from '../period/coverage.ts';
import { type PeriodCase, periodCases } from '../period/period-cases.ts';
import { readInTurn } from '../period/read-in-turn.ts';
import type { ReportMaker } from '../report-maker.ts';

/** Longer periods are told by month. */
const MAX_DAYS = 62;
const TRADES_AT_ONCE = 500;

/** What one member produced, consumed, traded and saved in a range. */
export const memberStatement: ReportMaker<'member-statement', MemberStatementFacts> = {
  facts: async (context, { communityId, memberId, range }, turn) => {
    const db = context.cache.read;
    const community = requireCommunity(db, communityId);
    const member = requireMember(db, memberId);
    if (member.community.id !== community.id) {
      throw new Failure('INPUT_INVALID', 'This member belongs to another community. Nothing was made.', {
        remedy: 'Choose a member of the community that the report is about.',
      });
    }
    const energy = energyOf(db, member, range);
    const next = readInTurn(turn, 4);
    const { share: _share, ...savings } = await next(() =>
      context.ledger.query('ledger.savings', { communityId, memberId, range, retail: null, feedIn: null }),
    );
    const trades = await next(() => withBreaths(tradesOf(db, memberId, range), () => turn.signal.aborted));
    if (energy.steps.length === 0 && trades.length === 0) nothingToReport();
    const cases = await next(() => withBreaths(periodCases(db, community, range), () => turn.signal.aborted));
    const coverage = coverageOf(db, community, range, energy.days);
    return {
      dataTo: coverage.data?.to ?? null,
      sections: {
        member: { ...profileOf(db, member), coverage },
        savings,
        energy: { step: energy.step, steps: energy.steps },
        community: await next(() => communityFacts(context, communityId, range)),
        trades,
        failed: cases.flatMap((one) => caseOfMember(one, memberId)),
        rules: rulesOfMemberAt(db, member.id, range.to).map((rule): StatementRuleFact => ({
          ...draftFields(rule),
          version: rule.version,
          validFrom: rule.validFrom,
        })),
      },
    };
  },
  document: memberStatementDocument,
};

function profileOf(db: ReadDb, member: MemberKey): Omit<Sections['member'], 'coverage'> {
  const row = db.get<{ anonymized_id: string; role: number; joined_at: number; left_at: number | null }>(
    'SELECT anonymized_id, role, joined_at, left_at FROM member_view WHERE id = ?',
    [member.id],
  )!;
  return {
    anonymizedId: row.anonymized_id,
    role: memberRoles[row.role],
    joinedAt: row.joined_at,
    leftAt: row.left_at,
  };
}

/** By local day, or by local month of a long period: those that have readings or trades. */
function energyOf(db: ReadDb, { id, community }: MemberKey, range: Range): Sections['energy'] & { days: number } {
  const { first, last } = localDaysOf(range, community.time_zone);
  const days = db.all<MemberStepFact & { day: number }>(
    `SELECT day, produced_wh AS producedWh, consumed_wh AS consumedWh, self_consumed_wh AS selfConsumedWh, imported_wh AS importedWh,
            exported_wh AS exportedWh, bought_wh AS boughtWh, sold_wh AS soldWh
     FROM rollup_member_day WHERE community_id = ? AND day BETWEEN ? AND ? AND member_id = ? ORDER BY day`,
    [community.id, first, last, id],
  );
  const isLong = (range.to - range.from) / (24 * HOUR) > MAX_DAYS;
  const byStep = Map.groupBy(days, ({ day }) => (isLong ? Math.floor(day / 100) * 100 + 1 : day));
  const steps = [...byStep].map(([day, rows]) => stepOf(startOfLocalDay(day, community.time_zone), rows));
  return { step: isLong ? 'month' : 'day', steps, days: days.length };
}

function stepOf(start: number, rows: readonly Omit<MemberStepFact, 'start'>[]): MemberStepFact {
  const sum = (name: keyof Omit<MemberStepFact, 'start'>): number => rows.reduce((all, row) => all + row[name], 0);
  return {
    start,
    producedWh: sum('producedWh'),
    consumedWh: sum('consumedWh'),
    selfConsumedWh: sum('selfConsumedWh'),
    importedWh: sum('importedWh'),
    exportedWh: sum('exportedWh'),
    boughtWh: sum('boughtWh'),
    soldWh: sum('soldWh'),
  };
}

/** Oldest first; it yields between the pages. */
function* tradesOf(db: ReadDb, memberId: string, range: Range): Generator<void, StatementTradeFact[]> {
  const trades: StatementTradeFact[] = [];
  let page = memberTrades(db, { memberId, range, limit: TRADES_AT_ONCE });
  for (;;) {
    trades.push(
      ...page.trades.map(({ executedAt, side, counterparty, quantityWh, price, amount, savings, status }) => ({
        executedAt,
        side,
        counterparty,
        quantityWh,
        price,
        amount,
        savings: status === 'failed' ? null : savings,
        status,
      })),
    );
    if (page.next === null) return trades.toReversed();
    yield;
    page = memberTrades(db, { memberId, range, limit: TRADES_AT_ONCE, before: page.next });
  }
}

async function communityFacts(
  { insights }: EngineContext,
  communityId: string,
  range: Range,
): Promise<Sections['community']> {
  const asked = { communityId, range, compareWith: null, group: 'all' } as const;
  const { current } = await insights.query('insights.indicators', { ...asked, step: 'month' });
  const { current: spread } = await insights.query('insights.fairness', asked);
  return {
    selfSufficiency: millionths(current.selfSufficiency),
    selfConsumption: millionths(current.selfConsumption),
    medianSavings: spread.median,
    traders: spread.members,
    withheld: spread.withheld,
  };
}

function caseOfMember(one: PeriodCase, memberId: string): StatementCaseFact[] {
  const { buyerUid, buyer, sellerUid, seller, executedAt, amount, cause, state, resolution, resolvedAt } = one;
  if (buyerUid !== memberId && sellerUid !== memberId) return [];
  const isBuyer = buyerUid === memberId;
  return [
    {
      executedAt,
      side: isBuyer ? 'bought' : 'sold',
      counterparty: isBuyer ? seller : buyer,
      amount,
      cause,
      state,
      resolution,
      resolvedAt,
    },
  ];
}
