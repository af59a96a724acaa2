import { assemblyPackDocument, type AssemblyPackFacts } from '#shared/reports/kinds/assembly-pack.ts';
import { localYear } from '#shared/reports/local-periods.ts';
import { requireCommunity } from '../../communities/community.ts';
import { withBreaths } from '../../ledger/scans.ts';
import { coverageOf, isWhole, nothingToReport } from '../period/coverage.ts';
import { periodFindings } from '../period/findings.ts';
import { achievementsFact, marketMonths, monthsFact } from '../period/months.ts';
import { causesOf, periodCases } from '../period/period-cases.ts';
import { comparedFigures, factorFact, isSmall, periodAnswers, spreadFact } from '../period/period-figures.ts';
import { readInTurn } from '../period/read-in-turn.ts';
import type { ReportMaker } from '../report-maker.ts';

/** A local calendar year of a community, as far as the data reach, beside the year before. */
export const assemblyPack: ReportMaker<'assembly-pack', AssemblyPackFacts> = {
  facts: async (context, { communityId, year }, turn) => {
    const db = context.cache.read;
    const community = requireCommunity(db, communityId);
    const range = localYear(year, community.time_zone);
    const previous = localYear(year - 1, community.time_zone);
    const compareWith = isWhole(community, range) && isWhole(community, previous) ? previous : null;
    const next = readInTurn(turn, 5);
    const answers = await next(() => periodAnswers(context, community, range, compareWith, 'month'));
    const { indicators, participation, impact } = answers;
    const { start } = indicators.current;
    if (start.length === 0) nothingToReport();
    const findings = await next(() => periodFindings(context, community, range, compareWith, participation.totals));
    const { current: spread } = await next(() =>
      context.insights.query('insights.fairness', { communityId, range, compareWith: null, group: 'all' }),
    );
    const cases = await next(() => withBreaths(periodCases(db, community, range), () => turn.signal.aborted));
    const achievements = await next(() =>
      context.insights.query('insights.achievements', { communityId, until: range.to, limit: 1 }),
    );
    const coverage = coverageOf(db, community, range, start.length);
    const mayCount = !isSmall(participation.totals);
    return {
      dataTo: coverage.data?.to ?? null,
      sections: {
        summary: { findings, coverage },
        figures: { ...comparedFigures(db, community, answers), factor: factorFact(impact.factor) },
        months: monthsFact(db, community, range, answers, mayCount),
        fairness: spreadFact(spread),
        failures: mayCount ? causesOf(cases) : null,
        market: marketMonths(db, community, range, answers),
        achievements: achievementsFact(achievements, range),
      },
    };
  },
  document: assemblyPackDocument,
};
