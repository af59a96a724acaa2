/** The cases of failed trades, one by one: those that are not resolved, and those that are, with the effect. */
import { exactly } from '../../format/exact.ts';
import { note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock, ReportColumn } from '../document.ts';
import { causeWords, resolutionWords } from '../period/failure-blocks.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { OpenCaseFact, ResolvedCaseFact } from './reconciliation-facts.ts';

export function openCaseBlocks(open: readonly OpenCaseFact[], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-reconciliation');
  if (open.length === 0) return [];
  return [
    table(
      t('cases.caption'),
      [...tradeColumns(words), column(t('cases.cause'), 1.5), column(t('cases.state'), 1.2)],
      open.map((one) => [
        ...tradeCells(one, words),
        causeWords(one.cause, words),
        words.t(`report-period:caseStates.${one.state}`),
      ]),
    ),
  ];
}

export function resolvedBlocks(resolved: readonly ResolvedCaseFact[], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-reconciliation');
  if (resolved.length === 0) return [paragraph(t('resolved.none'))];
  const { quantity, money } = exactly(words.format);
  const beforeOf = ({ before, isSettled, quantityWh, amount }: ResolvedCaseFact): string => {
    if (before === null) return words.format.notAvailable;
    if (isSettled && before.quantityWh === quantityWh && before.amount === amount) return t('resolved.same');
    return `${quantity(before.quantityWh)}, ${money(before.amount)}`;
  };
  return [
    table(
      t('resolved.caption'),
      [
        ...tradeColumns(words),
        column(t('resolved.how'), 1.45),
        numbers(t('resolved.before'), 1.35),
        column(t('resolved.reason'), 2.2),
      ],
      resolved.map((one) => [
        ...tradeCells(one.isSettled ? one : { ...one, quantityWh: 0, amount: 0 }, words),
        resolutionWords(one.resolution, words),
        beforeOf(one),
        one.reason ?? words.format.notAvailable,
      ]),
    ),
    note(t('resolved.note')),
  ];
}

function tradeColumns(words: ReportWords): ReportColumn[] {
  const t = within(words, 'report-reconciliation');
  return [
    column(t('cases.time'), 1.85),
    column(t('cases.buyer'), 1.18),
    column(t('cases.seller'), 1.18),
    numbers(t('cases.quantity'), 1.2),
    numbers(t('cases.amount'), 1.05),
  ];
}

function tradeCells(
  { executedAt, buyer, seller, quantityWh, amount }: Omit<OpenCaseFact, 'state' | 'cause'>,
  { format }: ReportWords,
): string[] {
  const { quantity, money } = exactly(format);
  return [format.dateTime(executedAt), buyer, seller, quantity(quantityWh), money(amount)];
}
