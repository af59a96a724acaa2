/** What a member produced, consumed and traded, by day or month and beside the community. */
import { note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { ofMillionths } from '../fractions.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { StatementSections as Sections } from './statement-facts.ts';

const measured = [
  'producedWh',
  'consumedWh',
  'selfConsumedWh',
  'importedWh',
  'exportedWh',
  'boughtWh',
  'soldWh',
] as const;

export function energyBlocks({ step, steps }: Sections['energy'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  if (steps.length === 0) return [paragraph(t('energy.none'))];
  const kwh = (wh: number): string => format.number(wh / 1000, 2);
  const sum = (name: (typeof measured)[number]): number => steps.reduce((all, one) => all + one[name], 0);
  const name = (start: number): string => (step === 'day' ? format.weekday(start) : format.month(start));
  const labels = steps.map(({ start }) => (step === 'day' ? format.shortDate(start) : format.shortMonth(start)));
  const values = (of: (typeof measured)[number]) => steps.map((one) => one[of] / 1000);
  return [
    {
      type: 'chart',
      title: t('energy.chart'),
      description: t('energy.description', { first: labels[0], last: labels[labels.length - 1] }),
      chart: {
        kind: 'bars',
        labels,
        unit: 'kWh',
        series: [
          { name: t('energy.producedWh'), meaning: 'production', values: values('producedWh') },
          { name: t('energy.consumedWh'), meaning: 'consumption', values: values('consumedWh') },
        ],
      },
    },
    table(
      t(`energy.caption.${step}`),
      [column(t(`energy.${step}`), 1.4), ...measured.map((measure) => numbers(t(`energy.${measure}`)))],
      steps.map((one) => [name(one.start), ...measured.map((measure) => kwh(one[measure]))]),
      [words.t('report-period:total'), ...measured.map((measure) => kwh(sum(measure)))],
    ),
  ];
}

/** The member beside the community; the community's side only as far as it may be told. */
export function communityBlocks(
  { energy: { steps }, savings }: Sections,
  community: Sections['community'],
  words: ReportWords,
): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  const sum = (name: (typeof measured)[number]): number => steps.reduce((all, one) => all + one[name], 0);
  const share = (part: number, whole: number): string => format.percent(whole === 0 ? null : part / whole);
  const published = (value: number | null): string =>
    value === null ? t('community.notShown') : format.percent(ofMillionths(value));
  const { medianSavings, withheld, traders } = community;
  return [
    table(
      t('community.caption'),
      [column('', 2), numbers(t('community.own')), numbers(t('community.all'))],
      [
        [
          words.t('report-period:figures.selfSufficiency'),
          share(sum('selfConsumedWh'), sum('consumedWh')),
          published(community.selfSufficiency),
        ],
        [
          words.t('report-period:figures.selfConsumption'),
          share(sum('selfConsumedWh'), sum('producedWh')),
          published(community.selfConsumption),
        ],
        [
          t('community.savings'),
          format.money(savings.savings).text,
          medianSavings === null ? t('community.notShown') : format.money(medianSavings).text,
        ],
      ],
    ),
    note(
      withheld === null
        ? t('community.median', { count: traders, number: format.number(traders) })
        : t('community.withheld', { reason: words.t(`report-period:withheld.${withheld}`) }),
    ),
  ];
}
