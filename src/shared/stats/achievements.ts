/**
 * Achievements: rules over the indicators of DOMAIN.md section 5, for a member or the community. Each is reached once, on the local day by
 * which it is so, and stays. Days are numbers on the plain calendar (`dayNumber`) and are given in order; energy in Wh, money in
 * micro-currency, CO2 in grams.
 */
import type { CommunityAchievement, MemberAchievement } from '../contract/achievement-records.ts';
import { RollingLosses, RollingShare, Streak } from './day-runs.ts';
import { participationRate } from './indicators.ts';

const WEEK = 7;
const MONTH = 30;
const KWH = 1_000;
const MWH = 1_000_000;
const TONNE = 1_000_000;
const CURRENCY_UNIT = 1_000_000;

/**
 * What a member must reach. Trades that failed count nowhere.
 * - first-trade: trades.
 * - shared-100-kwh, shared-1000-kwh: energy sold to members, since the first day.
 * - bought-100-kwh: energy bought from members, since the first day.
 * - week-self-sufficient: self-sufficiency (self-consumed / consumed) over 7 local days in a row, each with readings.
 * - month-of-trading: local days in a row with a trade on each.
 * - saved-100: savings since the first day, what was lost taken off, in the community's currency.
 */
export const memberTargets: Readonly<Record<MemberAchievement, number>> = {
  'first-trade': 1,
  'shared-100-kwh': 100 * KWH,
  'shared-1000-kwh': 1_000 * KWH,
  'bought-100-kwh': 100 * KWH,
  'week-self-sufficient': 0.8,
  'month-of-trading': MONTH,
  'saved-100': 100 * CURRENCY_UNIT,
};

/**
 * What the community must reach. Of a sum that may not be shown (`shared/privacy`) its day counts as if it had none.
 * - traded-1-mwh, traded-10-mwh: energy traded between members, since the first day.
 * - everybody-takes-part: participation rate of a calendar week (Monday to Sunday, local days), once it is over.
 * - month-without-failure: local days in a row on each of which there were trades and none that failed.
 * - month-without-losses: members worse off than retail over 30 local days in a row with trades on each; the fewest that there were.
 * - week-half-self-sufficient: community self-consumed / consumed over 7 local days in a row, each with readings.
 * - co2-1-tonne, co2-10-tonnes: CO2 avoided by the community, since the first day.
 */
export const communityTargets: Readonly<Record<CommunityAchievement, number>> = {
  'traded-1-mwh': MWH,
  'traded-10-mwh': 10 * MWH,
  'everybody-takes-part': 1,
  'month-without-failure': MONTH,
  'month-without-losses': 0,
  'week-half-self-sufficient': 0.5,
  'co2-1-tonne': TONNE,
  'co2-10-tonnes': 10 * TONNE,
};

/** A local day of a member. */
export interface MemberDay {
  readonly day: number;
  readonly hasReadings: boolean;
  readonly consumedWh: number;
  readonly selfConsumedWh: number;
  readonly boughtWh: number;
  readonly soldWh: number;
  readonly savings: number;
  readonly trades: number;
}

/** What a member has reached by the days that were given. */
export class MemberProgress {
  /** The day on which each was reached. */
  readonly reached = new Map<MemberAchievement, number>();
  readonly #week = new RollingShare(WEEK);
  readonly #trading = new Streak();
  #bought = 0;
  #sold = 0;
  #savings = 0;

  /** Adds the member's next day; days without anything may be left out. */
  add(day: MemberDay): void {
    this.#bought += day.boughtWh;
    this.#sold += day.soldWh;
    this.#savings += day.savings;
    this.#reach('shared-100-kwh', this.#sold, day.day);
    this.#reach('shared-1000-kwh', this.#sold, day.day);
    this.#reach('bought-100-kwh', this.#bought, day.day);
    this.#reach('saved-100', this.#savings, day.day);
    if (day.trades > 0) {
      this.#reach('first-trade', day.trades, day.day);
      this.#reach('month-of-trading', this.#trading.add(day.day), day.day);
    }
    if (day.hasReadings) {
      this.#reach('week-self-sufficient', this.#week.add(day.day, day.selfConsumedWh, day.consumedWh) ?? 0, day.day);
    }
  }

  #reach(kind: MemberAchievement, value: number, day: number): void {
    if (value >= memberTargets[kind] && !this.reached.has(kind)) this.reached.set(kind, day);
  }
}

/** A local day of the community; null is not known, or may not be shown. */
export interface CommunityDay {
  readonly day: number;
  readonly hasReadings: boolean;
  readonly consumedWh: number | null;
  /** Community self-consumed. */
  readonly selfConsumedWh: number | null;
  readonly tradedWh: number | null;
  readonly co2AvoidedG: number | null;
  readonly trades: number;
  readonly failed: number;
  /** Of each member that traded. */
  readonly savings: readonly (readonly [member: number, savings: number])[];
}

/** What the community has reached by a day, and its best value. */
export interface Reached {
  readonly day: number | null;
  /** Null when there is none yet. */
  readonly value: number | null;
}

/** What the community has reached by the days and weeks that were given. */
export class CommunityProgress {
  readonly #reached = new Map<CommunityAchievement, Reached>();
  readonly #week = new RollingShare(WEEK);
  readonly #withoutFailure = new Streak();
  readonly #losses = new RollingLosses(MONTH);
  #traded: number | null = null;
  #co2: number | null = null;

  /** Adds the next day; days without anything may be left out. */
  add(day: CommunityDay): void {
    this.#traded = added(this.#traded, day.tradedWh);
    this.#co2 = added(this.#co2, day.co2AvoidedG);
    this.#best('traded-1-mwh', this.#traded, day.day);
    this.#best('traded-10-mwh', this.#traded, day.day);
    this.#best('co2-1-tonne', this.#co2, day.day);
    this.#best('co2-10-tonnes', this.#co2, day.day);
    if (day.hasReadings && day.consumedWh !== null && day.selfConsumedWh !== null) {
      this.#best('week-half-self-sufficient', this.#week.add(day.day, day.selfConsumedWh, day.consumedWh), day.day);
    }
    if (day.trades > 0) {
      this.#best('month-without-losses', this.#losses.add(day.day, day.savings), day.day);
      if (day.failed === 0) this.#best('month-without-failure', this.#withoutFailure.add(day.day), day.day);
    }
  }

  /** Adds a calendar week that is over, by its Sunday. */
  addWeek(sunday: number, participants: number, activeMembers: number): void {
    this.#best('everybody-takes-part', participationRate(participants, activeMembers), sunday);
  }

  /** Whether an achievement is reached, and the best value so far. */
  of(kind: CommunityAchievement): Reached {
    return this.#reached.get(kind) ?? { day: null, value: null };
  }

  #best(kind: CommunityAchievement, value: number | null, day: number): void {
    if (value === null) return;
    const known = this.of(kind);
    this.#reached.set(kind, {
      day: known.day ?? (isAsGood(kind, value, communityTargets[kind]) ? day : null),
      value: known.value === null || isAsGood(kind, value, known.value) ? value : known.value,
    });
  }
}

/** Members worse off are to be few; of all else the more the better. */
function isAsGood(kind: CommunityAchievement, value: number, other: number): boolean {
  return kind === 'month-without-losses' ? value <= other : value >= other;
}

function added(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value;
}

/** The Sunday (as a day number) of the calendar week that holds a day. */
export function sundayOf(day: number): number {
  // Day 0, 1970-01-01, was a Thursday.
  return day + 6 - ((day + 3) % WEEK);
}
