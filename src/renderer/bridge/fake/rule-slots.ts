/** What an invented member's rule does in a slot: the real conditions of firing on an invented reading and price. */
import type { Output } from '#shared/contract/contract.ts';
import type { RuleAnalysis } from '#shared/contract/rule-records.ts';
import { localTime } from '#shared/domain/slots.ts';
import { amountOf } from '#shared/domain/units.ts';
import { unmatchedReasons, type UnmatchedReason } from '#shared/market/clearing.ts';
import { firedWh, firingConditions, prepareRule, unmetConditions, type PreparedRule } from '#shared/rules/firing.ts';
import type { RuleDraft } from '#shared/rules/rule-draft.ts';
import { minuteOfWeek, parseTimeWindow } from '#shared/rules/windows.ts';
import type { FakeCommunity } from './communities.ts';
import { chance, FAKE_FEED_IN, FAKE_RETAIL, FAKE_SLOT_MS, FAKE_TIME_ZONE, slotEnergy } from './curves.ts';

type SimulatedSlot = Output<'rules.simulatedDay'>[number];
type SlotTrace = SimulatedSlot['drafted'];
export type FakeFigures = RuleAnalysis['current'];

/** Micro-currency per kWh. */
const EVENING_PRICE = 205_000;

/** A member in a slot, and what the community cleared at. */
export interface FakeSlot extends Pick<SimulatedSlot, 'slot' | 'surplusWh' | 'needWh' | 'batterySoc'> {
  readonly minute: number;
  /** Null at night, when nobody sells. */
  readonly price: number | null;
  /** What the community traded, in Wh. */
  readonly tradedWh: number;
}

/** The slots of a range that have readings. */
export function fakeSlots(community: FakeCommunity, range: { from: number; to: number }): FakeSlot[] {
  const from = Math.max(range.from, community.dataFrom ?? Infinity);
  const to = Math.min(range.to, community.dataTo ?? -Infinity);
  const slots: FakeSlot[] = [];
  for (let slot = Math.ceil(from / FAKE_SLOT_MS) * FAKE_SLOT_MS; slot < to; slot += FAKE_SLOT_MS) {
    const local = localTime(slot, FAKE_TIME_ZONE);
    const { producedWh, consumedWh, price, tradedWh } = slotEnergy(slot, community.memberCount);
    const net = Math.round((producedWh * 3) / community.memberCount - (consumedWh * 2) / community.memberCount);
    slots.push({
      slot,
      minute: minuteOfWeek(local),
      surplusWh: Math.max(net, 0),
      needWh: Math.max(-net, 0),
      batterySoc: Math.round(30 + 60 * Math.exp(-(((local.hour - 17) / 6) ** 2))),
      price: priceOf(slot, local.hour, price),
      tradedWh,
    });
  }
  return slots;
}

/** A little apart from slot to slot, so that a cent of a limit matters; in the evening batteries sell. */
function priceOf(slot: number, hour: number, price: number | null): number | null {
  const base = price ?? (hour >= 17 ? EVENING_PRICE : null);
  return base === null ? null : base + Math.round(chance(slot / FAKE_SLOT_MS + 0.5) * 700) * 100;
}

/** What a rule does in a slot. */
function fakeTrace(type: RuleDraft['type'], rule: PreparedRule, slot: FakeSlot): SlotTrace {
  const { minute, surplusWh, needWh, batterySoc, price } = slot;
  const openWh = type === 'sell' ? surplusWh : needWh;
  const offeredWh = firedWh(rule, minute, openWh, batterySoc ?? 0);
  const { wh: tradedWh, reason } = outcomeOf(offeredWh, rule, slot);
  const amount = amountOf(tradedWh, price ?? 0);
  return {
    unmet: offeredWh > 0 ? [] : unmetConditions(rule, minute, openWh, batterySoc ?? 0),
    openWh,
    offeredWh,
    limit: rule.price,
    tradedWh,
    amount,
    savings: type === 'sell' ? amount - amountOf(tradedWh, FAKE_FEED_IN) : amountOf(tradedWh, FAKE_RETAIL) - amount,
    reason,
    clearingPrice: price,
  };
}

function outcomeOf(
  wh: number,
  { type, price: limit }: PreparedRule,
  { slot, price }: FakeSlot,
): { wh: number; reason: UnmatchedReason | null } {
  if (wh === 0) return { wh: 0, reason: null };
  if (price === null) return { wh: 0, reason: 'NO_COUNTERPART' };
  if (limit !== null && (type === 'sell' ? limit > price : limit < price)) return { wh: 0, reason: 'PRICE' };
  const luck = chance(slot / FAKE_SLOT_MS);
  if (luck > 0.25) return { wh, reason: null };
  return { wh: luck < 0.05 ? 0 : Math.round(wh * (0.3 + luck)), reason: 'RATIONED' };
}

/** The figures of traces, summed. */
export function fakeFigures(traces: readonly SlotTrace[]): FakeFigures {
  const fired = traces.filter(({ offeredWh }) => offeredWh > 0);
  const sum = (of: (trace: SlotTrace) => number): number => fired.reduce((total, trace) => total + of(trace), 0);
  const count = (is: (trace: SlotTrace) => boolean): number => fired.filter(is).length;
  return {
    firedSlots: fired.length,
    offeredWh: sum(({ offeredWh }) => offeredWh),
    tradedWh: sum(({ tradedWh }) => tradedWh),
    amount: sum(({ amount }) => amount),
    savings: sum(({ savings }) => savings),
    tradedSlots: count(({ tradedWh, offeredWh }) => tradedWh === offeredWh),
    partlySlots: count(({ tradedWh, offeredWh }) => tradedWh > 0 && tradedWh < offeredWh),
    untradedSlots: count(({ tradedWh }) => tradedWh === 0),
    reasons: byName(unmatchedReasons, (reason) => count((trace) => trace.reason === reason)),
    stopped: byName(firingConditions, (condition) => {
      const stopped = traces.filter(({ unmet }) => unmet.includes(condition));
      return { slots: stopped.length, alone: stopped.filter(({ unmet }) => unmet.length === 1).length };
    }),
  };
}

function byName<Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
}

/** What a draft does in each slot; a window that cannot be read counts as never. */
export function fakeTraces(draft: RuleDraft, slots: readonly FakeSlot[]): SlotTrace[] {
  const rule = prepareRule({ ...draft, timeWindows: draft.timeWindows.filter((text) => parseTimeWindow(text).ok) });
  return slots.map((slot) => fakeTrace(draft.type, rule, slot));
}
