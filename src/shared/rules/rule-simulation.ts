/** Rules of one member against each other over a period, slot by slot (DOMAIN.md section 7, the simulator). */
import { unmatchedReasons, type UnmatchedReason } from '../market/clearing.ts';
import { type FiringCondition, firingConditions } from './firing.ts';
import {
  fireRules,
  type OrderOutcome,
  type RuleFiring,
  runSlot,
  type SimulatedMarket,
  type SimulatedRule,
  type SimulatedSlot,
  type SlotRun,
} from './slot-run.ts';
import { MINUTES_PER_WEEK } from './windows.ts';

const MINUTES_PER_HOUR = 60;

/** What one rule did. Energy in Wh, money in micro-currency. */
interface RuleFigures {
  firedSlots: number;
  offeredWh: number;
  tradedWh: number;
  /** Paid or received. */
  amount: number;
  savings: number;
  /** Slots in which it fired and all, or a part, or nothing of its order traded. */
  tradedSlots: number;
  partlySlots: number;
  untradedSlots: number;
  /** Of the orders that did not trade wholly, by reason. */
  readonly reasons: Record<UnmatchedReason, number>;
  /** Slots in which the condition kept it from firing, and those in which it was the only one. */
  readonly stopped: Record<FiringCondition, { slots: number; alone: number }>;
}

/** What the member got by all its orders, those of other rules and those placed by hand included. */
interface MemberFigures {
  boughtWh: number;
  soldWh: number;
  paid: number;
  received: number;
  savings: number;
}

/** One local day: of the rule what it traded, of the member what it saved. */
interface DayFigures {
  /** yyyymmdd */
  readonly day: number;
  firedSlots: number;
  tradedWh: number;
  savings: number;
}

/** What came of one set of rules. */
export interface SimulatedSet {
  readonly rule: RuleFigures;
  readonly member: MemberFigures;
  /** Ascending; every day of which a slot was simulated. */
  readonly days: DayFigures[];
  /** How often the rule fired, by hour of the week in wall time: 168 counts from Monday 00:00. */
  readonly firedByHour: number[];
  /** All that the community traded, in Wh. */
  communityWh: number;
  /** By member number, the difference of the savings to the first set; those without any are absent. */
  readonly changes: Map<number, number>;
}

/**
 * Runs slots with several sets of a member's rules, the first of which is what the others are compared with. Settlement is not part of it:
 * what is cleared counts as traded.
 */
export class RuleSimulation {
  readonly sets: readonly SimulatedSet[];
  slots = 0;
  /** Slots without tariffs: what was traded in them counts, savings cannot be told. */
  slotsWithoutTariff = 0;
  readonly #market: SimulatedMarket;
  readonly #focus: number;

  /**
   * @param focus the number of the rule whose figures are told (NEW_RULE of one that is being made)
   * @param count of sets
   */
  constructor(market: SimulatedMarket, focus: number, count: number) {
    this.#market = market;
    this.#focus = focus;
    this.sets = Array.from({ length: count }, emptySet);
  }

  /**
   * Adds a slot; slots come in order.
   * @param day local day of its start, yyyymmdd
   * @param ruleSets for each set the rules in the order in which they fire
   * @throws RangeError and UnknownMechanismError as runSlot
   */
  add(slot: SimulatedSlot, day: number, ruleSets: readonly (readonly SimulatedRule[])[]): void {
    this.slots++;
    if (slot.tariff === null) this.slotsWithoutTariff++;
    const runs = new Map<string, SlotRun>();
    let first: SlotRun | null = null;
    for (const [at, rules] of ruleSets.entries()) {
      const firings = fireRules(rules, slot);
      const key = keyOf(firings);
      const run = runs.get(key) ?? runSlot(firings, slot, this.#market);
      runs.set(key, run);
      first ??= run;
      this.#record(this.sets[at], firings, run, day, slot);
      if (run !== first) recordChanges(this.sets[at].changes, first.savings, run.savings);
    }
  }

  #record(
    set: SimulatedSet,
    firings: readonly RuleFiring[],
    run: SlotRun,
    day: number,
    { member, minute }: SimulatedSlot,
  ): void {
    let today = set.days.at(-1);
    if (today?.day !== day) set.days.push((today = { day, firedSlots: 0, tradedWh: 0, savings: 0 }));
    const saved = run.savings.get(member) ?? 0;
    today.savings += saved;
    set.communityWh += run.quantityWh;
    set.member.boughtWh += run.bought.wh;
    set.member.paid += run.bought.amount;
    set.member.soldWh += run.sold.wh;
    set.member.received += run.sold.amount;
    set.member.savings += saved;
    let order = 0;
    for (const firing of firings) {
      const outcome = firing.wh > 0 ? run.orders[order++] : null;
      if (firing.number !== this.#focus) continue;
      recordRule(set.rule, firing, outcome);
      if (outcome === null) continue;
      today.firedSlots++;
      set.firedByHour[Math.floor(minute / MINUTES_PER_HOUR)]++;
      today.tradedWh += outcome.tradedWh;
    }
  }
}

/** Firings with the same key are cleared to the same run. */
function keyOf(firings: readonly RuleFiring[]): string {
  return firings
    .filter(({ wh }) => wh > 0)
    .map(({ number, type, wh, price }) => `${number} ${type} ${wh} ${price}`)
    .join();
}

function recordRule(figures: RuleFigures, { wh, unmet }: RuleFiring, outcome: OrderOutcome | null): void {
  for (const condition of unmet) {
    figures.stopped[condition].slots++;
    if (unmet.length === 1) figures.stopped[condition].alone++;
  }
  if (outcome === null) return;
  figures.firedSlots++;
  figures.offeredWh += wh;
  figures.tradedWh += outcome.tradedWh;
  figures.amount += outcome.amount;
  figures.savings += outcome.savings;
  if (outcome.tradedWh === wh) figures.tradedSlots++;
  else if (outcome.tradedWh > 0) figures.partlySlots++;
  else figures.untradedSlots++;
  if (outcome.reason !== null) figures.reasons[outcome.reason]++;
}

/** Adds to `changes` what each member saves in a slot otherwise than before. */
function recordChanges(
  changes: Map<number, number>,
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): void {
  for (const member of new Set([...before.keys(), ...after.keys()])) {
    const change = (after.get(member) ?? 0) - (before.get(member) ?? 0);
    if (change !== 0) changes.set(member, (changes.get(member) ?? 0) + change);
  }
}

function emptySet(): SimulatedSet {
  return {
    rule: {
      firedSlots: 0,
      offeredWh: 0,
      tradedWh: 0,
      amount: 0,
      savings: 0,
      tradedSlots: 0,
      partlySlots: 0,
      untradedSlots: 0,
      reasons: zeros(unmatchedReasons, () => 0),
      stopped: zeros(firingConditions, () => ({ slots: 0, alone: 0 })),
    },
    member: { boughtWh: 0, soldWh: 0, paid: 0, received: 0, savings: 0 },
    days: [],
    firedByHour: Array.from({ length: MINUTES_PER_WEEK / MINUTES_PER_HOUR }, () => 0),
    communityWh: 0,
    changes: new Map(),
  };
}

function zeros<Name extends string, Value>(names: readonly Name[], zero: () => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, zero()])) as Record<Name, Value>;
}
