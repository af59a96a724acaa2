import { describe, expect, it } from 'vitest';
import { reportWords } from '#engine/reports/report-words.ts';
import type { AuditFinding } from '#shared/contract/rule-records.ts';
import { type RuleVerdict, ruleVerdicts } from '#shared/rules/audit.ts';
import type { ReportBlock } from '#shared/reports/document.ts';
import { reconciliationDocument } from '#shared/reports/kinds/reconciliation.ts';
import { MAX_LISTED_FINDINGS, ruleAuditDocument, type RuleAuditFacts } from '#shared/reports/kinds/rule-audit.ts';
import { failureBlocks } from '#shared/reports/period/failure-blocks.ts';
import { fairnessBlocks } from '#shared/reports/period/fairness-blocks.ts';
import { factorNote, figureCards } from '#shared/reports/period/figure-cards.ts';
import type { FactorFact, PeriodFigures, SpreadFact } from '#shared/reports/period/period-facts.ts';
import type { ReconciliationFacts } from '#shared/reports/settlement/reconciliation-facts.ts';
import { sectionTexts, textsOf } from './read-report.ts';

const zone = { timeZone: 'Europe/Berlin', currency: 'EUR' };
const en = reportWords('en', zone);
const de = reportWords('de', zone);
/** Typed with plain spaces: numbers and their units are kept together on paper. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const range = { from: Date.UTC(2025, 2, 31, 22), to: Date.UTC(2025, 3, 30, 22) };
const community = {
  id: 'c',
  name: 'Sonnenhang',
  district: 'Vauban',
  ...zone,
  mechanism: 'uniform-price',
  slotMinutes: 15,
  isDemo: false,
  hasSimulatedTrades: false,
};

function textOf(block: ReportBlock): string {
  if (block.type === 'paragraph') return plain(block.text);
  throw new Error(`A ${block.type} has no text of its own.`);
}

const whole = (value: number | null) => ({ value, withheldDays: 0, reason: null });
const figures: PeriodFigures = {
  sums: {
    producedWh: whole(12_000_000),
    consumedWh: whole(20_000_000),
    selfConsumedWh: whole(9_000_000),
    boughtWh: whole(3_000_000),
    savings: whole(-1_500_000),
  },
  selfSufficiency: 450_000,
  selfConsumption: 750_000,
  co2AvoidedG: 3_078_900,
  meanPrice: 185_000,
  trades: { made: 1200, failed: 3 },
  participation: { activeMembers: 20, participants: 15, rate: 750_000, joined: 2, left: 1 },
};

function cardOf(name: string, now: PeriodFigures, before: PeriodFigures | null, words = en): string[] {
  const block = figureCards({ now, before }, { words, before: 'March 2025' });
  const card = block.type === 'figures' ? block.figures.find(({ label }) => label === name) : undefined;
  return card ? [plain(card.value), ...(card.detail === undefined ? [] : [plain(card.detail)])] : [];
}

describe('a card', () => {
  const before: PeriodFigures = {
    ...figures,
    sums: { ...figures.sums, boughtWh: whole(2_000_000) },
    selfSufficiency: 500_000,
  };

  it('gives a sum with its change in percent, and a share with its change in points', () => {
    expect(cardOf('Traded among members', figures, before)).toEqual(['3,000 kWh', '+50.0% against March 2025']);
    expect(cardOf('Self-sufficiency', figures, before)).toEqual(['45.0%', '−5.0 pt against March 2025']);
  });

  it('keeps a loss negative', () => {
    expect(cardOf('Saved against retail', figures, null)).toEqual(['−€1.50']);
  });

  it('of a sum without some of its days says which and why, and gives no change', () => {
    const boughtWh = { value: 1_000_000, withheldDays: 2, reason: 'one-member' } as const;
    const now = { ...figures, sums: { ...figures.sums, boughtWh } };
    expect(cardOf('Traded among members', now, before)).toEqual([
      '1,000 kWh',
      'without 2 days that may not be shown: one member makes up more than 80% of it',
    ]);
    expect(cardOf('Untereinander gehandelt', now, before, de)[1]).toBe(
      'ohne 2 Tage, die nicht gezeigt werden dürfen: ein Mitglied macht mehr als 80 % davon aus',
    );
  });
});

describe('the factor of CO2', () => {
  const year = { milligramsPerKwh: 342_100, country: 'DEU', year: 2024, source: 'Ember', method: 'm' };

  it.each<[string, FactorFact | null, string]>([
    [
      'is named with source, year and method',
      { kind: 'year', ...year },
      'CO₂ avoided: 342.1 g/kWh, DEU 2024, Ember. Method: location-based average; not an offset.',
    ],
    [
      'of each hour says how many hours it has, and what stands for the others',
      {
        kind: 'hourly',
        source: 'ENTSO-E',
        method: 'm',
        hours: 720,
        coveredHours: 700,
        milligramsPerKwh: 280_000,
        otherwise: year,
      },
      'CO₂ avoided: factors of each hour, 280.0 g/kWh on average, ENTSO-E; 700 of 720 hours are covered. Method: location-based average; not an offset. The other hours are reckoned with 342.1 g/kWh of 2024, Ember.',
    ],
    [
      'is missed where it is not known',
      null,
      'No CO₂ figure is given: the factor of this country’s grid is not known.',
    ],
  ])('%s', (_, factor, text) => {
    expect(textOf(factorNote(factor, en))).toBe(text);
  });
});

describe('the spread of savings', () => {
  const spread: SpreadFact = {
    members: 12,
    withheld: null,
    total: 10_000_000,
    median: 800_000,
    gini: null,
    giniGap: 'losses',
    jain: 640_000,
    worseOff: 2,
    bins: [
      { from: null, to: 1_000_000, members: 7 },
      { from: 1_000_000, to: null, members: 5 },
    ],
  };

  it('begins with those who are worse off, and says why there is no Gini', () => {
    const [first, second] = fairnessBlocks(spread, en);
    expect(textOf(first)).toBe('2 of 12 members who traded are worse off than at retail.');
    expect(JSON.stringify(second)).toContain('told only when nobody has lost');
  });

  it('that is withheld tells nothing but how many traded', () => {
    const blocks = fairnessBlocks({ ...spread, members: 3, withheld: 'few-members' }, de);
    expect(blocks.map(textOf)).toEqual([
      '3 Mitglieder haben gehandelt. Wie sich die Ersparnis verteilt, ist zurückgehalten: weniger als fünf Mitglieder.',
    ]);
  });
});

it('failures that are not resolved stand out, voided ones are told apart', () => {
  const resolved = { retry: 1, adjust: 0, void: 2, 'by-hand': 0 };
  const [first] = failureBlocks([{ cause: 'BANK_RETURN', failed: 4, open: 1, resolved }], en);
  expect(first).toMatchObject({ type: 'paragraph', tone: 'finding' });
  expect(textOf(first)).toBe(
    '4 trades failed; not resolved: 1. Settled by now: 1; voided: 2. Voided ones still count as failed.',
  );
});

describe('a reconciliation that fails', () => {
  const none = { count: 0, amount: 0 };
  const facts: ReconciliationFacts = {
    dataTo: range.to,
    sections: {
      proof: { bought: 100, sold: 99, fees: 0, boughtByMembers: 100, soldByMembers: 99, holds: false },
      differences: {
        count: 1200,
        largest: [
          {
            kind: 'member-day',
            tradeId: null,
            executedAt: null,
            anonymizedId: 'House A1',
            day: 20250401,
            expected: 100,
            found: 99,
            unit: 'money',
          },
        ],
      },
      trades: {
        all: { count: 3, amount: 300, quantityWh: 1500 },
        settled: { count: 1, amount: 100 },
        pending: none,
        open: { count: 1, amount: 100 },
        failed: { count: 2, amount: 200 },
        resolved: {
          retry: { ...none, amountBefore: 0 },
          adjust: { ...none, amountBefore: 0 },
          void: { count: 1, amount: 0, amountBefore: 100 },
          'by-hand': { ...none, amountBefore: 0 },
        },
      },
      cases: { causes: [], open: [] },
      resolved: [],
      members: [{ anonymizedId: 'House A1', boughtAmount: 100, soldAmount: 99, balance: -1, failedCount: 1 }],
    },
  };
  const about = { community, order: { kind: 'reconciliation', communityId: 'c', range }, dataTo: range.to } as const;

  it('says so first, lists where, to the last digit, and how many are not listed', () => {
    const document = reconciliationDocument(facts, about, en);
    expect(sectionTexts(document, 'proof')[1]).toBe('The books do not agree: 1,200 differences are listed below.');
    expect(sectionTexts(document, 'differences')).toEqual(
      expect.arrayContaining([
        'House A1, 1 Apr 2025',
        '€0.000100',
        '−€0.000001',
        'The largest one of 1,200 is listed.',
      ]),
    );
  });

  it('has a row for what was voided, so that the states make up all trades', () => {
    const texts = sectionTexts(reconciliationDocument(facts, about, de), 'trades').map(plain);
    expect(texts.slice(texts.indexOf('Fehlgeschlagen und aufgehoben')).slice(0, 3)).toEqual([
      'Fehlgeschlagen und aufgehoben',
      '1',
      '0,000100 €',
    ]);
  });
});

const noVerdicts = Object.fromEntries(ruleVerdicts.map((name) => [name, 0])) as Record<RuleVerdict, number>;

describe('an audit with more findings than a report lists', () => {
  const finding: Omit<AuditFinding, 'memberId' | 'orderId' | 'orderWh' | 'orderPrice'> = {
    tradeId: 't-1',
    executedAt: range.from,
    slot: range.from,
    side: 'sell',
    anonymizedId: null,
    counterparty: null,
    quantityWh: 500,
    price: 90_000,
    amount: 45_000,
    verdict: 'LIMIT_BREACHED',
    orderedAt: range.from,
    ruleId: '0123456789',
    ruleVersion: 2,
    timeWindows: ['*'],
    conditions: [
      {
        verdict: 'LIMIT_BREACHED',
        outcome: 'failed',
        values: { limit: 100_000, orderPrice: 90_000, tradePrice: 90_000 },
      },
    ],
  };
  const count = MAX_LISTED_FINDINGS + 200;
  const facts: RuleAuditFacts = {
    dataTo: range.to,
    sections: {
      verdict: {
        trades: 2000,
        judged: 3000,
        partlyKnown: 5,
        byHand: 900,
        withoutOrder: 100,
        ruleOrders: 4000,
        verdicts: { ...noVerdicts, EXPLAINED: 2300, LIMIT_BREACHED: count },
      },
      groups: [{ verdict: 'LIMIT_BREACHED', findings: count, members: 7, quantityWh: 350_000, amount: 31_500_000 }],
      findings: { count, listed: Array.from({ length: MAX_LISTED_FINDINGS }, () => finding) },
    },
  };
  const about = { community, order: { kind: 'rule-audit', communityId: 'c', range }, dataTo: range.to } as const;

  it('counts all of them first, and says how many it lists', () => {
    const document = ruleAuditDocument(facts, about, en);
    expect(sectionTexts(document, 'verdict')[1]).toBe(
      '700 of 3,000 sides of trades that rules placed are not explained by their rules.',
    );
    expect(sectionTexts(document, 'findings').at(-1)).toMatch(/^The first 500 of 700 findings are listed/);
  });

  it('tells what was asked for and what was found, and nobody’s name of those who are held back', () => {
    const texts = sectionTexts(ruleAuditDocument(facts, about, en), 'findings').map(plain);
    expect(texts).toContain('a member held back sold to a member held back');
    expect(texts).toContain(
      'The rule sells at 0.1000 €/kWh or more. The order was placed at 0.0900 €/kWh, the trade was at 0.0900 €/kWh. Rule 01234567, version 2. Trade t-1.',
    );
  });
});

it('a report without findings says so in both languages', () => {
  const sections: RuleAuditFacts['sections'] = {
    verdict: {
      trades: 1,
      judged: 2,
      partlyKnown: 0,
      byHand: 0,
      withoutOrder: 0,
      ruleOrders: 2,
      verdicts: { ...noVerdicts, EXPLAINED: 2 },
    },
    groups: [],
    findings: { count: 0, listed: [] },
  };
  const about = { community, order: { kind: 'rule-audit', communityId: 'c', range }, dataTo: null } as const;
  const write = (words: typeof en): string[] => textsOf(ruleAuditDocument({ dataTo: null, sections }, about, words));
  expect(write(en)).toContain('All 2 sides of trades that rules placed are explained by their rules.');
  expect(write(de)).toContain('Alle 2 Handelsseiten, die Regeln aufgegeben haben, sind durch ihre Regeln erklärt.');
});
