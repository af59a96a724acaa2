/** What the sentences of the plain-language summary are filled with. Pure. */
import type { Finding } from '../contract/health.ts';
import { MINUTE, HOUR } from '../domain/slots.ts';
import type { Format } from '../format/format.ts';
import type { Say } from './say.ts';

export interface FindingWords {
  readonly format: Format;
  readonly t: Say;
  readonly slotMinutes: number;
}

type Filled = Record<string, string | number>;

const direction = (change: number): 'up' | 'down' => (change < 0 ? 'down' : 'up');

/** What the sentence of a finding is filled with: every number as people read it, `count` as it is (it chooses the plural). */
export function findingValues({ kind, values }: Finding, { format, t, slotMinutes }: FindingWords): Filled {
  const { number, money, percent, energy, price, dateTime, changeInPoints } = format;

  function inPoints({ now, before, change }: { now: number; before: number; change: number }): Filled {
    return {
      context: direction(change),
      now: percent(now),
      before: percent(before),
      change: changeInPoints(now, before),
    };
  }

  switch (kind) {
    case 'failed-settlements':
      return {
        count: values.count,
        cases: number(values.count),
        amount: money(values.amount).text,
        cause: t(`failureCodes.${values.topCode}`),
        causeCount: number(values.topCount),
      };
    case 'waiting-approvals':
      return { count: values.count, cases: number(values.count), amount: money(values.amount).text };
    case 'missing-readings':
      return {
        count: values.missing,
        missing: number(values.missing),
        slots: number(values.slots),
        share: percent(values.slots === 0 ? null : values.missing / values.slots),
      };
    case 'stale-data':
      return { count: values.days, dataTo: dateTime(values.dataTo) };
    case 'unbalanced-readings':
      return { count: values.rows, rows: number(values.rows), total: number(values.total) };
    case 'worse-off-members':
      return { count: values.count, traders: number(values.traders) };
    case 'worse-off-rolling':
      return { count: values.count, traders: number(values.traders), days: number(values.days) };
    case 'held-back-members':
      return { count: values.count };
    case 'savings-total':
      return {
        context: direction(values.amount),
        count: values.days,
        amount: money(Math.abs(values.amount)).text,
        withheld: values.withheldDays === 0 ? '' : ` ${t('withheldDays', { count: values.withheldDays })}`,
      };
    case 'savings-change':
      return {
        context: direction(values.change),
        change: percent(Math.abs(values.change)),
        perDay: money(values.perDay).text,
        before: money(values.before).text,
      };
    case 'one-sided-price':
      return {
        context: sideOf(values.share),
        share: percent(values.share, 0),
        price: price(values.price).text,
        retail: price(values.retail).text,
        feedIn: price(values.feedIn).text,
      };
    case 'uneven-savings':
      return {
        gini: number(values.gini, 2),
        lowerHalfShare: percent(values.lowerHalfShare),
        members: number(values.members),
      };
    case 'low-participation':
      return {
        share: percent(values.rate, 0),
        participants: number(values.participants),
        members: number(values.activeMembers),
      };
    case 'participation-change':
    case 'self-sufficiency-change':
    case 'self-consumption-change':
      return inPoints(values);
    case 'members-change':
      return { joined: number(values.joined), left: number(values.left), count: values.activeMembers };
    case 'traded-change':
      return {
        context: direction(values.change),
        change: percent(Math.abs(values.change)),
        perDay: energy(values.perDay).text,
        before: energy(values.before).text,
      };
    case 'peak-reduced': {
      const slotsPerHour = HOUR / (slotMinutes * MINUTE);
      return {
        reduction: percent(values.reduction),
        peak: format.power(values.wh * slotsPerHour).text,
        baseline: format.power(values.baselineWh * slotsPerHour).text,
        at: dateTime(values.at),
      };
    }
    case 'co2-avoided':
      return {
        context: values.year === null ? 'hourly' : 'yearly',
        mass: format.mass(values.grams).text,
        factor: number(values.gramsPerKwh, 1),
        source: values.source,
        year: values.year ?? '',
        method: t('co2-avoided.method', { defaultValue: values.method }),
      };
    case 'all-well':
      return { count: values.activeMembers, slots: number(values.slots) };
    case 'no-data':
      return {};
  }
}

/** Where a price stands: beyond a tariff, or between them nearer to one. */
function sideOf(share: number): 'above' | 'high' | 'low' | 'below' {
  if (share > 1) return 'above';
  if (share < 0) return 'below';
  return share >= 0.5 ? 'high' : 'low';
}
