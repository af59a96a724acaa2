/** The monthly report of a community. */
import type { ReportAbout } from '../about.ts';
import type { ReportDocument } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import { localMonth, monthAfter } from '../local-periods.ts';
import { energyChart, priceChart } from '../period/energy-charts.ts';
import { failureBlocks } from '../period/failure-blocks.ts';
import { fairnessBlocks } from '../period/fairness-blocks.ts';
import { comparisonNote, factorNote, figureCards } from '../period/figure-cards.ts';
import type { FindingFact } from '../period/finding-facts.ts';
import { coverageBlocks, notesSection } from '../period/notes.ts';
import type {
  CauseFact,
  ComparedFigures,
  CoverageFact,
  FactorFact,
  PricesFact,
  SpreadFact,
  StepsFact,
} from '../period/period-facts.ts';
import { daysTable } from '../period/steps-table.ts';
import { summaryBlocks } from '../period/summary-blocks.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

export interface CommunityMonthFacts extends ReportFacts {
  readonly sections: {
    readonly summary: { readonly findings: readonly FindingFact[]; readonly coverage: CoverageFact };
    readonly figures: ComparedFigures & { readonly factor: FactorFact | null };
    readonly days: { readonly energy: StepsFact; readonly prices: PricesFact };
    readonly fairness: SpreadFact;
    /** Null where nothing may be told. */
    readonly failures: readonly CauseFact[] | null;
  };
}

/** Findings first; then the figures, the days, who took part, how savings are spread, what failed, and how all of it is made. */
export function communityMonthDocument(
  { sections }: CommunityMonthFacts,
  { community, order }: ReportAbout<'community-month'>,
  words: ReportWords,
): ReportDocument {
  const t = within(words, 'report-community-month');
  const ofPeriod = within(words, 'report-period');
  const { summary, figures, days, fairness, failures } = sections;
  const name = (month: string): string => words.format.month(localMonth(month, community.timeZone).from);
  const before = name(monthAfter(order.month, -1));
  const month = name(order.month);
  return {
    language: words.language,
    title: t('title', { month }),
    subtitle: `${community.name}, ${community.district}`,
    isLandscape: false,
    sections: [
      {
        id: 'summary',
        title: ofPeriod('summary.title'),
        blocks: [
          ...coverageBlocks(summary.coverage, words),
          ...summaryBlocks(summary.findings, figures.now, community.slotMinutes, words),
        ],
      },
      {
        id: 'figures',
        title: t('figures', { month }),
        blocks: [
          figureCards(figures, { words, before }),
          factorNote(figures.factor, words),
          ...comparisonNote(figures, before, words),
        ],
      },
      {
        id: 'fairness',
        title: ofPeriod('fairness.title'),
        blocks: fairnessBlocks(fairness, words),
      },
      { id: 'failures', title: ofPeriod('failures.title'), blocks: failureBlocks(failures, words) },
      {
        id: 'days',
        title: ofPeriod('days.title'),
        startsPage: true,
        blocks: [
          energyChart(days.energy, days.energy.start.map(words.format.shortDate), 'kWh', words),
          ...(days.prices.start.length > 0
            ? [priceChart(days.prices, days.prices.start.map(words.format.shortDate), words)]
            : []),
          daysTable(days.energy, days.prices, words),
        ],
      },
      notesSection({ community }, words),
    ],
  };
}
