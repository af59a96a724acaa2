import { numbers, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { ofMillionths } from '../fractions.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { MonthsFact, PeriodFigures } from './period-facts.ts';

/** Energy, savings, CO2 and failures month by month, with the whole period below. */
export function monthsTable(months: MonthsFact, whole: PeriodFigures, words: ReportWords): ReportBlock {
  const t = within(words, 'report-period');
  const { format } = words;
  const { energy } = months;
  const hidden = (isWithheld: boolean): string => (isWithheld ? t('withheld.word') : format.notAvailable);
  const write = (value: number | null, isWithheld: boolean, as: (value: number) => string): string =>
    value === null ? hidden(isWithheld) : as(value);
  const mwh = (wh: number): string => format.number(wh / 1_000_000, 2);
  const money = (micro: number): string => format.money(micro, undefined).value;
  const kilograms = (grams: number): string => format.number(grams / 1000, 1);
  const count = (value: number): string => format.number(value);
  const { sums } = whole;
  return table(
    t('months.caption', { currency: format.money(0).unit }),
    [
      column(t('months.month'), 1.5),
      ...(
        ['produced', 'consumed', 'selfConsumed', 'traded', 'selfSufficiency', 'savings', 'co2', 'failed'] as const
      ).map((name) => numbers(t(`months.${name}`))),
    ],
    energy.start.map((start, at) => {
      const isWithheld = energy.withheldDays[at] > 0;
      return [
        format.month(start),
        write(energy.producedWh[at], isWithheld, mwh),
        write(energy.consumedWh[at], isWithheld, mwh),
        write(energy.selfConsumedWh[at], isWithheld, mwh),
        write(energy.boughtWh[at], isWithheld, mwh),
        format.percent(ofMillionths(months.selfSufficiency[at])),
        write(months.savings[at], true, money),
        write(months.co2AvoidedG[at], isWithheld, kilograms),
        write(months.failed === null ? null : months.failed[at], true, count),
      ];
    }),
    [
      t('total'),
      write(sums.producedWh.value, sums.producedWh.withheldDays > 0, mwh),
      write(sums.consumedWh.value, sums.consumedWh.withheldDays > 0, mwh),
      write(sums.selfConsumedWh.value, sums.selfConsumedWh.withheldDays > 0, mwh),
      write(sums.boughtWh.value, sums.boughtWh.withheldDays > 0, mwh),
      format.percent(ofMillionths(whole.selfSufficiency)),
      write(sums.savings.value, true, money),
      write(whole.co2AvoidedG, sums.selfConsumedWh.withheldDays > 0, kilograms),
      write(whole.trades === null ? null : whole.trades.failed, true, count),
    ],
  );
}

/** Who belonged to the community, took part, joined and left, month by month. */
export function membersTable({ energy, members }: MonthsFact, words: ReportWords): ReportBlock {
  const t = within(words, 'report-period');
  const { number } = words.format;
  return table(
    t('members.caption'),
    [
      column(t('months.month'), 1.5),
      ...(['active', 'participants', 'joined', 'left'] as const).map((name) => numbers(t(`participation.${name}`))),
    ],
    energy.start.map((start, at) => [
      words.format.month(start),
      number(members.active[at]),
      number(members.participants[at]),
      number(members.joined[at]),
      number(members.left[at]),
    ]),
  );
}
