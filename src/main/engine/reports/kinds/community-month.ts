import { communityMonthDocument, type CommunityMonthFacts } from '#shared/reports/kinds/community-month.ts';
import { localMonth, monthAfter } from '#shared/reports/local-periods.ts';
import { requireCommunity } from '../../communities/community.ts';
import { withBreaths } from '../../ledger/scans.ts';
import { coverageOf, isWhole, nothingToReport } from '../period/coverage.ts';
import { periodFindings } from '../period/findings.ts';
import { causesOf, periodCases } from '../period/period-cases.ts';
import {
  comparedFigures,
  factorFact,
  isSmall,
  periodAnswers,
  spreadFact,
  stepsFact,
} from '../period/period-figures.ts';
import { dayPrices } from '../period/prices.ts';
import { readInTurn } from '../period/read-in-turn.ts';
import type { ReportMaker } from '../report-maker.ts';

/** A local month of a community, beside the month before. */
export const communityMonth: ReportMaker<'community-month', CommunityMonthFacts> = {
  facts: async (context, { communityId, month }, turn) => {
    const db = context.cache.read;
    const community = requireCommunity(db, communityId);
    const range = localMonth(month, community.time_zone);
    const previous = localMonth(monthAfter(month, -1), community.time_zone);
    const compareWith = isWhole(community, range) && isWhole(community, previous) ? previous : null;
    const next = readInTurn(turn, 4);
    const answers = await next(() => periodAnswers(context, community, range, compareWith, 'day'));
    const { indicators, participation, impact } = answers;
    if (indicators.current.start.length === 0) nothingToReport();
    const findings = await next(() => periodFindings(context, community, range, compareWith, participation.totals));
    const period = { communityId, range, compareWith: null };
    const { current: spread } = await next(() =>
      context.insights.query('insights.fairness', { ...period, group: 'all' }),
    );
    const cases = await next(() => withBreaths(periodCases(db, community, range), () => turn.signal.aborted));
    const coverage = coverageOf(db, community, range, indicators.current.start.length);
    return {
      dataTo: coverage.data?.to ?? null,
      sections: {
        summary: { findings, coverage },
        figures: { ...comparedFigures(db, community, answers), factor: factorFact(impact.factor) },
        days: { energy: stepsFact(indicators.current), prices: await dayPrices(context, community, range) },
        fairness: spreadFact(spread),
        failures: isSmall(participation.totals) ? null : causesOf(cases),
      },
    };
  },
  document: communityMonthDocument,
};
