import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingSchema, type FindingKind } from '#shared/contract/health.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Indicators } from '#shared/contract/stats.ts';
import type { HealthFacts } from '#shared/stats/health-facts.ts';
import { findingsOf, MOST_FINDINGS } from '#shared/stats/health-rules.ts';

const DAYS = 7;
/** A sum of which so many days are withheld. */
function sum(value: number | null, withheldDays = 0): InsightSum {
  return { value, withheldDays, reason: withheldDays === 0 ? null : 'few-members' };
}

const figures: Indicators = {
  producedWh: sum(100_000),
  consumedWh: sum(100_000),
  selfConsumedWh: sum(40_000),
  tradedWh: sum(20_000),
  tradedAmount: sum(4_000_000),
  tradeCount: 100,
  failedCount: 0,
  savings: sum(2_000_000),
  selfSufficiency: 0.4,
  selfConsumption: 0.4,
  participants: 9,
  activeMembers: 10,
  co2AvoidedG: 500,
};

const membership = { activeMembers: 10, participants: 9, rate: 0.9, joined: 0, left: 0 };
/** A week like the one before it, in which nothing is amiss. */
const quiet: HealthFacts = {
  failures: null,
  approvals: { count: 0, amount: 0 },
  slots: 672,
  slotsWithReadings: 672,
  staleness: { days: 0, dataTo: DAYS },
  unbalanced: null,
  heldBack: 0,
  worseOff: { count: 0, traders: 9 },
  rolling: { count: 0, traders: 9, days: 30, isPeriod: false },
  figures: { now: { ...figures, days: DAYS }, before: { ...figures, days: DAYS } },
  localDays: DAYS,
  price: { price: 200_000, retail: 300_000, feedIn: 100_000 },
  spread: {
    members: 9,
    withheld: null,
    total: 2_000_000,
    median: 200_000,
    gini: 0.2,
    giniGap: null,
    jain: 0.9,
    worseOff: 0,
    bins: [],
    lorenz: [],
  },
  importPeak: { wh: 990, at: 3, baselineWh: 1000, baselineAt: 3, reduction: 0.01, withheld: null },
  co2Factor: null,
  membership: { now: membership, before: membership },
  isFirst: false,
};

function kindsOf(changes: Partial<HealthFacts>): FindingKind[] {
  return findingsOf({ ...quiet, ...changes }).map(({ kind }) => kind);
}

function only(kind: FindingKind, changes: Partial<HealthFacts>) {
  return findingsOf({ ...quiet, ...changes }).find((finding) => finding.kind === kind);
}

/** What is as in the quiet week, but for some figures of it. */
function withFigures(changes: Partial<Indicators>): Pick<HealthFacts, 'figures'> {
  return { figures: { ...quiet.figures, now: { ...quiet.figures.now, ...changes } } };
}

describe('the summary', () => {
  it('of a week in which nothing is amiss says so, over how much, and what was saved', () => {
    expect(findingsOf(quiet)).toEqual([
      { kind: 'all-well', level: 'good', evidence: 'insights-health', values: { activeMembers: 10, slots: 672 } },
      {
        kind: 'savings-total',
        level: 'good',
        evidence: 'insights-health',
        values: { amount: 2_000_000, days: 7, withheldDays: 0 },
      },
    ]);
  });

  it('does not say that all is well beside anything that is not', () => {
    expect(kindsOf({ heldBack: 1 })).not.toContain('all-well');
    expect(kindsOf({ unbalanced: { rows: 1, total: 50 } })).not.toContain('all-well');
  });

  it('says what is most urgent first, then what concerns the larger part of the community', () => {
    const failures = { count: 1, amount: 10, topCode: 'UNKNOWN' as const, topCount: 1 };
    expect(
      kindsOf({
        failures,
        slotsWithReadings: 600,
        worseOff: { count: 4, traders: 9 },
        unbalanced: { rows: 1, total: 50 },
        approvals: { count: 1, amount: 10 },
      }),
    ).toEqual([
      'failed-settlements',
      'waiting-approvals',
      'worse-off-members',
      'missing-readings',
      'unbalanced-readings',
      'savings-total',
    ]);
  });

  it('says nothing of a period without data but that there are none, and what waits whatever the period', () => {
    const nothing = { slotsWithReadings: 0, ...withFigures({ tradeCount: 0 }), staleness: { days: 40, dataTo: 1 } };
    expect(kindsOf(nothing)).toEqual(['no-data']);
    expect(kindsOf({ ...nothing, approvals: { count: 2, amount: 10 } })).toEqual(['waiting-approvals', 'no-data']);
  });

  it('has at most eight sentences, each with the numbers of its kind and where to look', () => {
    const withheldOrNot = (values: fc.Arbitrary<number>) =>
      fc.tuple(fc.option(values), fc.nat(1)).map(([value, days]) => sum(value, value === null ? DAYS : days));
    const facts = fc.record<HealthFacts>({
      failures: fc.option(
        fc.record({ count: fc.nat(), amount: fc.nat(), topCode: fc.constant('UNKNOWN' as const), topCount: fc.nat() }),
      ),
      approvals: fc.record({ count: fc.nat(3), amount: fc.nat() }),
      slots: fc.constant(672),
      slotsWithReadings: fc.constantFrom(0, 600, 672),
      staleness: fc.option(fc.record({ days: fc.nat(3), dataTo: fc.constant(DAYS) })),
      unbalanced: fc.option(fc.record({ rows: fc.integer({ min: 1, max: 9 }), total: fc.nat(20) })),
      heldBack: fc.nat(2),
      worseOff: fc.record({ count: fc.nat(2), traders: fc.constant(9) }),
      rolling: fc.record({
        count: fc.nat(2),
        traders: fc.constant(9),
        days: fc.constant(30),
        isPeriod: fc.boolean(),
      }),
      figures: fc.record({
        now: fc
          .record({
            selfSufficiency: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
            selfConsumedWh: withheldOrNot(fc.nat(100_000)),
            tradedWh: withheldOrNot(fc.nat(100_000)),
            savings: withheldOrNot(fc.integer({ min: -100, max: 5_000_000 })),
            tradeCount: fc.nat(2),
            days: fc.constantFrom(0, 6.5, DAYS),
          })
          .map((changes) => ({ ...quiet.figures.now, ...changes })),
        before: fc.option(fc.constant(quiet.figures.now)),
      }),
      localDays: fc.constant(DAYS),
      price: fc.option(
        fc.record({ price: fc.nat(400_000), retail: fc.constantFrom(100_000, 300_000), feedIn: fc.constant(100_000) }),
      ),
      spread: fc.constantFrom(quiet.spread, {
        ...quiet.spread,
        gini: 0.7,
        lorenz: [0, 0.5, 1].map((members) => ({ members, savings: members ** 3 })),
      }),
      importPeak: fc.constantFrom(quiet.importPeak, { ...quiet.importPeak, wh: 600, reduction: 0.4 }),
      co2Factor: fc.constant(null),
      membership: fc.record({
        now: fc
          .record({ rate: fc.double({ min: 0, max: 1, noNaN: true }), joined: fc.nat(2), left: fc.nat(2) })
          .map((changes) => ({ ...membership, ...changes })),
        before: fc.option(fc.constant(membership)),
      }),
      isFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const found = findingsOf(given);
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(MOST_FINDINGS);
        for (const finding of found) expect(findingSchema.parse(finding)).toEqual(finding);
        const kinds = found.map(({ kind }) => kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        if (kinds.includes('all-well')) expect(found.every(({ level }) => level === 'good')).toBe(true);
        if (given.figures.before === null) {
          expect(kinds.filter((kind) => /^(self|traded|savings)-.*change$/.test(kind))).toEqual([]);
        }
      }),
    );
  });
});

describe('a change', () => {
  const better = withFigures({ selfSufficiency: 0.46 });

  it('is told from its bound on, with the numbers of both periods', () => {
    expect(only('self-sufficiency-change', better)?.values).toMatchObject({ now: 0.46, before: 0.4 });
    expect(only('self-sufficiency-change', withFigures({ selfSufficiency: 0.44 }))).toBeUndefined();
    expect(only('self-consumption-change', withFigures({ selfConsumption: 0.3 }))?.level).toBe('notice');
    expect(only('traded-change', withFigures({ tradedWh: sum(25_000) }))?.values).toMatchObject({ change: 0.25 });
    expect(only('traded-change', withFigures({ tradedWh: sum(23_000) }))).toBeUndefined();
    expect(only('savings-change', withFigures({ savings: sum(1_000_000) }))).toMatchObject({
      level: 'notice',
      values: { change: -0.5 },
    });
  });

  it('is told by the day, so that half a day is not held against a whole one', () => {
    const now = { ...quiet.figures.now, tradedWh: sum(10_000), days: DAYS / 2 };
    expect(only('traded-change', { figures: { now, before: quiet.figures.before } })).toBeUndefined();
  });

  it('is not told without a period before, nor of nothing, nor of a loss', () => {
    const without = { ...better, figures: { ...better.figures, before: null } };
    expect(only('self-sufficiency-change', without)).toBeUndefined();
    const before = (changes: Partial<Indicators>) => ({
      figures: { ...quiet.figures, before: { ...quiet.figures.now, ...changes } },
    });
    expect(only('traded-change', before({ tradedWh: sum(0) }))).toBeUndefined();
    expect(only('savings-change', before({ savings: sum(-500) }))).toBeUndefined();
    expect(only('self-sufficiency-change', before({ selfSufficiency: null }))).toBeUndefined();
  });

  it('is not told where a day of the sums that it goes by is withheld, in either period', () => {
    const withheld = { consumedWh: sum(90_000, 1) };
    expect(only('self-sufficiency-change', withFigures({ selfSufficiency: 0.46, ...withheld }))).toBeUndefined();
    const before = { ...quiet.figures.now, ...withheld };
    expect(only('self-sufficiency-change', { figures: { ...better.figures, before } })).toBeUndefined();
    expect(only('traded-change', withFigures({ tradedWh: sum(25_000, 1) }))).toBeUndefined();
  });

  it('of the share of members who take part is told from a tenth of them on', () => {
    const before = { ...membership, rate: 0.75 };
    expect(only('participation-change', { membership: { now: membership, before } })?.values).toMatchObject({
      now: 0.9,
      before: 0.75,
    });
    expect(
      only('participation-change', { membership: { now: membership, before: { ...membership, rate: 0.85 } } }),
    ).toBe(undefined);
  });
});

describe('money', () => {
  it('is told as lost when it was lost, with the days that are withheld', () => {
    expect(only('savings-total', withFigures({ savings: sum(-3000, 1) }))).toMatchObject({
      level: 'warning',
      values: { amount: -3000, days: 6, withheldDays: 1 },
    });
  });

  it('is not told when its sum is withheld', () => {
    expect(only('savings-total', withFigures({ savings: sum(null, DAYS) }))).toBeUndefined();
  });

  it('goes to one side when the price lies in the last fifth between the tariffs, and is a warning beyond them', () => {
    const at = (price: number) => only('one-sided-price', { price: { ...quiet.price!, price } });
    expect(at(200_000)).toBeUndefined();
    expect(at(259_000)).toBeUndefined();
    expect(at(280_000)).toMatchObject({ level: 'notice', values: { share: 0.9 } });
    expect(at(110_000)).toMatchObject({ level: 'notice', values: { share: 0.05 } });
    expect(at(320_000)).toMatchObject({ level: 'warning', values: { share: 1.1 } });
    expect(at(90_000)).toMatchObject({ level: 'warning', values: { share: -0.05 } });
    expect(only('one-sided-price', { price: { price: 1, retail: 100, feedIn: 100 } })).toBeUndefined();
    const price = { ...quiet.price!, price: 280_000 };
    expect(only('one-sided-price', { price, ...withFigures({ tradedWh: sum(20_000, 1) }) })).toBeUndefined();
  });

  it('is unevenly spread from a Gini of a half on', () => {
    const lorenz = [0, 0.5, 1].map((members) => ({ members, savings: members ** 3 }));
    const at = (gini: number | null) => only('uneven-savings', { spread: { ...quiet.spread, gini, lorenz } });
    expect(at(0.5)?.values).toEqual({ gini: 0.5, lowerHalfShare: 0.125, members: 9 });
    expect(at(0.49)).toBeUndefined();
    expect(at(null)).toBeUndefined();
  });
});

describe('members', () => {
  it('who lost over 30 days are told once when those are the days of the period', () => {
    const worseOff = { count: 2, traders: 9 };
    const rolling = { ...worseOff, days: 30, isPeriod: true };
    expect(kindsOf({ worseOff, rolling })).toContain('worse-off-rolling');
    expect(kindsOf({ worseOff, rolling })).not.toContain('worse-off-members');
    expect(kindsOf({ worseOff, rolling: { ...rolling, isPeriod: false } })).toContain('worse-off-members');
  });

  it('who left are worth a notice when more of them left than came', () => {
    const level = (joined: number, left: number) =>
      only('members-change', { membership: { now: { ...membership, joined, left }, before: null } })?.level;
    expect([level(0, 0), level(2, 1), level(1, 2)]).toEqual([undefined, 'good', 'notice']);
  });

  it('with whom the data begin have not joined then', () => {
    const now = { ...membership, joined: 10 };
    expect(only('members-change', { membership: { now, before: null }, isFirst: true })).toBeUndefined();
  });

  it('of whom fewer than half take part are told, where there is trade at all', () => {
    const now = { ...membership, participants: 4, rate: 0.4 };
    expect(kindsOf({ membership: { now, before: null } })).toContain('low-participation');
    expect(kindsOf({ membership: { now, before: null }, ...withFigures({ tradeCount: 0 }) })).not.toContain(
      'low-participation',
    );
  });
});

describe('CO2', () => {
  const year = {
    kind: 'year' as const,
    factor: { gramsPerKwh: 340, country: 'DEU', year: 2024, source: 'Ember', method: 'location-based average' },
  };
  const hourly = {
    kind: 'hourly' as const,
    source: 'Grid operator, 2024',
    method: 'location-based average',
    from: 0,
    to: 1,
    hours: 168,
    coveredHours: 168,
    meanGramsPerKwh: 310,
    otherwise: null,
  };
  const avoided = (co2Factor: HealthFacts['co2Factor'], grams = 5000) =>
    only('co2-avoided', { co2Factor, ...withFigures({ co2AvoidedG: grams }) })?.values;

  it('stands with its factor, source, year and method, from a kilogram on', () => {
    expect(avoided(year)).toEqual({
      grams: 5000,
      gramsPerKwh: 340,
      source: 'Ember',
      year: 2024,
      method: 'location-based average',
    });
    expect(avoided(hourly)).toMatchObject({ gramsPerKwh: 310, source: 'Grid operator, 2024', year: null });
    expect(avoided(year, 900)).toBeUndefined();
    expect(avoided(null)).toBeUndefined();
  });

  it('is not told with a factor that is not that of all hours', () => {
    expect(avoided({ ...hourly, coveredHours: 100 })).toBeUndefined();
  });
});

describe('the data', () => {
  it('that end a whole day before the period does are told with the day on which they end', () => {
    expect(only('stale-data', { staleness: { days: 2, dataTo: 77 } })?.values).toEqual({ days: 2, dataTo: 77 });
  });

  it('of a peak are told when trading took a twentieth off', () => {
    const importPeak = { ...quiet.importPeak, wh: 900, reduction: 0.1 };
    expect(only('peak-reduced', { importPeak })?.values).toEqual({ wh: 900, baselineWh: 1000, reduction: 0.1, at: 3 });
    expect(only('peak-reduced', { importPeak: { ...importPeak, wh: null, withheld: 'few-members' } })).toBeUndefined();
  });
});
