/** A member's trades one by one, those that failed, and the rules that placed offers. */
import { exactly } from '../../format/exact.ts';
import { ruleSentence, windowsWords } from '../../words/rule-words.ts';
import { numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock } from '../document.ts';
import { causeWords, resolutionWords } from '../period/failure-blocks.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';
import type { StatementSections as Sections } from './statement-facts.ts';

export function failedBlocks(failed: Sections['failed'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  if (failed.length === 0) return [paragraph(t('failed.none'), 'good')];
  return [
    table(
      t('failed.caption'),
      [
        column(t('trades.time'), 1.6),
        column(t('trades.side')),
        column(t('trades.counterparty')),
        numbers(t('trades.amount')),
        column(t('failed.cause'), 1.6),
        column(t('failed.resolution'), 2),
      ],
      failed.map(({ executedAt, side, counterparty, amount, cause, state, resolution, resolvedAt }) => [
        format.dateTime(executedAt),
        t(`trades.${side}`),
        counterparty,
        exactly(format).money(amount),
        causeWords(cause, words),
        resolution === null || resolvedAt === null
          ? words.t(`report-period:caseStates.${state}`)
          : t('failed.resolved', { how: resolutionWords(resolution, words), date: format.date(resolvedAt) }),
      ]),
    ),
  ];
}

export function ruleBlocks(rules: Sections['rules'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  const say = within(words, 'rules');
  if (rules.length === 0) return [paragraph(t('rules.none'))];
  return [
    table(
      t('rules.caption'),
      [column(t('rules.rule'), 3), column(t('rules.when'), 2), column(t('rules.state')), column(t('rules.since'), 1.2)],
      rules.map((rule) => [
        ruleSentence(rule, format, say),
        windowsWords(rule.timeWindows, format.locale, say),
        t(rule.isEnabled ? 'rules.on' : 'rules.off'),
        t('rules.version', { version: rule.version, date: format.date(rule.validFrom) }),
      ]),
    ),
  ];
}

export function tradeBlocks(trades: Sections['trades'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  if (trades.length === 0) return [paragraph(t('member.noTrades'))];
  const { money } = exactly(format);
  return [
    table(
      t('trades.caption'),
      [
        column(t('trades.time'), 1.7),
        column(t('trades.side')),
        column(t('trades.counterparty')),
        numbers(t('trades.quantity')),
        numbers(t('trades.price', { unit: format.price(0).unit })),
        numbers(t('trades.amount')),
        numbers(t('trades.saved')),
        column(t('trades.status'), 1.5),
      ],
      trades.map(({ executedAt, side, counterparty, quantityWh, price, amount, savings, status }) => [
        format.dateTime(executedAt),
        t(`trades.${side}`),
        counterparty,
        format.number(quantityWh / 1000, 3),
        format.price(price).value,
        money(amount),
        savings === null ? format.notAvailable : money(savings),
        t(`trades.statuses.${status}`),
      ]),
    ),
  ];
}
