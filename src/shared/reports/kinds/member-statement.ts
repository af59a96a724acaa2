/** One member's energy, trades and savings of a period: for that member to read. */
import { exactly } from '../../format/exact.ts';
import type { ReportAbout } from '../about.ts';
import { cards, list, note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock, ReportDocument } from '../document.ts';
import { coverageBlocks, mechanismWords } from '../period/notes.ts';
import { communityBlocks, energyBlocks } from '../statement/energy-blocks.ts';
import type { MemberStatementFacts, StatementSections as Sections } from '../statement/statement-facts.ts';
import { failedBlocks, ruleBlocks, tradeBlocks } from '../statement/trade-blocks.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

export function memberStatementDocument(
  { sections }: MemberStatementFacts,
  { community: { name, timeZone, mechanism }, order }: ReportAbout<'member-statement'>,
  words: ReportWords,
): ReportDocument {
  const t = within(words, 'report-member-statement');
  const { member, savings, energy, community, trades, failed, rules } = sections;
  return {
    language: words.language,
    title: t('title', { member: member.anonymizedId }),
    subtitle: `${name}, ${words.format.days(order.range)}`,
    isLandscape: false,
    sections: [
      { id: 'member', title: t('member.title'), blocks: memberBlocks(member, savings, failed, words) },
      { id: 'savings', title: t('savings.title'), blocks: savingsBlocks(savings, words) },
      { id: 'energy', title: t('energy.title'), blocks: energyBlocks(energy, words) },
      { id: 'community', title: t('community.title'), blocks: communityBlocks(sections, community, words) },
      { id: 'failed', title: t('failed.title'), blocks: failedBlocks(failed, words) },
      { id: 'rules', title: t('rules.title'), blocks: ruleBlocks(rules, words) },
      { id: 'trades', title: t('trades.title'), blocks: tradeBlocks(trades, words) },
      {
        id: 'notes',
        title: t('notes.title'),
        blocks: [
          list([
            t('notes.noInvoice'),
            t('notes.savings'),
            t('notes.days'),
            t('notes.books'),
            words.t('report-period:notes.mechanism', { mechanism: mechanismWords(mechanism, words) }),
            words.t('report-period:notes.timeZone', { timeZone }),
            t('notes.comparison'),
            words.t('report-period:notes.pseudonyms'),
          ]),
        ],
      },
    ],
  };
}

function memberBlocks(
  { role, joinedAt, leftAt, coverage }: Sections['member'],
  savings: Sections['savings'],
  failed: Sections['failed'],
  words: ReportWords,
): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  const saved = savings.savings;
  const values = {
    amount: format.money(Math.abs(saved)).text,
    count: savings.trades,
    trades: format.number(savings.trades),
  };
  const open = failed.filter(({ resolution }) => resolution === null).length;
  return [
    paragraph(t('notInvoice'), 'plain'),
    ...coverageBlocks(coverage, words),
    savings.trades === 0
      ? paragraph(t('member.noTrades'))
      : paragraph(t(saved < 0 ? 'member.lost' : 'member.saved', values), saved < 0 ? 'finding' : 'good'),
    ...(open > 0 ? [paragraph(t('member.open', { count: open, number: format.number(open) }), 'finding')] : []),
    note(
      [
        t(`member.role.${role}`),
        t('member.joined', { date: format.date(joinedAt) }),
        ...(leftAt === null ? [] : [t('member.left', { date: format.date(leftAt) })]),
      ].join(' '),
    ),
  ];
}

function savingsBlocks(savings: Sections['savings'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-member-statement');
  const { format } = words;
  const money = (micro: number): string => format.money(micro, undefined, { decimals: 4 }).text;
  const { quantity } = exactly(format);
  const balance = savings.soldAmount - savings.boughtAmount;
  const meanPrice = (amount: number, wh: number): string =>
    wh === 0 ? format.notAvailable : format.price(Math.round((amount * 1000) / wh)).text;
  return [
    table(
      t('savings.caption'),
      [
        column('', 1.6),
        numbers(t('savings.energy')),
        numbers(t('savings.amount')),
        numbers(t('savings.price')),
        numbers(t('savings.atTariff')),
        numbers(t('savings.saved')),
      ],
      [
        [
          t('savings.bought'),
          quantity(savings.boughtWh),
          money(savings.boughtAmount),
          meanPrice(savings.boughtAmount, savings.boughtWh),
          money(savings.boughtAtRetail),
          money(savings.savingsBuying),
        ],
        [
          t('savings.sold'),
          quantity(savings.soldWh),
          money(savings.soldAmount),
          meanPrice(savings.soldAmount, savings.soldWh),
          money(savings.soldAtFeedIn),
          money(savings.savingsSelling),
        ],
      ],
      [t('savings.together'), '', '', '', '', money(savings.savings)],
    ),
    cards([
      {
        label: t('savings.balance'),
        value: format.money(balance, undefined, { signed: true }).text,
        detail: t('savings.balanceDetail'),
      },
      {
        label: t('savings.share'),
        value: format.percent(savings.baseCost === 0 ? null : savings.savings / savings.baseCost),
        detail: t('savings.shareDetail', {
          need: quantity(savings.needWh),
          cost: format.money(savings.baseCost).text,
        }),
      },
    ]),
    ...(savings.withoutTariff > 0
      ? [
          note(
            t('savings.withoutTariff', { count: savings.withoutTariff, number: format.number(savings.withoutTariff) }),
          ),
        ]
      : []),
  ];
}
