import { describe, expect, it } from 'vitest';
import { createFormat } from '#shared/format/format.ts';
import { createI18n } from '#renderer/i18n/index.ts';
import type { Metric, MetricInput, MetricKey } from '#renderer/pages/overview/metric.ts';
import { metricsOf } from '#renderer/pages/overview/metrics.ts';
import type { Output } from '#shared/contract/contract.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import type { Co2Factor, EmissionFactor, Indicators } from '#shared/contract/stats.ts';
import { day, series } from '../charts/fixtures.ts';

const format = createFormat({
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  notAvailable: 'n/a',
  points: 'pt',
});
const t = createI18n('en').getFixedT('en', 'overview');

/** A sum of which so many days are withheld. */
function sum(value: number | null, withheldDays = 0): InsightSum {
  return { value, withheldDays, reason: withheldDays === 0 ? null : 'one-member' };
}

const current: Indicators = {
  producedWh: sum(1_284_000),
  consumedWh: sum(1_962_000),
  selfConsumedWh: sum(940_000),
  tradedWh: sum(412_600),
  tradedAmount: sum(61_000_000),
  tradeCount: 640,
  failedCount: 14,
  savings: sum(38_240_000),
  selfSufficiency: 0.479,
  selfConsumption: 0.732,
  participants: 142,
  activeMembers: 160,
  co2AvoidedG: 358_000,
};
const previous: Indicators = {
  ...current,
  producedWh: sum(1_187_800),
  selfSufficiency: 0.447,
  savings: sum(36_140_000),
  failedCount: 3,
  activeMembers: 158,
};
const ofYear: EmissionFactor = {
  gramsPerKwh: 342.06,
  country: 'DEU',
  year: 2024,
  source: 'Ember',
  method: 'location-based average; not an offset',
};
const answer: Output<'stats.indicators'> = {
  current,
  previous,
  co2Factor: { kind: 'year', factor: ofYear },
  slotsWithReadings: 96,
  slotsInPeriod: 96,
  dataTo: day(20261122).to,
};

function metric(key: MetricKey, change: Partial<Indicators> = {}, input: Partial<MetricInput> = {}): Metric {
  const changed = { ...answer, ...input.answer, current: { ...current, ...change } };
  const all = metricsOf({ series: series(day(20261122)), hasMarket: true, format, t, ...input, answer: changed });
  return all.find((one) => one.key === key)!;
}

const inputsOf = ({ explanation }: Metric) =>
  Object.fromEntries((explanation.inputs ?? []).map(({ label, value }) => [label, value]));

describe('the figures of the overview', () => {
  it('have units and change against the period before', () => {
    expect(metric('produced')).toMatchObject({
      value: { value: '1,284', unit: 'kWh' },
      change: { text: '+8.1%', direction: 1, tone: 'neutral' },
    });
    expect(metric('selfSufficiency')).toMatchObject({
      value: '47.9%',
      change: { text: '+3.2\u00a0pt', tone: 'good' },
    });
    expect(metric('savings')).toMatchObject({ value: '€38.24', change: { text: '+€2.10', tone: 'good' } });
    expect(metric('failed')).toMatchObject({ value: '14', tone: 'alarm', change: { text: '+11', tone: 'bad' } });
  });

  it('show no change when nothing is compared', () => {
    const alone = metricsOf({ answer: { ...answer, previous: null }, series: undefined, hasMarket: true, format, t });
    expect(alone.every(({ change }) => change === null)).toBe(true);
    expect(alone.every(({ spark }) => spark === null)).toBe(true);
  });

  it('explain their formula, inputs and the time of the data', () => {
    const { explanation } = metric('selfSufficiency');
    expect(explanation.term).toBe('selfSufficiency');
    expect(explanation.dataTo).toBe(answer.dataTo);
    expect(inputsOf(metric('selfSufficiency'))).toEqual({
      'Community self-consumed': '940.0\u00a0kWh',
      Consumed: '1,962\u00a0kWh',
      'Period before': '44.7%',
    });
  });

  it('are n/a with the reason where the denominator is 0', () => {
    expect(
      metric('selfSufficiency', { consumedWh: sum(0), selfConsumedWh: sum(0), selfSufficiency: null }),
    ).toMatchObject({
      value: 'n/a',
      note: 'nothing consumed',
      change: null,
    });
    expect(metric('selfConsumption', { producedWh: sum(0), selfConsumption: null })).toMatchObject({
      value: 'n/a',
      note: 'nothing produced',
    });
  });

  it('call negative savings a loss, with sign and word', () => {
    expect(metric('savings', { savings: sum(-12_400_000) })).toMatchObject({
      value: '−€12.40',
      tag: 'loss',
      tone: 'loss',
      change: { text: '−€48.54', tone: 'bad' },
    });
    expect(metric('savings')).toMatchObject({ tag: null, tone: 'plain' });
  });

  it('never state CO2 without factor, source, year and method', () => {
    const inputs = inputsOf(metric('co2'));
    expect(inputs).toMatchObject({ 'Grid factor': '342.06 g/kWh', 'Country and year': 'DEU, 2024' });
    expect(metric('co2').explanation.note).toBe('Source: Ember. Method: location-based average; not an offset.');
    expect(metric('co2', { co2AvoidedG: null }, { answer: { ...answer, co2Factor: null } })).toMatchObject({
      value: 'n/a',
      note: 'grid factor unknown',
    });
  });

  it('state CO2 by factors of the hour with how many hours have one, and what holds for the others', () => {
    const hourly: Co2Factor = {
      kind: 'hourly',
      source: 'Grid operator 2026',
      method: ofYear.method,
      from: day(20260101).from,
      to: day(20261231).to,
      hours: 168,
      coveredHours: 160,
      meanGramsPerKwh: 301.4,
      otherwise: ofYear,
    };
    const co2 = (factor: Partial<typeof hourly>) =>
      metric('co2', {}, { answer: { ...answer, co2Factor: { ...hourly, ...factor } } });
    expect(inputsOf(co2({}))).toMatchObject({
      'Grid factor by the hour, mean': '301.40 g/kWh',
      'Hours with a factor': '160 of 168',
      'Grid factor of the other hours': '342.06 g/kWh',
      'Country and year': 'DEU, 2024',
    });
    expect(inputsOf(co2({ otherwise: null }))).toMatchObject({ 'Grid factor of the other hours': 'n/a' });
    expect(inputsOf(co2({ coveredHours: 168 }))).not.toHaveProperty('Country and year');
    expect(co2({}).explanation.note).toBe('Source: Grid operator 2026. Method: location-based average; not an offset.');
  });

  it('are withheld where their sum may not be shown, with why and of how many days', () => {
    expect(metric('produced', { producedWh: sum(null, 7) })).toMatchObject({
      withheld: { reason: 'one-member', days: 7 },
      change: null,
      spark: null,
    });
    for (const key of ['selfSufficiency', 'selfConsumption', 'co2'] as const) {
      expect(metric(key, { selfConsumedWh: sum(null, 7) }).withheld).not.toBeNull();
    }
    expect(metric('produced').withheld).toBeNull();
  });

  it('say how many days they are without, and do not change against days that are not the same', () => {
    expect(metric('traded', { tradedWh: sum(400_000, 2) })).toMatchObject({ note: 'without 2 days', change: null });
    const before = { ...answer, previous: { ...previous, savings: sum(36_140_000, 1) } };
    expect(metric('savings', {}, { answer: before })).toMatchObject({ note: null, change: null });
  });

  it('say that there is no market instead of 0', () => {
    const none = { savings: sum(0), tradedWh: sum(0), tradeCount: 0, failedCount: 0 };
    for (const key of ['traded', 'savings'] as const) {
      expect(metric(key, none, { hasMarket: false })).toMatchObject({
        value: 'n/a',
        note: 'no market yet',
        spark: null,
      });
    }
    expect(metric('failed', none, { hasMarket: false })).toMatchObject({ value: '0', note: 'no market yet' });
    expect(metric('activeMembers', none, { hasMarket: false }).note).toBeNull();
  });

  it('say that a period has no readings instead of 0', () => {
    const none = {
      producedWh: sum(0),
      tradedWh: sum(0),
      savings: sum(0),
      tradeCount: 0,
      failedCount: 0,
      activeMembers: 0,
    };
    const empty = { answer: { ...answer, slotsWithReadings: 0 } };
    for (const key of [
      'produced',
      'consumed',
      'selfSufficiency',
      'selfConsumption',
      'traded',
      'savings',
      'co2',
    ] as const) {
      expect(metric(key, none, empty)).toMatchObject({ value: 'n/a', change: null, note: 'no readings', spark: null });
    }
    expect(metric('failed', none, empty)).toMatchObject({ value: '0', note: null });
    expect(metric('activeMembers', none, empty).note).toBeNull();
  });

  it('tell the participation rate beside the active members', () => {
    expect(metric('activeMembers')).toMatchObject({ value: '160', note: '89% took part', change: { text: '+2' } });
  });

  it('draw shares of groups of buckets, so that a dark quarter hour makes no gap', () => {
    const { spark } = metric('selfConsumption');
    expect(spark?.values).toHaveLength(24);
    expect(spark?.values[0]).toBeCloseTo(400 / 600);
    const slots = series(day(20261122));
    const gap = { ...slots, selfConsumedWh: slots.selfConsumedWh.map((wh, at) => (at < 5 ? null : wh)) };
    expect(metric('selfConsumption', {}, { series: gap }).spark?.values.slice(0, 2)).toEqual([null, 300 / 1800]);
  });
});
