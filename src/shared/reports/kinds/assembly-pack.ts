/** The year of a community, for the meeting of its members. */
import { listText } from '../../format/locale-facts.ts';
import type { ReportAbout } from '../about.ts';
import { list, note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock, ReportDocument } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import { localYear } from '../local-periods.ts';
import { energyChart } from '../period/energy-charts.ts';
import { failureBlocks } from '../period/failure-blocks.ts';
import { fairnessBlocks } from '../period/fairness-blocks.ts';
import { comparisonNote, factorNote, figureCards } from '../period/figure-cards.ts';
import type { FindingFact } from '../period/finding-facts.ts';
import { membersTable, monthsTable } from '../period/months-tables.ts';
import { coverageBlocks, mechanismWords, notesSection } from '../period/notes.ts';
import type {
  AchievementsFact,
  CauseFact,
  ComparedFigures,
  CoverageFact,
  FactorFact,
  MarketMonthsFact,
  MonthsFact,
  SpreadFact,
} from '../period/period-facts.ts';
import { summaryBlocks } from '../period/summary-blocks.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

export interface AssemblyPackFacts extends ReportFacts {
  readonly sections: {
    readonly summary: { readonly findings: readonly FindingFact[]; readonly coverage: CoverageFact };
    readonly figures: ComparedFigures & { readonly factor: FactorFact | null };
    readonly months: MonthsFact;
    readonly fairness: SpreadFact;
    /** Null where nothing may be told. */
    readonly failures: readonly CauseFact[] | null;
    readonly market: MarketMonthsFact;
    readonly achievements: AchievementsFact;
  };
}

/** Findings first; then the year in figures, its months, its members, its savings, what failed, what changed, and how it is reckoned. */
export function assemblyPackDocument(
  { sections }: AssemblyPackFacts,
  { community, order }: ReportAbout<'assembly-pack'>,
  words: ReportWords,
): ReportDocument {
  const t = within(words, 'report-assembly-pack');
  const ofPeriod = within(words, 'report-period');
  const { summary, figures, months, fairness, failures, market, achievements } = sections;
  const before = String(order.year - 1);
  return {
    language: words.language,
    title: t('title', { year: String(order.year) }),
    subtitle: `${community.name}, ${words.format.days(localYear(order.year, community.timeZone))}`,
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
        title: t('figures'),
        blocks: [
          figureCards(figures, { words, before }),
          factorNote(figures.factor, words),
          ...comparisonNote(figures, before, words),
        ],
      },
      {
        id: 'months',
        title: t('months'),
        startsPage: true,
        blocks: [
          energyChart(months.energy, months.energy.start.map(words.format.shortMonth), 'MWh', words),
          monthsTable(months, figures.now, words),
          membersTable(months, words),
        ],
      },
      {
        id: 'fairness',
        title: ofPeriod('fairness.title'),
        startsPage: true,
        blocks: fairnessBlocks(fairness, words),
      },
      { id: 'failures', title: ofPeriod('failures.title'), blocks: failureBlocks(failures, words) },
      { id: 'market', title: t('market.title'), blocks: marketBlocks(market, words) },
      { id: 'achievements', title: t('achievements.title'), blocks: achievementBlocks(achievements, words) },
      notesSection({ community }, words),
    ],
  };
}

/** Prices, tariffs, mechanism and rules month by month: what changed over the year. */
function marketBlocks(market: MarketMonthsFact, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-assembly-pack');
  const { format } = words;
  const { unit } = format.price(0);
  const price = (micro: number | null): string => (micro === null ? format.notAvailable : format.price(micro).value);
  const mechanism = (names: readonly string[]): string =>
    names.length === 0
      ? format.notAvailable
      : listText(
          names.map((name) => mechanismWords(name, words)),
          format.locale,
        );
  const all = [...new Set(market.mechanisms.flat())];
  return [
    ...(all.length === 1 ? [paragraph(t('market.sameMechanism', { mechanism: mechanism(all) }))] : []),
    ...(all.length > 1 ? [paragraph(t('market.mechanisms', { mechanisms: mechanism(all) }))] : []),
    table(
      t('market.caption', { unit }),
      [
        column(t('market.month'), 1.3),
        numbers(t('market.price')),
        numbers(t('market.retail')),
        numbers(t('market.feedIn')),
        numbers(t('market.rulesAdded')),
        numbers(t('market.rulesChanged')),
        column(t('market.mechanism'), 1.6),
      ],
      market.start.map((start, at) => [
        format.month(start),
        price(market.price[at]),
        price(market.retail[at]),
        price(market.feedIn[at]),
        format.number(market.rulesAdded[at]),
        format.number(market.rulesChanged[at]),
        mechanism(market.mechanisms[at]),
      ]),
    ),
    note(t('market.note')),
  ];
}

function achievementBlocks({ community, members }: AchievementsFact, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-assembly-pack');
  const { format } = words;
  const currency = format.money(0).unit;
  return [
    community.length === 0
      ? paragraph(t('achievements.none'))
      : list(
          community.map(({ kind, reachedAt }) =>
            t('achievements.reached', {
              name: words.t(`participation:community.${kind}.name`),
              date: format.date(reachedAt),
            }),
          ),
        ),
    table(
      t('achievements.members'),
      [column(t('achievements.what'), 4), numbers(t('achievements.count'))],
      members.map(({ kind, members: count }) => [
        words.t(`participation:member.${kind}.name`, { currency }),
        count === null ? t('achievements.few') : format.number(count),
      ]),
    ),
  ];
}
