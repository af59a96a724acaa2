/** The books of a period: whether they agree, what does not, the cases, and what each member paid and got. */
import type { Reconciliation } from '../../contract/settlement-records.ts';
import { startOfLocalDay } from '../../domain/slots.ts';
import { exactMoney, exactValue } from '../../format/exact-amounts.ts';
import { exactly } from '../../format/exact.ts';
import { byName } from '../../format/locale-facts.ts';
import { resolutionKinds } from '../../settlement/events.ts';
import type { ReportAbout } from '../about.ts';
import { list, note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock, ReportDocument } from '../document.ts';
import { failureBlocks, resolutionWords } from '../period/failure-blocks.ts';
import { openCaseBlocks, resolvedBlocks } from '../settlement/case-blocks.ts';
import type { CountFact, DifferenceFact, ReconciliationFacts } from '../settlement/reconciliation-facts.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

export function reconciliationDocument(
  { sections }: ReconciliationFacts,
  { community, order }: ReportAbout<'reconciliation'>,
  words: ReportWords,
): ReportDocument {
  const t = within(words, 'report-reconciliation');
  const { proof, differences, trades, cases, resolved, members } = sections;
  return {
    language: words.language,
    title: t('title'),
    subtitle: `${community.name}, ${words.format.days(order.range)}`,
    isLandscape: false,
    sections: [
      { id: 'proof', title: t('proof.title'), blocks: proofBlocks(proof, differences.count, words) },
      {
        id: 'differences',
        title: t('differences.title'),
        blocks: differenceBlocks(differences, community.timeZone, words),
      },
      { id: 'trades', title: t('trades.title'), blocks: tradeBlocks(trades, words) },
      {
        id: 'cases',
        title: t('cases.title'),
        blocks: [...failureBlocks(cases.causes, words), ...openCaseBlocks(cases.open, words)],
      },
      { id: 'resolved', title: t('resolved.title'), blocks: resolvedBlocks(resolved, words) },
      { id: 'members', title: t('members.title'), blocks: [membersTable(members, words)] },
      {
        id: 'notes',
        title: t('notes.title'),
        blocks: [
          list([
            t('notes.trades'),
            t('notes.proof'),
            t('notes.books'),
            t('notes.exact'),
            words.t('report-period:notes.timeZone', { timeZone: community.timeZone }),
            words.t('report-period:notes.pseudonyms'),
          ]),
        ],
      },
    ],
  };
}

function proofBlocks(proof: Reconciliation['proof'], differences: number, words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-reconciliation');
  const money = (micro: number): string => exactMoney(micro, words.format);
  const { bought, sold, fees, boughtByMembers, soldByMembers, holds } = proof;
  return [
    holds
      ? paragraph(t('proof.holds'), 'good')
      : paragraph(t('proof.fails', { count: differences, number: words.format.number(differences) }), 'finding'),
    table(
      t('proof.caption'),
      [column(t('proof.what'), 3), numbers(t('proof.amount'))],
      [
        [t('proof.bought'), money(bought)],
        [t('proof.sold'), money(sold)],
        [t('proof.fees'), money(fees)],
        [t('proof.rest'), money(bought - sold - fees)],
        [t('proof.boughtByMembers'), money(boughtByMembers)],
        [t('proof.soldByMembers'), money(soldByMembers)],
      ],
    ),
  ];
}

function differenceBlocks(
  { count, largest }: ReconciliationFacts['sections']['differences'],
  timeZone: string,
  words: ReportWords,
): ReportBlock[] {
  const t = within(words, 'report-reconciliation');
  const { format } = words;
  if (count === 0) return [paragraph(t('differences.none'), 'good')];
  const values = { count: largest.length, number: format.number(largest.length), all: format.number(count) };
  return [
    table(
      t('differences.caption'),
      [
        column(t('differences.what'), 2),
        column(t('differences.where'), 2),
        numbers(t('differences.expected'), 1.3),
        numbers(t('differences.found'), 1.3),
        numbers(t('differences.difference'), 1.3),
      ],
      largest.map((one) => [
        words.t(`reconciliation:differences.kinds.${one.kind}.name`),
        placeOf(one, timeZone, words),
        exactValue(one.expected, one.unit, format),
        exactValue(one.found, one.unit, format),
        exactValue(one.found - one.expected, one.unit, format, true),
      ]),
    ),
    ...(count > largest.length ? [note(t('differences.largest', values))] : []),
  ];
}

/** The trade by time and id, or the member and its day. */
function placeOf(
  { tradeId, executedAt, anonymizedId, day }: DifferenceFact,
  timeZone: string,
  words: ReportWords,
): string {
  const { format } = words;
  return [
    ...(executedAt === null ? [] : [format.dateTime(executedAt)]),
    ...(tradeId === null ? [] : [tradeId]),
    ...(anonymizedId === null ? [] : [anonymizedId]),
    ...(day === null ? [] : [format.date(startOfLocalDay(day, timeZone))]),
  ].join(', ');
}

function tradeBlocks(trades: ReconciliationFacts['sections']['trades'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-reconciliation');
  const { format } = words;
  const row = (name: string, { count, amount }: CountFact): string[] => [
    name,
    format.number(count),
    exactMoney(amount, format),
  ];
  return [
    table(
      t('trades.caption'),
      [column(t('trades.state'), 3), numbers(t('trades.count')), numbers(t('trades.amount'), 1.5)],
      [
        row(t('trades.settled'), trades.settled),
        row(t('trades.pending'), trades.pending),
        row(t('trades.open'), trades.open),
        row(t('trades.voided'), restOf(trades)),
      ],
      row(t('trades.all', { energy: exactly(format).quantity(trades.all.quantityWh) }), trades.all),
    ),
    table(
      t('trades.failedCaption'),
      [
        column(t('trades.resolution'), 3),
        numbers(t('trades.count')),
        numbers(t('trades.before'), 1.5),
        numbers(t('trades.after'), 1.5),
      ],
      resolutionKinds.map((kind) => {
        const { count, amount, amountBefore } = trades.resolved[kind];
        return [
          resolutionWords(kind, words),
          format.number(count),
          exactMoney(amountBefore, format),
          exactMoney(amount, format),
        ];
      }),
    ),
  ];
}

/** What is in no other state: it failed, and was voided. */
function restOf({ all, settled, pending, open }: ReconciliationFacts['sections']['trades']): CountFact {
  return {
    count: all.count - settled.count - pending.count - open.count,
    amount: all.amount - settled.amount - pending.amount - open.amount,
  };
}

function membersTable(members: ReconciliationFacts['sections']['members'], words: ReportWords): ReportBlock {
  const t = within(words, 'report-reconciliation');
  const { format } = words;
  const sum = (of: (member: (typeof members)[number]) => number): number =>
    members.reduce((all, member) => all + of(member), 0);
  const money = (micro: number): string => exactMoney(micro, format);
  // The facts have the order of the fingerprint, the same in every language.
  const compare = byName(format.locale);
  const inOrder = members.toSorted((a, b) => compare(a.anonymizedId, b.anonymizedId));
  return table(
    t('members.caption'),
    [
      column(t('members.member'), 1.5),
      numbers(t('members.paid'), 1.3),
      numbers(t('members.got'), 1.3),
      numbers(t('members.balance'), 1.3),
      numbers(t('members.failed')),
    ],
    inOrder.map(({ anonymizedId, boughtAmount, soldAmount, balance, failedCount }) => [
      anonymizedId,
      money(boughtAmount),
      money(soldAmount),
      exactMoney(balance, format, true),
      format.number(failedCount),
    ]),
    [
      words.t('report-period:total'),
      money(sum(({ boughtAmount }) => boughtAmount)),
      money(sum(({ soldAmount }) => soldAmount)),
      exactMoney(
        sum(({ balance }) => balance),
        format,
        true,
      ),
      // A failed trade has two members and is counted at both.
      '',
    ],
  );
}
