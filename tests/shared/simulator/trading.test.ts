import { describe, expect, it } from 'vitest';
import { offerStatuses, offerTypes, readingQualities, type Rule, signalKinds } from '#shared/domain/records.ts';
import { localTime, MINUTE } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { isZeroUuid, uuidText } from '#shared/domain/uuid.ts';
import { clearingTypes } from '#shared/market/clearing.ts';
import { clearOrders } from '#shared/market/mechanisms.ts';
import type { Order } from '#shared/market/orders.ts';
import { firedWh, type PreparedRule, prepareRule } from '#shared/rules/firing.ts';
import { minuteOfWeek } from '#shared/rules/windows.ts';
import { type DayPage, simulate, sum, tradedWh } from './simulated.ts';

const until = Date.parse('2026-10-20T12:00:00Z');
const community = simulate({ seed: 5, members: 70, days: 40, until });
const { days, memberIds, ruleVersions } = community;
const limits = community.opening.community!.market;
const slotMinutes = 15 * MINUTE;

const SELL = offerTypes.indexOf('sell');
const MATCHED = offerStatuses.indexOf('matched');
const EXPIRED = offerStatuses.indexOf('expired');
const MISSING = readingQualities.indexOf('missing');

/** The row of each offer of a day by its id. */
function offerRows({ offers }: DayPage): Map<string, number> {
  return new Map(Array.from({ length: offers.count }, (_, row) => [uuidText(offers.id, row), row]));
}

const preparedRules = new Map<Rule, PreparedRule>();
function prepared(version: Rule): PreparedRule {
  const known = preparedRules.get(version) ?? prepareRule(version);
  preparedRules.set(version, known);
  return known;
}

describe('simulated offers', () => {
  it('are those that the rule version in force fires on what the meter says', () => {
    const wrong: string[] = [];
    for (const day of days) {
      const { offers, readings, signals, ruleIds } = day;
      const active = readings.count / signals.count;
      const rowOf = new Map(Array.from(readings.member.subarray(0, active), (member, at) => [member, at]));
      const offered = new Map<number, number>();
      for (let row = 0; row < offers.count; row++) {
        const createdAt = offers.createdAt[row];
        const slot = offers.windowStart[row];
        const versions = ruleVersions.get(ruleIds[offers.rule[row]]) ?? [];
        const inForce = versions.filter(({ validFrom }) => validFrom <= createdAt).at(-1);
        const reading = ((slot - signals.slot[0]) / slotMinutes) * active + rowOf.get(offers.member[row])!;
        // A meter that was lost or revised later no longer says what the rule saw.
        if (readings.quality[reading] === MISSING || readings.revision[reading] > 0) continue;
        const before = offered.get(reading) ?? 0;
        const openWh = Math.max(readings.exportedWh[reading], readings.importedWh[reading]) - before;
        const minute = minuteOfWeek(localTime(slot, 'Europe/Berlin'));
        const soc = Math.max(readings.batterySoc[reading], 0);
        offered.set(reading, before + offers.quantityWh[row]);
        const isAsFired =
          inForce !== undefined &&
          inForce.version === offers.ruleVersion[row] &&
          inForce.memberId === memberIds[offers.member[row]] &&
          firedWh(prepared(inForce), minute, openWh, soc) === offers.quantityWh[row] &&
          (inForce.type === 'sell' ? inForce.minPrice : inForce.maxPrice) === offers.price[row] &&
          (inForce.type === 'sell' ? readings.exportedWh : readings.importedWh)[reading] > 0 &&
          inForce.type === offerTypes[offers.type[row]];
        if (!isAsFired) wrong.push(`${uuidText(offers.id, row)}: ${JSON.stringify(inForce)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are placed in the five minutes before their slot and are over with it', () => {
    for (const { offers } of days) {
      const lead = offers.windowStart.map((start, row) => start - offers.createdAt[row]);
      expect(lead.every((ms) => ms > 0 && ms <= 5 * MINUTE)).toBe(true);
      expect(offers.windowEnd.every((end, row) => end === offers.windowStart[row] + slotMinutes)).toBe(true);
      expect(
        offers.status.every(
          (status, row) => status === (offers.remainingWh[row] < offers.quantityWh[row] ? MATCHED : EXPIRED),
        ),
      ).toBe(true);
      expect(offers.createdAt.every((time, row) => row === 0 || time > offers.createdAt[row - 1])).toBe(true);
    }
  });

  it('come from rules with limits between feed-in and retail, some of which change or are switched off', () => {
    const versions = [...ruleVersions.values()];
    const { gridExportPrice, gridImportPrice } = days[0].signals;
    const limitsOf = versions.flat().map((rule: Rule) => (rule.type === 'sell' ? rule.minPrice : rule.maxPrice));
    expect(
      limitsOf.every((limit) => limit !== null && limit >= gridExportPrice[0] && limit <= gridImportPrice[0]),
    ).toBe(true);
    expect(new Set(limitsOf).size).toBeGreaterThan(30);
    expect(versions.some((all) => all.length > 1)).toBe(true);
    expect(versions.flat().some(({ isEnabled }) => !isEnabled)).toBe(true);
    for (const all of versions) {
      expect(all.map(({ version }) => version)).toEqual(all.map((_, at) => at + 1));
      expect(all.every(({ validFrom }, at) => at === 0 || validFrom > all[at - 1].validFrom)).toBe(true);
    }
    const perMember = memberIds.map((id) => versions.filter((all) => all[0].memberId === id).length);
    expect(Math.max(...perMember)).toBeLessThanOrEqual(3);
    expect(perMember.filter((count) => count === 1).length).toBeGreaterThan(memberIds.length / 2);
  });
});

describe('simulated trades', () => {
  it('take from both offers what both say has traded', () => {
    const wrong: string[] = [];
    for (const day of days) {
      const { offers, trades } = day;
      const rows = offerRows(day);
      const left = Int32Array.from(offers.quantityWh);
      const traded = tradedWh(day);
      for (let row = 0; row < trades.count; row++) {
        const wh = trades.quantityWh[row];
        const buy = rows.get(uuidText(trades.buyOfferId, row))!;
        const sell = rows.get(uuidText(trades.sellOfferId, row))!;
        left[buy] -= traded[row];
        left[sell] -= traded[row];
        const fits =
          wh > 0 &&
          offers.member[buy] === trades.buyer[row] &&
          offers.member[sell] === trades.seller[row] &&
          trades.buyer[row] !== trades.seller[row] &&
          offers.type[sell] === SELL &&
          offers.type[buy] !== SELL &&
          offers.windowStart[buy] === trades.slot[row] &&
          offers.windowStart[sell] === trades.slot[row] &&
          trades.price[row] <= offers.price[buy] &&
          trades.price[row] >= offers.price[sell] &&
          trades.amount[row] === amountOf(wh, trades.price[row]);
        if (!fits) wrong.push(uuidText(trades.id, row));
      }
      expect([...left]).toEqual([...offers.remainingWh]);
    }
    expect(wrong).toEqual([]);
  });

  it('belong to a clearing of their slot, at its price, seconds after the slot began', () => {
    for (const day of days) {
      const { trades, clearings, signals } = day;
      const rows = new Map(Array.from({ length: clearings.count }, (_, row) => [uuidText(clearings.id, row), row]));
      const traded = tradedWh(day);
      const clearedWh = new Float64Array(clearings.count);
      const wrong: number[] = [];
      for (let row = 0; row < trades.count; row++) {
        const clearing = rows.get(uuidText(trades.clearingId, row))!;
        clearedWh[clearing] += traded[row];
        const delay = trades.executedAt[row] - trades.slot[row];
        const fits =
          clearings.slot[clearing] === trades.slot[row] &&
          clearings.price[clearing] === trades.price[row] &&
          delay > 0 &&
          delay < MINUTE;
        if (!fits || isZeroUuid(trades.id, row)) wrong.push(row);
      }
      expect(wrong).toEqual([]);
      expect([...clearedWh]).toEqual([...clearings.quantityWh]);
      const priceOf = new Map(
        Array.from(clearings.slot, (slot, row) => [
          slot,
          clearings.quantityWh[row] > 0 ? clearings.price[row] : Number.NaN,
        ]),
      );
      expect([...signals.p2pPrice]).toEqual(Array.from(signals.slot, (slot) => priceOf.get(slot) ?? Number.NaN));
    }
  });

  it('are what clearing the offers again gives, to the last Wh and partner', () => {
    const day = days[20];
    const { offers, trades, clearings } = day;
    const book = new Map<number, { bids: Order[]; asks: Order[] }>();
    for (let row = 0; row < offers.count; row++) {
      const slot = book.get(offers.windowStart[row]) ?? { bids: [], asks: [] };
      book.set(offers.windowStart[row], slot);
      (offers.type[row] === SELL ? slot.asks : slot.bids).push({
        id: uuidText(offers.id, row),
        member: String(offers.member[row]),
        price: offers.price[row],
        wh: offers.quantityWh[row],
        createdAt: offers.createdAt[row],
      });
    }
    const made = Array.from({ length: trades.count }, (_, row) => ({
      bid: uuidText(trades.buyOfferId, row),
      offer: uuidText(trades.sellOfferId, row),
      wh: trades.quantityWh[row],
      price: trades.price[row],
    }));
    const again = [...book.values()].map(({ bids, asks }) =>
      clearOrders('uniform-price', bids.reverse(), asks.reverse(), limits),
    );
    expect(again.flatMap((clearing) => clearing.trades)).toEqual(made);
    expect(again.map(({ type }) => type)).toEqual(Array.from(clearings.type, (type) => clearingTypes[type]));
    expect(again.map(({ marginalQuantityWh }) => marginalQuantityWh)).toEqual([...clearings.marginalQuantityWh]);
    expect(again.map(({ interval }) => interval?.[0] ?? Number.NaN)).toEqual([...clearings.intervalLow]);
    expect(made.length).toBeGreaterThan(100);
  });

  it('happen on every day, at prices between feed-in and retail that follow the sun', () => {
    const dark: number[] = [];
    const bright: number[] = [];
    for (const { trades, signals } of days.slice(0, -1)) {
      expect(trades.count).toBeGreaterThan(0);
      for (let row = 0; row < trades.count; row++) {
        const { hour } = localTime(trades.slot[row], 'Europe/Berlin');
        if (hour >= 12 && hour < 15) bright.push(trades.price[row]);
        if (hour < 9 || hour >= 18) dark.push(trades.price[row]);
      }
      const known = signals.p2pPrice.filter((price) => !Number.isNaN(price));
      expect(Math.min(...known)).toBeGreaterThanOrEqual(signals.gridExportPrice[0] - 10_000);
      expect(Math.max(...known)).toBeLessThanOrEqual(signals.gridImportPrice[0] + 10_000);
    }
    expect(sum(bright) / bright.length).toBeLessThan((sum(dark) / dark.length) * 0.8);
  });

  it('cover a plausible share of what the community imports', () => {
    const traded = sum(days.map(({ trades }) => sum(trades.quantityWh)));
    const imported = sum(days.map(({ readings }) => sum(readings.importedWh)));
    expect(traded / imported).toBeGreaterThan(0.06);
    expect(traded / imported).toBeLessThan(0.5);
    let self = 0;
    let consumed = 0;
    for (const { readings, signals } of days) {
      const members = readings.count / signals.count;
      for (let slot = 0; slot < signals.count; slot++) {
        const from = slot * members;
        const used = sum(readings.consumedWh.subarray(from, from + members));
        self += Math.min(used, sum(readings.producedWh.subarray(from, from + members)));
        consumed += used;
      }
    }
    expect(self / consumed).toBeGreaterThan(0.25);
    expect(self / consumed).toBeLessThan(0.7);
  });
});

describe('simulated signals', () => {
  it('are neutral in the first day, and of all kinds later', () => {
    const neutral = signalKinds.indexOf('neutral');
    expect(days[0].signals.signal.every((kind) => kind === neutral)).toBe(true);
    expect(new Set(days.slice(8).flatMap(({ signals }) => [...signals.signal])).size).toBe(3);
  });

  it('carry tariffs that change with the first of a month at most', () => {
    for (const { signals } of days) {
      expect(new Set(signals.gridImportPrice).size).toBe(1);
      expect(signals.gridImportPrice[0]).toBeGreaterThan(250_000);
      expect(signals.gridExportPrice[0]).toBeLessThan(100_000);
    }
    const changes = days.filter(
      (day, at) => at > 0 && day.signals.gridImportPrice[0] !== days[at - 1].signals.gridImportPrice[0],
    );
    expect(changes.every(({ signals }) => localTime(signals.slot[0], 'Europe/Berlin').day === 1)).toBe(true);
  });
});
