/** The figures of the insights, worked out plainly from the records of a cache: what the quick ways must equal. */
import type { Output } from '#shared/contract/contract.ts';
import {
  type Impact,
  type ImpactTotals,
  type InsightPeriod,
  type InsightStep,
  type Measure,
  type MemberGroup,
  measures,
  type Participation,
  type Peak,
} from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { stepAtoms, type StepTally, withheldSteps } from '#shared/privacy/withheld-steps.ts';
import { type Day, dayOf, K, reasonAgainst, selfConsumedBySlot, type Shown } from './plain-day.ts';
import {
  add,
  isMember,
  type Member,
  type PlainRecords,
  type Range,
  type Reading,
  type Trade,
} from './plain-records.ts';

const MISSING = 2;
const FAILED = 2;

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const within = (time: number, { from, to }: Range): boolean => time >= from && time < to;

export class PlainInsights {
  readonly #records: PlainRecords;
  readonly #readings: readonly Reading[];
  readonly #trades: readonly Trade[];
  readonly #days: readonly Day[];

  constructor(records: PlainRecords) {
    this.#records = records;
    this.#readings = records.readings.filter(({ quality }) => quality !== MISSING);
    this.#trades = records.trades.filter(({ status }) => status !== FAILED);
    const readings = Map.groupBy(this.#readings, ({ slot }) => records.date(slot));
    const trades = Map.groupBy(this.#trades, ({ slot }) => records.date(slot));
    const dates = new Set([...records.readings, ...records.trades].map(({ slot }) => records.date(slot)));
    this.#days = [...dates]
      .sort()
      .map((date) => dayOf(records, date, readings.get(date) ?? [], trades.get(date) ?? []));
  }

  /** `stats.indicators`. */
  indicators(range: Range): Output<'stats.indicators'>['current'] {
    const readings = this.#readings.filter(({ slot }) => within(slot, range));
    const trades = this.#trades.filter(({ slot }) => within(slot, range));
    const parts = this.#daysIn(range).map((day) => this.#partOf(day, range));
    const sum = (pick: (part: DayPart) => Shown): InsightSum => {
      const shown = sumOf(parts.map(pick));
      return shown.withheldDays === 0 ? { ...shown, value: shown.value ?? 0 } : shown;
    };
    const ratio = (pick: (part: DayPart) => Shown): number | null => {
      const both = parts.filter((part) => part.selfConsumedWh.value !== null && pick(part).value !== null);
      return shareOf(add(both.map((part) => part.selfConsumedWh.value!)), add(both.map((part) => pick(part).value!)));
    };
    const selfConsumedWh = sum((part) => part.selfConsumedWh);
    const grams = parts.map((part) => part.grams).filter((one) => one !== null);
    const hasGrams = grams.length > 0 || (selfConsumedWh.withheldDays === 0 && this.#records.hasFactor(readings));
    return {
      producedWh: sum((part) => part.producedWh),
      consumedWh: sum((part) => part.consumedWh),
      selfConsumedWh,
      tradedWh: sum((part) => part.tradedWh),
      tradedAmount: sum((part) => part.tradedAmount),
      savings: sum((part) => part.savings),
      tradeCount: trades.length,
      failedCount: this.#records.trades.filter(({ slot, status }) => status === FAILED && within(slot, range)).length,
      selfSufficiency: ratio((part) => part.consumedWh),
      selfConsumption: ratio((part) => part.producedWh),
      participants: this.#participants(this.#shownMembers('all'), range),
      activeMembers: this.#shownMembers('all').filter((member) => isMember(member, range)).length,
      co2AvoidedG: hasGrams ? add(grams) : null,
    };
  }

  /** What of a day is in a range, as far as it may be shown. */
  #partOf({ date, shown, traded, paid, grams }: Day, range: Range): DayPart {
    const { producedWh, consumedWh, selfConsumedWh, savings } = shown.all;
    const whole = { producedWh, consumedWh, selfConsumedWh, savings, tradedWh: traded, tradedAmount: paid, grams };
    const ofDay = ({ slot }: { readonly slot: number }): boolean => this.#records.date(slot) === date;
    const slots = [
      ...new Set([...this.#records.readings, ...this.#records.trades].filter(ofDay).map(({ slot }) => slot)),
    ].sort((a, b) => a - b);
    if (slots.every((slot) => within(slot, range))) return whole;
    const [readings, trades] = [this.#readings.filter(ofDay), this.#trades.filter(ofDay)];
    const tally = (values: readonly number[]) => ({ sum: add(values), largest: Math.max(0, ...values) });
    const divides = (steps: readonly StepTally[]): boolean => {
      const atoms = stepAtoms(steps);
      return atoms === null || withheldSteps(atoms, (place) => within(slots[place], range)).size > 0;
    };
    const metered = slots.map((slot) => readings.filter((reading) => reading.slot === slot));
    const hidesEnergy = divides(
      metered.map((ofSlot, kind) => ({
        members: ofSlot.length,
        parts: [tally(ofSlot.map((one) => one.produced_wh)), tally(ofSlot.map((one) => one.consumed_wh))],
        kind,
      })),
    );
    const hidesMarket = divides(
      slots.map((slot, kind) => {
        const ofSlot = trades.filter((trade) => trade.slot === slot);
        const ofMembers = (side: 'buyer_id' | 'seller_id'): number[] =>
          [...Map.groupBy(ofSlot, (trade) => trade[side]).values()].map((own) =>
            add(own.map(({ quantity_wh }) => quantity_wh)),
          );
        return { members: K, parts: [tally(ofMembers('buyer_id')), tally(ofMembers('seller_id'))], kind };
      }),
    );
    const shownAs = (of: Shown, isHidden: boolean, value: number): Shown =>
      of.value === null ? of : isHidden ? { value: null, reason: 'one-member' } : { value, reason: null };
    const [read, made] = [readings, trades].map((all) => all.filter(({ slot }) => within(slot, range))) as [
      Reading[],
      Trade[],
    ];
    const own = selfConsumedBySlot(read);
    const saved = made.map((trade) => this.#records.savedBuying(trade) + this.#records.savedSelling(trade));
    const isTold = !hidesEnergy && selfConsumedWh.value !== null && this.#records.hasFactor(read);
    return {
      producedWh: shownAs(producedWh, hidesEnergy, add(read.map(({ produced_wh }) => produced_wh))),
      consumedWh: shownAs(consumedWh, hidesEnergy, add(read.map(({ consumed_wh }) => consumed_wh))),
      selfConsumedWh: shownAs(selfConsumedWh, hidesEnergy, add(own.map(([, wh]) => wh))),
      savings: shownAs(savings, hidesMarket, add(saved)),
      tradedWh: shownAs(traded, hidesMarket, add(made.map(({ quantity_wh }) => quantity_wh))),
      tradedAmount: shownAs(paid, hidesMarket, add(made.map(({ amount }) => amount))),
      grams: isTold ? this.#records.gramsOf(own) : null,
    };
  }

  /** `current` of `insights.indicators`. */
  insights(range: Range, step: InsightStep, group: MemberGroup): InsightPeriod {
    const steps = this.#steps(range, step);
    const days = this.#daysIn(range);
    const members = this.#shownMembers(group);
    const whole = this.#records.rangeOf(this.#records.dates(range));
    const active = (part: Range): number => members.filter((member) => isMember(member, part)).length;
    const ofMeasures = <T>(make: (measure: Measure) => T): Record<Measure, T> =>
      Object.fromEntries(measures.map((measure) => [measure, make(measure)])) as Record<Measure, T>;
    const ratio = (measure: Measure, of: typeof days = days): number | null => {
      const both = of.filter(
        ({ shown }) => shown[group].selfConsumedWh.value !== null && shown[group][measure].value !== null,
      );
      const total = (summed: Measure): number => add(both.map(({ shown }) => shown[group][summed].value!));
      return shareOf(total('selfConsumedWh'), total(measure));
    };
    return {
      range,
      start: steps.map(({ start }) => start),
      columns: ofMeasures((measure) => {
        const sums = steps.map((one) => sumOf(one.days.map(({ shown }) => shown[group][measure])));
        return { values: sums.map(({ value }) => value), withheldDays: sums.map(({ withheldDays }) => withheldDays) };
      }),
      totals: ofMeasures((measure) => sumOf(days.map(({ shown }) => shown[group][measure]))),
      activeMembers: steps.map((one) => active(one.range)),
      participants: steps.map((one) => this.#participants(members, one.range)),
      shares: {
        selfSufficiency: steps.map((one) => ratio('consumedWh', one.days)),
        selfConsumption: steps.map((one) => ratio('producedWh', one.days)),
      },
      selfSufficiency: ratio('consumedWh'),
      selfConsumption: ratio('producedWh'),
      totalActiveMembers: active(whole),
      totalParticipants: this.#participants(members, range),
      participationRate: shareOf(this.#participants(members, range), active(whole)),
    };
  }

  /** A part of `current` of `insights.peaks`. */
  peak(range: Range, column: 'imported_wh' | 'exported_wh'): Peak {
    const whole = this.#records.rangeOf(this.#records.dates(range));
    const readings = this.#readings.filter(({ slot }) => within(slot, whole));
    const slots = [...Map.groupBy(readings, ({ slot }) => slot)].sort(([a], [b]) => a - b);
    const trades = Map.groupBy(this.#trades, ({ slot }) => slot);
    const none = { wh: null, at: null, baselineWh: null, baselineAt: null, reduction: null };
    let [peak, baseline] = [
      { wh: -1, at: -1 },
      { wh: -1, at: -1 },
    ];
    for (const [at, ofSlot] of slots) {
      if (ofSlot.every(({ produced_wh, consumed_wh }) => produced_wh + consumed_wh === 0)) continue;
      const grid = add(ofSlot.map((reading) => reading[column]));
      const left = Math.max(0, grid - add((trades.get(at) ?? []).map(({ quantity_wh }) => quantity_wh)));
      if (left > peak.wh) peak = { wh: left, at };
      if (grid > baseline.wh) baseline = { wh: grid, at };
    }
    if (peak.at < 0) return { ...none, withheld: null };
    const ofMembers = (at: number): number[] =>
      readings.filter(({ slot }) => slot === at).map((reading) => reading[column]);
    const withheld = reasonAgainst(ofMembers(peak.at)) ?? reasonAgainst(ofMembers(baseline.at));
    if (withheld !== null) return { ...none, withheld };
    const reduction = baseline.wh === 0 ? null : 1 - peak.wh / baseline.wh;
    return { wh: peak.wh, at: peak.at, baselineWh: baseline.wh, baselineAt: baseline.at, reduction, withheld };
  }

  /** `insights.participation` without the period before. */
  participation(range: Range, step: InsightStep, group: MemberGroup): Omit<Participation, 'previous'> {
    const steps = this.#steps(range, step);
    const members = this.#shownMembers(group);
    const whole = this.#records.rangeOf(this.#records.dates(range));
    const countsOf = (part: Range) => ({
      activeMembers: members.filter((member) => isMember(member, part)).length,
      participants: this.#participants(members, part),
      joined: members.filter(({ joined_at }) => within(joined_at, part)).length,
      left: members.filter(({ left_at }) => left_at !== null && within(left_at, part)).length,
    });
    const counts = steps.map((one) => countsOf(one.range));
    const totals = countsOf(whole);
    return {
      start: steps.map(({ start }) => start),
      activeMembers: counts.map(({ activeMembers }) => activeMembers),
      participants: counts.map(({ participants }) => participants),
      joined: counts.map(({ joined }) => joined),
      left: counts.map(({ left }) => left),
      totals: { ...totals, rate: shareOf(totals.participants, totals.activeMembers) },
    };
  }

  /** `insights.impact` without the period before and the factor. */
  impact(range: Range, step: InsightStep): Omit<Impact, 'previous' | 'factor'> {
    const steps = this.#steps(range, step);
    const totals = steps.map(({ days }) => impactOf(days));
    return {
      start: steps.map(({ start }) => start),
      co2AvoidedG: totals.map(({ co2AvoidedG }) => co2AvoidedG),
      moneyKept: totals.map(({ moneyKept }) => moneyKept),
      withheldDays: totals.map(({ withheldDays }) => withheldDays),
      totals: impactOf(this.#daysIn(range)),
      members: this.#membersImpact(this.#records.rangeOf(this.#records.dates(range))),
    };
  }

  #membersImpact(range: Range): Impact['members'] {
    const hasFactor = this.#records.hasFactor(this.#readings.filter(({ slot }) => within(slot, range)));
    const rows = this.#shownMembers('all').flatMap(({ id, uid, anonymized_id }) => {
      const readings = this.#readings.filter(({ slot, member_id }) => member_id === id && within(slot, range));
      const bought = this.#trades.filter(({ slot, buyer_id }) => buyer_id === id && within(slot, range));
      const sold = this.#trades.filter(({ slot, seller_id }) => seller_id === id && within(slot, range));
      const metered = add(readings.map(({ produced_wh, consumed_wh }) => produced_wh + consumed_wh));
      if (metered + bought.length + sold.length === 0) return [];
      const own = readings.map(
        ({ slot, produced_wh, consumed_wh }) => [slot, Math.min(produced_wh, consumed_wh)] as const,
      );
      const fromOthers = bought.map(({ slot, quantity_wh }) => [slot, quantity_wh] as const);
      return [
        {
          memberId: uid,
          anonymizedId: anonymized_id!,
          selfConsumedWh: add(own.map(([, wh]) => wh)),
          boughtWh: add(fromOthers.map(([, wh]) => wh)),
          co2AvoidedG: hasFactor ? this.#records.gramsOf([...own, ...fromOthers]) : null,
        },
      ];
    });
    return rows.length < K ? [] : rows;
  }

  #shownMembers(group: MemberGroup): Member[] {
    return this.#records.members.filter(
      ({ anonymized_id, role }) => anonymized_id !== null && (group === 'all' || memberRoles[role] === group),
    );
  }

  #participants(members: readonly Member[], range: Range): number {
    const dates = new Set(this.#records.dates(range));
    const found = new Set<number>();
    for (const { slot, buyer_id, seller_id } of this.#trades) {
      if (dates.has(this.#records.date(slot))) found.add(buyer_id).add(seller_id);
    }
    for (const { window_start, member_id } of this.#records.offers) {
      if (dates.has(this.#records.date(window_start))) found.add(member_id);
    }
    return members.filter(({ id }) => found.has(id)).length;
  }

  #daysIn(range: Range): Day[] {
    const [first, last] = [this.#records.date(range.from), this.#records.date(range.to - 1)];
    return this.#days.filter(({ date }) => date >= first && date <= last);
  }

  /** Each step of a period that the data reach into, what it has of the period, and its days with data. */
  #steps(range: Range, step: InsightStep): { readonly start: number; readonly range: Range; readonly days: Day[] }[] {
    const keyOf = (date: string): string => (step === 'day' ? date : `${date.slice(0, 7)}-01`);
    const [first, last] = [this.#days[0].date, this.#days[this.#days.length - 1].date];
    const steps = Map.groupBy(this.#records.dates(range), keyOf);
    const reached = this.#records.dates(range).filter((date) => date >= first && date <= last);
    return [...new Set(reached.map(keyOf))].map((key) => ({
      start: this.#records.startOf(key),
      range: this.#records.rangeOf(steps.get(key)!),
      days: this.#days.filter(({ date }) => reached.includes(date) && keyOf(date) === key),
    }));
  }
}

/** What a range has of a day. */
interface DayPart {
  readonly producedWh: Shown;
  readonly consumedWh: Shown;
  readonly selfConsumedWh: Shown;
  readonly savings: Shown;
  readonly tradedWh: Shown;
  readonly tradedAmount: Shown;
  readonly grams: number | null;
}

function sumOf(days: readonly Shown[]): InsightSum {
  const shown = days.filter(({ value }) => value !== null);
  const withheld = days.filter(({ value }) => value === null);
  return {
    value: shown.length === 0 ? null : add(shown.map(({ value }) => value!)),
    withheldDays: withheld.length,
    reason: withheld[0]?.reason ?? null,
  };
}

function impactOf(days: readonly Day[]): ImpactTotals {
  const known = days.filter(({ grams }) => grams !== null);
  const selfConsumed = sumOf(days.map(({ shown }) => shown.all.selfConsumedWh));
  return {
    co2AvoidedG: known.length === 0 ? null : add(known.map(({ grams }) => grams!)),
    moneyKept: sumOf(days.map(({ paid }) => paid)).value,
    selfConsumedWh: selfConsumed.value,
    tradedWh: sumOf(days.map(({ traded }) => traded)).value,
    withheldDays: days.filter(({ shown, paid }) => shown.all.selfConsumedWh.value === null || paid.value === null)
      .length,
  };
}
