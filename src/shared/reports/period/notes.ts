import { list, note, paragraph, table, words as column } from '../blocks.ts';
import type { ReportAbout } from '../about.ts';
import type { ReportBlock, ReportSection } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { CoverageFact } from './period-facts.ts';

/** The figures of DOMAIN.md section 5 that reports about a whole community give. */
const defined = [
  'selfConsumed',
  'selfSufficiency',
  'selfConsumption',
  'traded',
  'meanPrice',
  'savings',
  'co2',
  'participation',
  'median',
  'gini',
  'jain',
  'worseOff',
] as const;

/** How far the data reach: said before any figure when it is not the whole period. */
export function coverageBlocks(
  { period, data, slots, slotsWithReadings }: CoverageFact,
  words: ReportWords,
): ReportBlock[] {
  const t = within(words, 'report-period');
  const { format } = words;
  if (data === null) return [paragraph(t('coverage.none'), 'finding')];
  const isWhole = data.from <= period.from && data.to >= period.to;
  const values = { slots: format.number(slots), withReadings: format.number(slotsWithReadings) };
  if (isWhole) return [note(t('coverage.whole', values))];
  return [
    paragraph(t('coverage.part', { from: format.dateTime(data.from), to: format.dateTime(data.to) }), 'finding'),
    note(t('coverage.slots', values)),
  ];
}

/** How each figure is made, where it comes from, and what it does not say. */
export function notesSection({ community }: Pick<ReportAbout, 'community'>, words: ReportWords): ReportSection {
  const t = within(words, 'report-period');
  return {
    id: 'notes',
    title: t('notes.title'),
    blocks: [
      table(
        t('notes.caption'),
        [column(t('notes.figure')), column(t('notes.formula'), 3)],
        defined.map((name) => [t(`definitions.${name}.name`), t(`definitions.${name}.formula`)]),
      ),
      list([
        t('notes.source'),
        t('notes.mechanism', { mechanism: mechanismWords(community.mechanism, words) }),
        t('notes.timeZone', { timeZone: community.timeZone }),
        t('notes.withheld'),
        t('notes.pseudonyms'),
      ]),
    ],
  };
}

const known = ['uniform-price', 'pay-as-bid', 'trade-reduction', 'mid-market-rate', 'supply-demand-ratio'];

/** The name of a matching mechanism; one that this console does not know stands as the hub names it. */
export function mechanismWords(mechanism: string, { t }: ReportWords): string {
  return known.includes(mechanism) ? t(`marketplace:mechanisms.${mechanism}`) : mechanism;
}
