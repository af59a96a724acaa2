import { cards, note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { SpreadFact } from './period-facts.ts';

/** How savings are spread over the members who traded: the loss of some first. */
export function fairnessBlocks(spread: SpreadFact, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-period');
  const { number, money } = words.format;
  const { members, withheld, worseOff } = spread;
  if (members === 0) return [paragraph(t('fairness.nobody'))];
  const counts = { count: members, members: number(members) };
  if (withheld !== null) return [paragraph(t('fairness.withheld', { ...counts, reason: t(`withheld.${withheld}`) }))];
  const first =
    worseOff === 0
      ? paragraph(t('fairness.nobodyLost', counts), 'good')
      : paragraph(
          t('fairness.worseOff', { count: worseOff, number: number(worseOff), members: number(members) }),
          'finding',
        );
  const ofSpread = cards([
    { label: t('fairness.members'), value: number(members) },
    {
      label: t('fairness.median'),
      value: spread.median === null ? words.format.notAvailable : money(spread.median).text,
    },
    {
      label: t('fairness.gini'),
      value: spread.gini === null ? words.format.notAvailable : number(spread.gini / 1_000_000, 3),
      ...(spread.giniGap !== null && { detail: t(`fairness.giniGap.${spread.giniGap}`) }),
    },
    {
      label: t('fairness.jain'),
      value: spread.jain === null ? words.format.notAvailable : number(spread.jain / 1_000_000, 3),
    },
  ]);
  return [first, ofSpread, ...binBlocks(spread, words)];
}

/** How many members saved how much, in groups that are each large enough to be shown. */
function binBlocks({ bins, members }: SpreadFact, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-period');
  const { number, percent, money } = words.format;
  if (bins.length < 2) return [note(t('fairness.oneGroup'))];
  const amount = (micro: number): string => money(micro).text;
  const nameOf = ({ from, to }: SpreadFact['bins'][number]): string => {
    if (from === null) return t('fairness.bins.below', { to: to === null ? '' : amount(to) });
    return to === null
      ? t('fairness.bins.above', { from: amount(from) })
      : t('fairness.bins.between', { from: amount(from), to: amount(to) });
  };
  return [
    table(
      t('fairness.bins.caption'),
      [column(t('fairness.bins.saved'), 3), numbers(t('fairness.bins.members')), numbers(t('fairness.bins.share'))],
      bins.map((bin) => [nameOf(bin), number(bin.members), percent(bin.members / members)]),
    ),
    note(t('fairness.bins.note')),
  ];
}
