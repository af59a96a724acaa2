/** Whether the trades that rules placed are explained by their rules, and which are not. */
import type { AuditFinding, RuleAuditResult } from '../../contract/rule-records.ts';
import { exactly } from '../../format/exact.ts';
import type { RuleFinding, RuleVerdict } from '../../rules/audit.ts';
import { conditionWords } from '../../words/verdict-words.ts';
import type { ReportAbout } from '../about.ts';
import { list, note, numbers, paragraph, table, words as column } from '../blocks.ts';
import type { ReportBlock, ReportDocument } from '../document.ts';
import type { ReportFacts } from '../facts.ts';
import { within } from '../within.ts';
import type { ReportWords } from '../words.ts';

/** Findings that are listed; all are counted. */
export const MAX_LISTED_FINDINGS = 500;
/** Digits of a rule's id that the console finds it by. */
const SHORT_ID = 8;

/** A side of a trade that its rule does not explain, members by pseudonym. */
type AuditFindingFact = Pick<
  AuditFinding,
  | 'tradeId'
  | 'executedAt'
  | 'slot'
  | 'side'
  | 'anonymizedId'
  | 'counterparty'
  | 'quantityWh'
  | 'price'
  | 'amount'
  | 'verdict'
  | 'orderedAt'
  | 'ruleId'
  | 'ruleVersion'
  | 'timeWindows'
  | 'conditions'
>;

export interface RuleAuditFacts extends ReportFacts {
  readonly sections: {
    readonly verdict: {
      readonly trades: number;
      readonly judged: number;
      readonly partlyKnown: number;
      readonly byHand: number;
      readonly withoutOrder: number;
      readonly ruleOrders: number;
      readonly verdicts: Readonly<Record<RuleVerdict, number>>;
    };
    readonly groups: RuleAuditResult['groups'];
    /** By kind, slot and trade. */
    readonly findings: { readonly count: number; readonly listed: readonly AuditFindingFact[] };
  };
}

export function ruleAuditDocument(
  { sections }: RuleAuditFacts,
  { community, order }: ReportAbout<'rule-audit'>,
  words: ReportWords,
): ReportDocument {
  const t = within(words, 'report-rule-audit');
  const { verdict, groups, findings } = sections;
  return {
    language: words.language,
    title: t('title'),
    subtitle: `${community.name}, ${words.format.days(order.range)}`,
    isLandscape: false,
    sections: [
      { id: 'verdict', title: t('verdict.title'), blocks: verdictBlocks(verdict, findings.count, words) },
      { id: 'groups', title: t('groups.title'), blocks: groupBlocks(groups, words) },
      { id: 'findings', title: t('findings.title'), blocks: findingBlocks(findings, words) },
      {
        id: 'notes',
        title: t('notes.title'),
        blocks: [
          list([
            t('notes.version'),
            t('notes.conditions'),
            t('notes.partly'),
            t('notes.byHand'),
            t('notes.withoutOrder'),
            words.t('report-period:notes.timeZone', { timeZone: community.timeZone }),
            words.t('report-period:notes.pseudonyms'),
          ]),
        ],
      },
    ],
  };
}

function verdictBlocks(
  { trades, judged, partlyKnown, byHand, withoutOrder, ruleOrders, verdicts }: RuleAuditFacts['sections']['verdict'],
  findings: number,
  words: ReportWords,
): ReportBlock[] {
  const t = within(words, 'report-rule-audit');
  const number = (value: number): string => words.format.number(value);
  return [
    verdictParagraph(judged, findings, words),
    table(
      t('verdict.caption'),
      [column(t('verdict.what'), 3), numbers(t('verdict.count')), column(t('verdict.meaning'), 6)],
      [
        [t('facts.trades'), number(trades), words.t('rule-audit:facts.trades.meaning')],
        [t('facts.judged'), number(judged), t('facts.judgedMeaning')],
        [t('facts.explained'), number(verdicts.EXPLAINED), words.t('rule-audit:facts.explained.meaning')],
        [t('facts.partlyKnown'), number(partlyKnown), words.t('rule-audit:facts.partlyKnown.meaning')],
        [t('facts.findings'), number(findings), t('facts.findingsMeaning')],
        [t('facts.byHand'), number(byHand), words.t('rule-audit:facts.byHand.meaning')],
        [t('facts.withoutOrder'), number(withoutOrder), words.t('rule-audit:facts.withoutOrder.meaning')],
        [t('facts.ruleOrders'), number(ruleOrders), words.t('rule-audit:facts.ruleOrders.meaning')],
      ],
    ),
  ];
}

function verdictParagraph(judged: number, findings: number, words: ReportWords): ReportBlock {
  const t = within(words, 'report-rule-audit');
  const number = (value: number): string => words.format.number(value);
  if (judged === 0) return paragraph(t('verdict.nothing'));
  return findings === 0
    ? paragraph(t('verdict.clean', { count: judged, number: number(judged) }), 'good')
    : paragraph(
        t('verdict.findings', { count: findings, number: number(findings), judged: number(judged) }),
        'finding',
      );
}

function groupBlocks(groups: RuleAuditResult['groups'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-rule-audit');
  const { format } = words;
  const { quantity, money } = exactly(format);
  if (groups.length === 0) return [paragraph(t('groups.none'))];
  return [
    table(
      t('groups.caption'),
      [
        column(t('groups.verdict'), 2),
        column(t('groups.meaning'), 4),
        numbers(t('groups.findings')),
        numbers(t('groups.members')),
        numbers(t('groups.energy'), 1.4),
        numbers(t('groups.amount'), 1.4),
      ],
      groups.map(({ verdict, findings, members, quantityWh, amount }) => [
        verdictName(verdict, words),
        words.t(`rule-audit:verdicts.${verdict}.meaning`),
        format.number(findings),
        format.number(members),
        quantity(quantityWh),
        money(amount),
      ]),
    ),
  ];
}

function findingBlocks({ count, listed }: RuleAuditFacts['sections']['findings'], words: ReportWords): ReportBlock[] {
  const t = within(words, 'report-rule-audit');
  if (count === 0) return [paragraph(t('findings.none'))];
  const byVerdict = Map.groupBy(listed, ({ verdict }) => verdict);
  const columns = [
    column(t('findings.slot'), 1.5),
    column(t('findings.members'), 1.8),
    numbers(t('findings.energy'), 1.1),
    numbers(t('findings.price'), 1.7),
    column(t('findings.trace'), 5),
  ];
  return [
    ...[...byVerdict].map(([verdict, findings]) =>
      table(
        verdictName(verdict, words),
        columns,
        findings.map((finding) => findingRow(finding, words)),
      ),
    ),
    ...(count > listed.length
      ? [note(t('findings.rest', { listed: words.format.number(listed.length), all: words.format.number(count) }))]
      : []),
  ];
}

/** One finding: when, who, how much, and what of the rule was not met or cannot be told. */
function findingRow(finding: AuditFindingFact, words: ReportWords): string[] {
  const { format } = words;
  const { quantity, price } = exactly(format);
  const heldBack = words.t('rule-audit:finding.heldBack');
  const { side, anonymizedId, counterparty, ruleId, ruleVersion, tradeId } = finding;
  const t = within(words, 'report-rule-audit');
  const language = { format, t: within(words, 'rule-audit'), rules: within(words, 'rules') };
  return [
    format.dateTime(finding.slot),
    words.t(`rule-audit:finding.${side}`, { member: anonymizedId ?? heldBack, other: counterparty ?? heldBack }),
    quantity(finding.quantityWh),
    price(finding.price),
    [
      ...finding.conditions
        .filter(({ outcome }) => outcome !== 'met')
        .map((condition) => conditionWords(condition, finding, language)),
      ruleVersion === null
        ? t('findings.trade', { trade: tradeId })
        : t('findings.rule', { trade: tradeId, rule: ruleId?.slice(0, SHORT_ID) ?? '', version: ruleVersion }),
    ].join(' '),
  ];
}

function verdictName(verdict: RuleFinding, { t }: ReportWords): string {
  return t(`rule-audit:verdicts.${verdict}.name`);
}
