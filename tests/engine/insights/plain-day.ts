import { type Measure, type MemberGroup, measures } from '#shared/contract/insight-records.ts';
import type { InsightSum } from '#shared/contract/published-sum.ts';
import { memberRoles } from '#shared/domain/records.ts';
import { add, isMember, type Member, type PlainRecords, type Reading, type Trade } from './plain-records.ts';

/** Fewer members than this are not shown as a sum. */
export const K = 5;

/** Why the values of members may not be shown as a sum. */
export function reasonAgainst(values: readonly number[]): InsightSum['reason'] {
  if (values.length < K) return 'few-members';
  const largest = Math.max(...values.map(Math.abs));
  return largest > 0 && largest > 0.8 * Math.abs(add(values)) ? 'one-member' : null;
}

/** A figure, or why there is none. */
export interface Shown {
  readonly value: number | null;
  readonly reason: InsightSum['reason'];
}
/** In how many parts a measure of a day may be shown. */
interface Verdict {
  readonly parts: number;
  readonly reason: InsightSum['reason'];
}

/** What may be shown of a local date. */
export interface Day {
  readonly date: string;
  readonly shown: Record<MemberGroup, Record<Measure, Shown>>;
  readonly traded: Shown;
  readonly paid: Shown;
  readonly grams: number | null;
}

/** What may be shown of a local date, from its readings and trades. */
export function dayOf(
  records: PlainRecords,
  date: string,
  readings: readonly Reading[],
  trades: readonly Trade[],
): Day {
  const valuesOf = ({ id }: Member): Record<Measure, number> => {
    const own = readings.filter(({ member_id }) => member_id === id);
    const bought = trades.filter(({ buyer_id }) => buyer_id === id);
    const sold = trades.filter(({ seller_id }) => seller_id === id);
    return {
      producedWh: add(own.map(({ produced_wh }) => produced_wh)),
      consumedWh: add(own.map(({ consumed_wh }) => consumed_wh)),
      selfConsumedWh: add(own.map(({ produced_wh, consumed_wh }) => Math.min(produced_wh, consumed_wh))),
      importedWh: add(own.map(({ imported_wh }) => imported_wh)),
      exportedWh: add(own.map(({ exported_wh }) => exported_wh)),
      boughtWh: add(bought.map(({ quantity_wh }) => quantity_wh)),
      soldWh: add(sold.map(({ quantity_wh }) => quantity_wh)),
      savings: add([...bought.map((one) => records.savedBuying(one)), ...sold.map((one) => records.savedSelling(one))]),
    };
  };
  const range = records.rangeOf([date]);
  const members = records.members
    .map((member) => ({ member, values: valuesOf(member) }))
    .filter(({ member, values }) => isMember(member, range) || Object.values(values).some((value) => value !== 0));
  const of = (group: MemberGroup, measure: Measure): number[] =>
    members.flatMap(({ member, values }) =>
      group === 'all' || memberRoles[member.role] === group ? [values[measure]] : [],
    );
  const alone = (measure: Measure): Verdict => {
    const ofRoles = reasonAgainst(of('prosumer', measure)) ?? reasonAgainst(of('consumer', measure));
    if (ofRoles === null) return { parts: 2, reason: null };
    const ofAll = reasonAgainst(of('all', measure));
    return ofAll === null ? { parts: 1, reason: ofRoles } : { parts: 0, reason: ofAll };
  };
  const least = (among: readonly Measure[]): Verdict =>
    among.map(alone).reduce((one, other) => (other.parts < one.parts ? other : one));
  const verdictOf = (measure: Measure): Verdict => {
    const metered: Measure[] = ['producedWh', 'consumedWh', 'selfConsumedWh', 'importedWh', 'exportedWh'];
    if (metered.indexOf(measure) >= 2) return least(metered);
    const isOfTrade = measure === 'boughtWh' || measure === 'soldWh' || measure === 'savings';
    return isOfTrade && least(['boughtWh', 'soldWh']).parts === 0 ? least(['boughtWh', 'soldWh']) : alone(measure);
  };
  const shownIn = (group: MemberGroup, measure: Measure): Shown => {
    const { parts, reason } = verdictOf(measure);
    const isShown = parts === 2 || (parts === 1 && group === 'all');
    return { value: isShown ? add(of(group, measure)) : null, reason };
  };
  const shownWith = (value: number, others: readonly Measure[]): Shown => {
    const withheld = others.map(verdictOf).find(({ parts }) => parts === 0);
    return withheld === undefined ? { value, reason: null } : { value: null, reason: withheld.reason };
  };
  const ofGroup = (group: MemberGroup): Record<Measure, Shown> =>
    Object.fromEntries(measures.map((measure) => [measure, shownIn(group, measure)])) as Record<Measure, Shown>;
  const bySlot = selfConsumedBySlot(readings);
  const selfConsumedWh = shownWith(add(bySlot.map(([, wh]) => wh)), ['producedWh', 'consumedWh']);
  return {
    date,
    shown: {
      all: { ...ofGroup('all'), selfConsumedWh },
      prosumer: ofGroup('prosumer'),
      consumer: ofGroup('consumer'),
    },
    traded: shownWith(add(trades.map(({ quantity_wh }) => quantity_wh)), ['boughtWh']),
    paid: shownWith(add(trades.map(({ amount }) => amount)), ['boughtWh']),
    grams: selfConsumedWh.value === null || !records.hasFactor(readings) ? null : records.gramsOf(bySlot),
  };
}

/** What the community used of its own in each slot. */
export function selfConsumedBySlot(readings: readonly Reading[]): [slot: number, wh: number][] {
  return [...Map.groupBy(readings, ({ slot }) => slot)].map(([slot, ofSlot]) => [
    slot,
    Math.min(add(ofSlot.map(({ produced_wh }) => produced_wh)), add(ofSlot.map(({ consumed_wh }) => consumed_wh))),
  ]);
}
